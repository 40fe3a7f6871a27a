"""Puts requests into the admin: addresses, menu item, dashboard panel, holiday calendar, permission."""

from django.contrib.auth.models import Permission
from django.urls import include, path
from wagtail import hooks

from . import urls
from .dossier import hooks as _people  # noqa: F401 (registers its own hooks)
from .panels import RequestsMenuItem, RequestsPanel
from .viewsets import holidays


@hooks.register("register_admin_urls")
def register_request_urls():
    return [path("requests/", include(urls, namespace="rights"))]


@hooks.register("register_admin_menu_item")
def register_requests_menu_item():
    return RequestsMenuItem()


@hooks.register("register_admin_viewset")
def register_holidays():
    return holidays


@hooks.register("register_permissions")
def rights_permissions():
    return Permission.objects.filter(content_type__app_label="rights", codename="work_requests")


@hooks.register("construct_homepage_panels")
def add_requests_panel(request, panels):
    panel = RequestsPanel(request.user)
    if panel.is_shown():
        panels.insert(0, panel)
