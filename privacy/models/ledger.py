"""The consent ledger: append-only, hash-chained, about pseudonyms.

Fields after `law.md` 1.2 (Law 91/2025, Decree 356/2025) and ISO/IEC TS 27560.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .frozen import FrozenModel

GENESIS = "0" * 64


class ConsentEvent(FrozenModel):
    """One decision of one person about one purpose, with what they were shown."""

    class Decision(models.TextChoices):
        GIVEN = "given", _("Given")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    # The boxes of a form. Whoever knows an address can send it: they answer that form, and neither take back
    # nor bring back what its owner decided in a way that proves them (ADR 0091). What ends a consent keeps
    # the form of what it ends.
    LEFT_EMPTY = models.Q(decision=Decision.REFUSED, form_version__isnull=False)
    TICKED = models.Q(decision=Decision.GIVEN, form_version__isnull=False)
    BY_FORM = LEFT_EMPTY | TICKED

    record_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    schema_version = models.CharField(max_length=32)
    # The person's pseudonym, not a reference: the proof outlives the data.
    subject_id = models.UUIDField(db_index=True)
    purpose_code = models.CharField(max_length=64)
    decision = models.CharField(max_length=16, choices=Decision.choices)
    event_time = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    # What was shown.
    notice_version = models.PositiveIntegerField(null=True)
    notice_sha256 = models.CharField(max_length=64, blank=True)
    form_version = models.ForeignKey(
        "privacy.FormVersion", null=True, on_delete=models.PROTECT, related_name="consent_events"
    )
    form_version_sha256 = models.CharField(max_length=64, blank=True)
    clause_sha256 = models.CharField(max_length=64)
    wording = models.TextField()
    language = models.CharField(max_length=16)

    # What it is about.
    data_types = models.JSONField(default=list)
    is_sensitive = models.BooleanField()
    legal_basis = models.CharField(max_length=16)
    controller = models.JSONField(default=dict)
    recipients = models.JSONField(default=list)
    storage_countries = models.JSONField(default=list)
    # 0: not known, of a consent that was taken over.
    retention_days = models.PositiveIntegerField()
    jurisdiction = models.CharField(max_length=16)
    withdrawal_url = models.CharField(max_length=500, blank=True)

    # How it came.
    channel = models.CharField(max_length=32)
    receipt = models.CharField(max_length=32, blank=True, db_index=True)
    # Minimised: the method and what proves the act; never an IP address or a browser's name.
    evidence = models.JSONField(default=dict)
    actor = models.JSONField(default=dict)

    # The chain.
    previous_record_id = models.UUIDField(null=True)
    seq = models.PositiveBigIntegerField(unique=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta(FrozenModel.Meta):
        verbose_name = _("consent event")
        verbose_name_plural = _("consent events")
        permissions = [("see_ledger", _("Can see the consent ledger"))]
        ordering = ["seq"]
        indexes = [models.Index(fields=["subject_id", "purpose_code", "seq"], name="privacy_consent_state")]

    def __str__(self):
        return f"Consent event {self.seq} ({self.purpose_code}: {self.decision})"

    @property
    def is_left_empty(self):
        """Whether this is a box of a form that was left empty (`LEFT_EMPTY`)."""
        return self.decision == self.Decision.REFUSED and self.form_version_id is not None

    @property
    def is_by_form(self):
        """Whether this is a box of a form (`BY_FORM`)."""
        return self.is_left_empty or (
            self.decision == self.Decision.GIVEN and self.form_version_id is not None
        )

    @property
    def words(self):
        """The decision as people read it in a history."""
        return _("Box left empty") if self.is_left_empty else self.get_decision_display()


class ChainHead(models.Model):
    """Where the ledger ends. Its one row is the lock under which the next event is appended."""

    LEDGER = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=LEDGER)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Head of the ledger at {self.seq}"
