"""Puts the registers into the admin: addresses, menu items, dashboard panels, permissions."""

from django.contrib.auth.models import Permission
from django.urls import include, path
from wagtail import hooks

from . import urls
from .panels import ApprovalsPanel, IncidentsPanel, menu_items


@hooks.register("register_admin_urls")
def register_incident_urls():
    return [path("incidents/", include(urls, namespace="incidents"))]


@hooks.register("register_permissions")
def incident_permissions():
    return Permission.objects.filter(
        content_type__app_label="incidents", codename__in=["manage_incidents", "approve_disclosures"]
    )


@hooks.register("construct_homepage_panels")
def add_panels(request, panels):
    for panel in (IncidentsPanel(request.user), ApprovalsPanel(request.user)):
        if panel.is_shown():
            panels.insert(0, panel)


for item in menu_items():
    hooks.register("register_privacy_menu_item", lambda item=item: item)
