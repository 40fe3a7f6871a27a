"""Scans that belong to a register entry, sealed: they name people who may not be in the vault at all."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .disclosures import Disclosure
from .incidents import Incident


class PaperManager(models.Manager):
    """Leaves the sealed bytes in the database until somebody asks for them."""

    def get_queryset(self):
        return super().get_queryset().defer("details", "content")


class Paper(models.Model):
    """A signed record or an authority's paper, sealed to the site's public key (ADR 0071)."""

    class Kind(models.TextChoices):
        RECORD = "record", _("Signed confirmation record")
        REPORT = "report", _("Report or its receipt")
        AUTHORITY = "authority", _("The authority's paper")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, null=True, related_name="papers")
    disclosure = models.ForeignKey(Disclosure, models.CASCADE, null=True, related_name="papers")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    # The file's name and whatever else of it names people.
    details = models.BinaryField()
    content = models.BinaryField()
    key_id = models.CharField(max_length=16)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now)
    added_by_name = models.CharField(max_length=200)

    objects = PaperManager()

    class Meta:
        default_permissions = ()
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(incident__isnull=False, disclosure=None)
                | models.Q(incident=None, disclosure__isnull=False),
                name="incidents_paper_has_one_home",
            )
        ]

    def __str__(self):
        return f"{self.kind} {str(self.id)[:8]}"
