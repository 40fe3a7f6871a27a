"""Who is responsible for the data. The room that keeps the company's identity registers it here."""

from django.conf import settings

from common.registry import Registry

# Takes one entry, `company`: a function of a language code that returns a dict with any of
# id (tax code), name, address, contact, dpo.
providers = Registry("controller provider")


def controller(locale):
    """The controller's identity in the language `locale`, as it goes into frozen versions and receipts."""
    provider = providers.get("company")
    identity = provider(locale) if provider else None
    return identity or {"name": settings.WAGTAIL_SITE_NAME}
