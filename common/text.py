"""Text helpers that know Vietnamese, and the editor's ways."""

import re
import unicodedata

from anyascii import anyascii
from django.utils.text import slugify

_UNDECOMPOSABLE = str.maketrans({"đ": "d", "Đ": "d"})
_EDITOR_KEY = re.compile(r'(<[^<>]*?) data-block-key="[^"<>]*"')


def fold(text):
    """`text` without diacritics, case and runs of white space, for comparing and finding.

    "Bảo  Mật" and "bao mat" fold to the same. "đ" has no Unicode decomposition and is mapped by hand.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSABLE))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def slug_for(title):
    """The part of an address made from `title`: "Đặt lịch tư vấn" gives "dat-lich-tu-van"."""
    return slugify(anyascii(unicodedata.normalize("NFC", title)))


def without_editor_keys(html):
    """Rich text without the names that the editor gives its paragraphs.

    They mean nothing to readers, and come and go with each save: words that are the same must be equal.
    """
    return _EDITOR_KEY.sub(r"\1", html)
