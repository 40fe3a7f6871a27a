"""The site search: finds "bảo mật" when someone types "bao mat", in the language being read."""

import re
import unicodedata

from wagtail.models import Locale, Page

from common.text import fold

MAX_QUERY = 200


def clean_query(text):
    """What the visitor typed, on one line, without control characters, at most `MAX_QUERY` characters."""
    visible = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text[:MAX_QUERY])
    return " ".join(visible.split())


def find(query, *, language):
    """The live, public pages of `language` that hold every word of `query`, best first: a list of `Page`.

    Pages whose title has the words, as typed, come before those that only mention them: SQLite's ranking
    knows nothing of titles without their diacritics.
    """
    words = _words(query)
    pages = Page.objects.live().public().filter(locale=Locale.objects.get_for_language(language))
    if not words:
        return []
    # An alias repeats another language's words. Wagtail's search can filter by id, not by `alias_of`.
    aliases = Page.objects.filter(alias_of__isnull=False, locale__language_code=language)
    pages = pages.exclude(pk__in=list(aliases.values_list("pk", flat=True)))
    # Titles only: a common word finds most of the site.
    found = pages.only("pk", "title", "path", "depth").search(words)
    return sorted(found, key=lambda page: words not in _words(page.title))


def specific(pages):
    """These pages with what their own kind of page adds, in the same order."""
    found = Page.objects.filter(pk__in=[page.pk for page in pages]).specific().defer_streamfields()
    by_pk = {page.pk: page for page in found}
    return [by_pk[page.pk] for page in pages if page.pk in by_pk]


def _words(text):
    # Words only: SQLite's full-text search reads quotes and brackets as its own syntax.
    return " ".join(re.findall(r"\w+", fold(text)))
