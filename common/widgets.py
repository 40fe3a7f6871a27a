"""Form widgets of the admin that know Vietnamese."""

from wagtail.admin.widgets import SlugInput as WagtailSlugInput

# Wagtail's own slug script drops these letters: "Đặt lịch" became "djt-lch".
_LETTERS = {
    "a": "àáảãạăằắẳẵặâầấẩẫậ",
    "e": "èéẻẽẹêềếểễệ",
    "i": "ìíỉĩị",
    "o": "òóỏõọôồốổỗộơờớởỡợ",
    "u": "ùúủũụưừứửữự",
    "y": "ỳýỷỹỵ",
    "d": "đ",
}
VIETNAMESE_FORMATTERS = [
    (f"[{letters}{letters.upper()}]", ascii_letter) for ascii_letter, letters in _LETTERS.items()
] + [("[\u0300-\u036f]", "")]


class SlugInput(WagtailSlugInput):
    """Wagtail's slug field, which also turns Vietnamese letters into plain ones while the title is typed."""

    def __init__(self, attrs=None, formatters=None, locale=None):
        super().__init__(attrs=attrs, formatters=formatters or VIETNAMESE_FORMATTERS, locale=locale)
