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
    """The live, public pages of `language` that hold every word of `query`, best first."""
    # Words only: SQLite's full-text search reads quotes and brackets as its own syntax.
    words = " ".join(re.findall(r"\w+", fold(query)))
    pages = Page.objects.live().public().filter(locale=Locale.objects.get_for_language(language))
    if not words:
        return pages.none()
    # An alias repeats another language's words. Wagtail's search can filter by id, not by `alias_of`.
    aliases = Page.objects.filter(alias_of__isnull=False, locale__language_code=language)
    pages = pages.exclude(pk__in=list(aliases.values_list("pk", flat=True)))
    return pages.specific().defer_streamfields().search(words)
