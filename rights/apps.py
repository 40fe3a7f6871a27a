from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    name = "rights"
    verbose_name = _("Privacy requests")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from common.sweeps import sweeps
        from privacy.personal_data import sources
        from vault.access import let_see_masks

        from . import access, services
        from .centre.personal_data import CentreSource
        from .centre.sweeping import sweep as sweep_centre
        from .personal_data import RequestSource

        sweeps.register("rights", services.sweep)
        sources.register(RequestSource.code, RequestSource())
        sweeps.register("privacy_centre", sweep_centre)
        sources.register(CentreSource.code, CentreSource())
        let_see_masks(access.WORK)
