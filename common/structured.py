"""JSON-LD: facts about a page that search engines read."""

import json

from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

# What would end the script element or start a comment in it, as JSON escapes.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script(items):
    """`items` as one data block for the head. Content from editors can't close the element."""
    data = {"@context": "https://schema.org", "@graph": items}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


def plain(html):
    """Rich text as one line of plain text."""
    return " ".join(strip_tags(str(html).replace("</", " </")).split())


def drop_empty(item):
    """`item` without the keys that have nothing to say."""
    return {key: value for key, value in item.items() if value not in (None, "", [], {})}
