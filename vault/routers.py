"""Keeps people's keys in the `keys` database and everything else out of it."""


class KeyStoreRouter:
    """Routes `vault.PersonKey` to `keys`; no other model may live there."""

    def _alias(self, model):
        # Django's database cache asks with a stand-in that has no more than these two names.
        is_key = (model._meta.app_label, model._meta.model_name) == ("vault", "personkey")
        return "keys" if is_key else None

    def db_for_read(self, model, **hints):
        return self._alias(model)

    def db_for_write(self, model, **hints):
        return self._alias(model)

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        is_key = app_label == "vault" and model_name == "personkey"
        return is_key if db == "keys" else not is_key
