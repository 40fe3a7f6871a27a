"""`{{ title|unbroken }}` keeps "e-mail", "3-2-1" and "8:00–12:00" each on one line."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

register = template.Library()

# Longer compounds may break at their hyphen: on a phone a line has room for about twenty letters.
LONGEST = 8
HELD = re.compile(r"(?<![\w-])\w+(?:-\w+)+(?![\w-])|\d[\d:]*–\d[\d:]*")


@register.filter
def unbroken(text):
    """`text`, escaped, with each range of numbers and each short hyphenated word in an unbreakable span."""

    def hold(match):
        word = match[0]
        return f'<span class="nowrap">{word}</span>' if len(word) <= LONGEST or "–" in word else word

    return mark_safe(HELD.sub(hold, conditional_escape(text)))  # noqa: S308 - escaped before
