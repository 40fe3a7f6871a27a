"""Publishing the policy: all languages and all registers at once, or not at all."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from .declared import registers_now
from .models import REGISTERS, PolicyPage, PolicyVersion
from .rendering import text_of
from .versions import freeze_version, text_sha256


class Incomplete(Exception):
    """The policy can't be published yet; `problems` says what is missing, in words for the officer."""

    def __init__(self, problems):
        super().__init__("; ".join(problems))
        self.problems = problems


def site_languages():
    """The languages the site is published in, the source language first."""
    homes = Page.objects.filter(depth=2, live=True).values("locale_id")
    codes = Locale.objects.filter(pk__in=homes).values_list("language_code", flat=True)
    return sorted(codes, key=lambda code: (code != settings.LANGUAGE_CODE, code))


def register_problems(languages):
    """What the registers lack: entries that a language has no words for yet."""
    problems = []
    for model in REGISTERS:
        held = {language: set() for language in languages}
        for code, language in model.objects.values_list("code", "locale__language_code"):
            held.setdefault(language, set()).add(code)
        every = set().union(*held.values())
        for language in languages:
            problems += [
                _("%(register)s: “%(code)s” has no words in the language “%(language)s” yet.")
                % {"register": model._meta.verbose_name_plural, "code": code, "language": language}
                for code in sorted(every - held[language])
            ]
    return problems


@transaction.atomic
def release(pages=None, *, by=""):
    """Publishes the policy of `pages` ({language: PolicyPage}; default: the live ones) as a new version.

    Returns the version; the latest one if nothing differs from it. Incomplete if a language of the site
    has no policy page, or a register entry has no words in one.
    """
    languages = site_languages()
    if pages is None:
        live = PolicyPage.objects.live().filter(locale__language_code__in=languages)
        pages = {page.locale.language_code: page for page in live.select_related("locale")}
    problems = [
        _("There is no policy page in the language “%(language)s” yet.") % {"language": language}
        for language in languages
        if language not in pages
    ]
    problems += register_problems(languages)
    if problems:
        raise Incomplete(problems)
    texts = [text_of(pages[language]) for language in languages]
    latest = PolicyVersion.objects.order_by("-number").first()
    if latest and _same(latest, texts):
        return latest
    source = pages[languages[0]]
    return freeze_version(
        texts=texts,
        kind=source.change_kind,
        summaries={language: pages[language].change_summary for language in languages},
        effective_date=source.effective_date,
        by=by,
    )


def _same(version, texts):
    """Whether publishing would change nothing that anybody sees or the site obeys."""
    digests = dict(version.texts.values_list("locale", "sha256"))
    return version.registers == registers_now() and digests == {
        text.locale: text_sha256(text) for text in texts
    }
