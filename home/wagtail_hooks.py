"""Wires this room into Wagtail's admin."""

from django.http import Http404
from django.utils import translation
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from .viewsets import FrameViewSetGroup

register_snippet(FrameViewSetGroup)


@hooks.register("before_serve_page")
def serve_only_under_own_language(page, request, serve_args, serve_kwargs):
    """Without a live home page in a language, Wagtail would serve the default tree under its prefix."""
    if type(page) is Page:
        return  # Wagtail's own first page, before there is a site: the same in every language
    if page.locale.language_code != translation.get_language():
        raise Http404
