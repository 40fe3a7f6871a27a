"""Puts the inbox into the admin: addresses, menu item, dashboard panel."""

from django.urls import include, path
from wagtail import hooks

from . import urls
from .panels import HealthPanel, InboxMenuItem, InboxPanel


@hooks.register("register_admin_urls")
def register_inbox_urls():
    return [path("inbox/", include(urls, namespace="inbox"))]


@hooks.register("register_admin_menu_item")
def register_inbox_menu_item():
    return InboxMenuItem()


@hooks.register("construct_homepage_panels")
def add_inbox_panels(request, panels):
    shown = [panel for panel in (HealthPanel(request.user), InboxPanel(request.user)) if panel.is_shown()]
    panels[:0] = shown
