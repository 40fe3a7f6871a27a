"""What may be in a text that a visitor typed: any script, but nothing that can't have been meant."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Scripts that stack marks (Vietnamese decomposed: 2, Tibetan, Hebrew with cantillation: up to 6) stay below.
MOST_MARKS = 8
# Characters that reorder what is shown. Vietnamese and English need none; in an answer they could make the
# line that staff read show something else than was written.
_REORDERING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean_text(value, *, max_length, multiline=False):
    """`value` in NFC, white space trimmed; ValidationError for what no person types.

    The checks come before normalising, because ordering a long run of marks takes quadratic time.
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n").translate(_REORDERING).strip()
    if not multiline:
        value = value.replace("\n", " ").replace("\t", " ")
    # Decomposed Vietnamese takes up to three characters a letter.
    if len(value) > 3 * max_length:
        raise _too_long(len(value), max_length)
    check_characters(value)
    value = unicodedata.normalize("NFC", value)
    if len(value) > max_length:
        raise _too_long(len(value), max_length)
    return value


def check_characters(value):
    """Refuses broken encodings, control characters and towers of combining marks."""
    marks = 0
    for character in value:
        category = unicodedata.category(character)
        if character == REPLACEMENT or category == "Cs":
            raise ValidationError(
                _("Some characters arrived damaged. Please type this again."), code="encoding"
            )
        if category == "Cc" and character not in "\n\t":
            raise ValidationError(
                _("This contains invisible control characters. Please remove them or type it again."),
                code="control",
            )
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > MOST_MARKS:
            raise ValidationError(
                _("There are too many accents on one letter. Please type this again."), code="marks"
            )


def _too_long(length, limit):
    return ValidationError(
        _("This is too long: %(length)d characters, at most %(limit)d."),
        code="max_length",
        params={"length": length, "limit": limit},
    )
