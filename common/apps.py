from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = _("Common")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import translation_editor, translation_gate, translation_sync

        translation_editor.install()
        translation_gate.install()
        translation_sync.install()
