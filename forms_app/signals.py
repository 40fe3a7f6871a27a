"""Keeps form versions in step with what visitors are shown."""

from wagtail.admin.views.pages.create import CreateView
from wagtail.signals import init_new_page, page_published

from privacy.signals import declarations_changed

from . import presets, services
from .models import FormPage


def freeze_published_form(sender, instance, **kwargs):
    services.renew_form(instance)


def renew_forms(sender, **kwargs):
    """What the site may do has changed: what visitors are shown, and prove to have agreed to, follows."""
    services.renew()


def start_from_preset(sender, page, **kwargs):
    code = presets.chosen.get()
    if isinstance(page, FormPage) and code:
        presets.fill(page, code)


def connect():
    page_published.connect(freeze_published_form, sender=FormPage, dispatch_uid="forms_app.freeze")
    declarations_changed.connect(renew_forms, dispatch_uid="forms_app.renew")
    init_new_page.connect(start_from_preset, sender=CreateView, dispatch_uid="forms_app.preset")
