"""Rows that are written once; the database's triggers say the same (migration 0002)."""

from django.db import models


class Frozen(TypeError):
    """Someone tried to change or delete what is kept as evidence."""


class FrozenQuerySet(models.QuerySet):
    """A query set that reads and appends, and does nothing else."""

    def _refuse(self, *args, **kwargs):
        raise Frozen(f"{self.model._meta.verbose_name_plural} are never changed or deleted.")

    update = delete = bulk_update = _refuse


class FrozenModel(models.Model):
    """Base of evidence: `save` only creates, `delete` refuses."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Frozen(f"{self._meta.verbose_name_plural} are never changed.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Frozen(f"{self._meta.verbose_name_plural} are never deleted.")
