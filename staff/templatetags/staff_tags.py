"""What the sign-in pages need."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def site_name():
    """The site's name for staff."""
    return settings.WAGTAIL_SITE_NAME
