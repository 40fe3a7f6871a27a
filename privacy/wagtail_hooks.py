"""Wires this room into the admin: the registers, and the screens of each part."""

from django.contrib.auth.models import Permission
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .admin import alarms, board, dashboard, ledger, processing, retention, versions  # noqa: F401
from .admin.registers import PrivacyGroup

register_snippet(PrivacyGroup)


@hooks.register("register_permissions")
def privacy_permissions():
    return Permission.objects.filter(
        content_type__app_label="privacy", codename__in=["see_ledger", "manage_retention"]
    )
