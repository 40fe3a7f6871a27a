from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = _("Privacy")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from common.sweeps import sweeps

        from . import decisions, health, publishing, usage
        from .models import REGISTERS

        publishing.connect()
        usage.connect()
        for model in REGISTERS:
            register_permission_policy(model)
        sweeps.register("privacy_ledger", health.look)
        sweeps.register("privacy_expiry", decisions.expire)
