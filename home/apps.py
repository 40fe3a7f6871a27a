from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Site")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from common import hours

        from . import controller
        from .models.hours import company_hours

        hours.providers.register("company", company_hours)
        controller.connect()
