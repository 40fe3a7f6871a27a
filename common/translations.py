"""Where a page exists in which language, and where an anonymous visitor may be sent."""

from unicodedata import normalize

from django.conf import settings
from django.utils.translation import get_language_info
from wagtail.models import Page, Site

from .blocks import attach_translations, share_root_paths


def content_languages():
    """Codes and names of the site's languages, the default one first; names in their own language."""
    codes = sorted((code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES), key=_not_default)
    # Django's name of Vietnamese is in decomposed form, which some fonts draw with floating accents.
    return [(code, normalize("NFC", get_language_info(code)["name_local"])) for code in codes]


def _not_default(code):
    return code != settings.LANGUAGE_CODE


def alternates(page):
    """Language code to page, for each language in which `page` is live and really translated.

    Alias pages don't count: they repeat another language's words. A draft translation doesn't either.
    """
    if getattr(page, "live_translations", None) is None:
        attach_translations([page])
    return {code: each for code, each in page.live_translations.items() if each.alias_of_id is None}


def site_root_url(request):
    """Scheme and host as the Site record has them, so that what is public never depends on a Host header."""
    site = Site.find_for_request(request) if request else None
    site = site or Site.objects.filter(is_default_site=True).first()
    return site.root_url if site else f"{request.scheme}://{request.get_host()}"


def breadcrumbs(page):
    """The live pages from the language's home page down to `page` itself; a constant number of queries."""
    pages = Page.objects.ancestor_of(page, inclusive=True).live().filter(depth__gt=1).order_by("depth")
    return share_root_paths(pages)
