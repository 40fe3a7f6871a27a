"""Addresses of ours as they stand in evidence and mails: whole, in the person's language."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override
from wagtail.models import Site

from .models import PolicyPage


def absolute(path):
    """`path` on the public site."""
    site = Site.objects.filter(is_default_site=True).first()
    return (site.root_url if site else settings.BASE_URL.rstrip("/")) + path


def named(name, language, *arguments):
    """The whole address of a named view in `language`, or "" where this process has no such view."""
    with override(language):
        try:
            return absolute(reverse(name, args=arguments))
        except NoReverseMatch:
            return ""


def policy_address(language):
    """The policy page in `language`, or ""."""
    page = PolicyPage.objects.live().filter(locale__language_code=language).first()
    return (page.full_url or "") if page else ""


def version_address(number, language):
    """Where everybody can read the policy's version `number` in `language`, or ""."""
    from .views.versions import addresses

    page = PolicyPage.objects.live().filter(locale__language_code=language).first()
    if number is None or page is None or not page.url:
        return ""
    path = addresses(page).version(number)
    return path if path.startswith("http") else absolute(path)


def withdrawal_address(language):
    """Where a consent is taken back: the privacy centre, else the policy, which says how."""
    return named("privacy_centre", language) or policy_address(language)
