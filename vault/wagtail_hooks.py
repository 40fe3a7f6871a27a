"""Puts the vault's permissions on the page where groups are edited."""

from django.contrib.auth.models import Permission
from wagtail import hooks


@hooks.register("register_permissions")
def vault_permissions():
    return Permission.objects.filter(
        content_type__app_label="vault", codename__in=["open_vault", "see_read_log"]
    )
