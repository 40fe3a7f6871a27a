"""A line of a register's history: who did what, when. Written once, never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class HistoryLine(models.Model):
    """What all histories of this room share. Names staff, never a data subject."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Kept beside the reference, so that the line still says who it was when the account is gone.
    actor_name = models.CharField(max_length=200, blank=True)
    # Reference numbers, counts, names of fields: the same in every language.
    detail = models.CharField(max_length=400, blank=True)

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["at", "id"]

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("History is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("History is append-only.")
