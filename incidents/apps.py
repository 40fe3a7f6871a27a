from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("Incidents and disclosures")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from common.sweeps import sweeps
        from privacy.disclosures import keepers
        from privacy.personal_data import sources
        from vault.access import let_see_masks
        from vault.reasons import reasons, record_kinds

        from . import access, services
        from .personal_data import DisclosureSource, IncidentSource
        from .services.delivery import PROCESS
        from .services.disclosures import KIND

        sweeps.register("incidents", services.sweep)
        disclosures = DisclosureSource()
        for source in (IncidentSource(), disclosures):
            sources.register(source.code, source)
        keepers.register(disclosures.code, disclosures)
        let_see_masks(access.MANAGE)
        record_kinds.register(KIND, _("Bundles for authorities"))
        reasons.register(PROCESS, _("the sending of notices about incidents"))
