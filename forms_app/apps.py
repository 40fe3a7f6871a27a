from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsAppConfig(AppConfig):
    name = "forms_app"
    verbose_name = _("Forms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from common.sweeps import sweeps
        from inbox.signs import signs
        from privacy import rates

        from . import registration, signals, spam
        from .signs import WORDS

        signals.connect()
        registration.connect()
        for code, words in WORDS.items():
            signs.register(code, words)
        sweeps.register("forms_app", spam.purge)
        rates.counters.register("posts", spam.is_flood)
