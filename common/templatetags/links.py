"""Links that stay in the visitor's language: `{% page_href page %}`, `{{ page|localised }}`."""

from django import template

from common import blocks

register = template.Library()


@register.simple_tag
def page_href(page):
    """The address of `page` in the active language; empty when it isn't live anywhere."""
    target = blocks.localised(page)
    return target.url if target else ""


@register.filter
def localised(page):
    """`page` in the active language if that is live, else itself if live, else None."""
    return blocks.localised(page)
