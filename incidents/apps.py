from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("Incidents and disclosures")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from common.sweeps import sweeps
        from vault.access import let_see_masks

        from . import access, services

        sweeps.register("incidents", services.sweep)
        let_see_masks(access.MANAGE)
