from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = _("Privacy")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.core.signals import request_finished
        from django.db.models.signals import post_save
        from wagtail.permissions import register_permission_policy

        from common.sweeps import sweeps

        from . import approval, decisions, follow_ups, health, publishing, usage
        from .guards import alarms, checks, wire  # noqa: F401
        from .models import REGISTERS, PolicyPage
        from .promises import check_due, own
        from .retention import wiring

        publishing.connect()
        usage.connect()
        post_save.connect(
            approval.assign_to_new, sender=PolicyPage, dispatch_uid="privacy.approval.assign_to_new"
        )
        request_finished.connect(alarms.after_request, dispatch_uid="privacy.guards.after_request")
        wire.install()
        for model in REGISTERS:
            register_permission_policy(model)
        sweeps.register("privacy.versions", follow_ups.sweep)
        sweeps.register("privacy_ledger", health.look)
        sweeps.register("privacy_expiry", decisions.expire)
        sweeps.register("privacy.guards", alarms.sweep)
        own.register_own()
        sweeps.register("privacy.promises", check_due)
        wiring.connect()
