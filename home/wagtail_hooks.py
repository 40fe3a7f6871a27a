"""Wires this room into Wagtail's admin."""

from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import translation
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from .dashboard import OwnerBlock
from .viewsets import FrameViewSetGroup

register_snippet(FrameViewSetGroup)


@hooks.register("construct_homepage_panels")
def tell_what_the_owner_block_lacks(request, panels):
    panel = OwnerBlock(request.user)
    if panel.is_shown():
        panels.append(panel)


@hooks.register("before_serve_page")
def serve_only_under_own_language(page, request, serve_args, serve_kwargs):
    """Without a live home page in a language, Wagtail would serve the default tree under its prefix."""
    if type(page) is Page:
        return  # Wagtail's own first page, before there is a site: the same in every language
    if page.locale.language_code != translation.get_language():
        raise Http404


@hooks.register("before_unpublish")
def keep_what_is_translated(request, instance):
    """Translators publish pieces of the frame; taking the source away is for who may make one (ADR 0009)."""
    options = instance._meta
    if options.app_label != "home" or instance.locale.language_code != settings.LANGUAGE_CODE:
        return
    if not request.user.has_perm(f"home.{get_permission_codename('add', options)}"):
        raise PermissionDenied
