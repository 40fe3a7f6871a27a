"""What frames a page, gathered in a number of queries that depends on nothing but the kinds of pieces."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import translate_url
from django.utils import translation
from wagtail.models import Page

from common.blocks import attach_translations, share_root_paths
from common.translations import alternates, content_languages

from .models import Announcement, CallToAction, CompanyIdentity, Footer, HomePage, Navigation


@dataclass(frozen=True)
class Language:
    """One entry of the language switcher. `url` leads to the same page there, else to that home page."""

    code: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class Chrome:
    """The frame of one page in one language. A piece nobody wrote yet is None."""

    language: str
    home: HomePage | None
    languages: list[Language]
    company: CompanyIdentity | None
    navigation: Navigation | None
    footer: Footer | None
    call_to_action: CallToAction | None
    announcement: Announcement | None


def piece(model, language, **filters):
    """The live piece in `language`, or in the default language where that is missing."""
    links = [field.name for field in model._meta.get_fields() if field.many_to_one]
    found = {
        each.locale.language_code: each
        for each in model.objects.filter(
            live=True, locale__language_code__in={language, settings.LANGUAGE_CODE}, **filters
        ).select_related(
            *(name for name in links if name not in {"latest_revision", "live_revision", "locked_by"})
        )
    }
    return found.get(language) or found.get(settings.LANGUAGE_CODE)


def gather(request, page=None):
    """The `Chrome` of `page`, or of a view without one; the same object for the rest of the request."""
    language = page.locale.language_code if page is not None else translation.get_language()
    known = getattr(request, "_chrome", None)
    if known and known[0] == (language, getattr(page, "pk", None)):
        return known[1]
    pieces = {
        "company": piece(CompanyIdentity, language),
        "navigation": piece(Navigation, language),
        "footer": piece(Footer, language),
        "call_to_action": piece(CallToAction, language),
        "announcement": piece(Announcement, language),
    }
    linked = [link for each in pieces.values() if each is not None for link in _linked_pages(each)]
    attach_translations(linked + ([page] if page is not None and page.pk else []))
    homes = {home.locale.language_code: home for home in share_root_paths(_homes())}
    chrome = Chrome(
        language=language,
        home=homes.get(language),
        languages=_languages(request, page, language, homes),
        **pieces,
    )
    if request is not None:
        request._chrome = ((language, getattr(page, "pk", None)), chrome)
    return chrome


def _homes():
    return HomePage.objects.live().select_related("locale").defer_streamfields()


def _linked_pages(instance):
    fields = [f for f in instance._meta.get_fields() if f.many_to_one and f.related_model is Page]
    return [linked for field in fields if (linked := getattr(instance, field.name)) is not None]


def _languages(request, page, current, homes):
    """Languages to offer: those in which the site has a home page, so that no entry leads nowhere."""
    translated = alternates(page) if page is not None and page.pk else {}
    languages = []
    for code, name in content_languages():
        if code not in homes:
            continue
        if code in translated:
            url = translated[code].url
        elif page is None and request is not None and getattr(request, "resolver_match", None):
            url = _same_view(request, code) or homes[code].url
        else:
            url = homes[code].url
        languages.append(Language(code=code, name=name, url=url, current=code == current))
    return languages


def _same_view(request, code):
    """The address of the view without a page in another language; empty if it has only one."""
    url = translate_url(request.path, code)
    return url if url != request.path or translation.get_language() == code else ""
