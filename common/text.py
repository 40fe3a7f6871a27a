"""Text helpers that know Vietnamese."""

import unicodedata

from anyascii import anyascii
from django.utils.text import slugify

_UNDECOMPOSABLE = str.maketrans({"đ": "d", "Đ": "d"})


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
