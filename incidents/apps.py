from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("Incidents and disclosures")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from common.sweeps import sweeps
        from privacy.personal_data import sources
        from vault.access import let_see_masks

        from . import access, services
        from .personal_data import DisclosureSource, IncidentSource

        sweeps.register("incidents", services.sweep)
        for source in (IncidentSource(), DisclosureSource()):
            sources.register(source.code, source)
        let_see_masks(access.MANAGE)
