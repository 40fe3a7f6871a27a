from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class VaultConfig(AppConfig):
    name = "vault"
    verbose_name = _("Vault")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from common.sweeps import sweeps

        from . import checks, keystore  # noqa: F401  (registers the checks)
        from .services import person_keys

        connection_created.connect(keystore.overwrite_what_is_deleted, dispatch_uid="vault.secure_delete")
        sweeps.register("vault", person_keys.sweep)
