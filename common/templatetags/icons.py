"""`{% icon "server" %}` puts one of the site's SVG icons into the page, to take the colour of the text."""

import logging
from functools import cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import mark_safe

from common.icons import ICONS

register = template.Library()
logger = logging.getLogger(__name__)


@cache
def _svg(name):
    svg = get_template(f"common/icons/{name}.svg").template.source.strip()
    if "aria-hidden" not in svg:
        svg = svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return mark_safe(svg)  # noqa: S308 - our own files


@register.simple_tag
def icon(name):
    """The drawing called `name`, hidden from screen readers; nothing for an empty name.

    An unknown name is an editor's leftover after an icon was retired: the page goes on without it.
    """
    if not name:
        return ""
    if name not in ICONS:
        logger.warning("There is no icon called %s.", name)
        return ""
    return _svg(name)
