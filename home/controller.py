"""Tells the room of privacy who the company says it is; publishing the policy makes it the controller."""

from django.db.models.signals import post_save

from privacy.company import providers
from privacy.signals import declarations_changed

from .models.frame import CompanyIdentity


def company_as_controller(language):
    """The company's identity as the policy freezes it; None before it is entered."""
    company = CompanyIdentity.objects.filter(live=True, locale__language_code=language).first()
    if company is None:
        return None
    facts = {
        "id": company.tax_code,
        "name": company.name,
        "address": company.head_office,
        "contact": company.email or company.hotline or company.phone,
        "dpo": ", ".join(filter(None, [company.privacy_contact, company.privacy_email])),
    }
    return {name: value for name, value in facts.items() if value}


def tell_of_the_company(sender, instance, raw=False, **kwargs):
    """Before any policy version says who is responsible, forms and the ledger name the company as it is."""
    if not raw:
        declarations_changed.send(sender=CompanyIdentity)


def connect():
    """Called once, when the app is ready."""
    providers.register("company", company_as_controller)
    post_save.connect(tell_of_the_company, sender=CompanyIdentity, dispatch_uid="home.controller")
