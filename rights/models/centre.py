"""What the privacy centre keeps while somebody uses it: codes, visits, mails, archives, counters.

Nothing here names anybody: addresses are sealed and wiped, codes and tokens are digests.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .letters import Outgoing


class CentreSession(models.Model):
    """One visit of one person in one browser."""

    class Level(models.TextChoices):
        # Came by the address of a receipt, which may have been forwarded.
        RECEIPT = "receipt", _("By a receipt")
        # Typed a code that was mailed to an address of theirs.
        VERIFIED = "verified", pgettext_lazy("visit", "By a code")

    token_digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey("vault.Person", models.CASCADE, related_name="centre_sessions")
    level = models.CharField(max_length=8, choices=Level.choices)
    # The one that opened a visit by a receipt: the visit reaches no further than this submission.
    receipt = models.ForeignKey("privacy.Receipt", models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(level="receipt", receipt__isnull=False) | Q(level="verified", receipt=None),
                name="rights_centre_receipt_level",
            )
        ]

    def __str__(self):
        return f"Visit {self.pk} ({self.level})"


class CentreChallenge(models.Model):
    """A code that was asked for. Whether one was mailed, the browser never learns."""

    class Purpose(models.TextChoices):
        ENTER = "enter", _("Way in")
        STEP_UP = "step_up", _("More than a receipt allows")
        NEW_EMAIL = "new_email", _("New address")
        # No code: that another address counts from now on.
        MOVED = "moved", _("Word to the former address")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=9, choices=Purpose.choices)
    # The cookie of the browser that asked: the code is worth nothing in another.
    token_digest = models.CharField(max_length=64, db_index=True)
    session = models.ForeignKey(CentreSession, models.CASCADE, null=True, related_name="challenges")
    # Who it is about; for the way in only the worker finds out.
    person = models.ForeignKey("vault.Person", models.CASCADE, null=True, related_name="+")
    locale = models.CharField(max_length=15)
    # What was typed, sealed; emptied once it was mailed to or used.
    contact = models.BinaryField(null=True)
    contact_key = models.CharField(max_length=16, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Code {str(self.pk)[:8]} ({self.purpose})"


class CentreMail(Outgoing):
    """The mail of a challenge, to be sent at least once; what it says is decided when it is sent."""

    challenge = models.OneToOneField(CentreChallenge, models.CASCADE, related_name="mail")

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["next_try"],
                name="rights_centre_outbox",
                condition=Q(state__in=("pending", "sending")),
            )
        ]

    def __str__(self):
        return f"Mail {self.pk}"


class CentreExport(models.Model):
    """An archive of everything about a person, sealed under their key until it expires."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("vault.Person", models.CASCADE, related_name="centre_exports")
    record = models.OneToOneField("vault.SealedRecord", models.CASCADE, related_name="centre_export")
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-created_at"]

    def __str__(self):
        return f"Archive {str(self.pk)[:8]}"


class CentreSalt(models.Model):
    """A day's random salt; deleted after its day, so that no counter can be traced back."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.day)


class CentreRate(models.Model):
    """How often something came in a window of time, by a salted digest of what."""

    digest = models.CharField(max_length=64)
    window = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["digest", "window"], name="rights_centre_rate_once")]

    def __str__(self):
        return f"{self.count} in {self.window:%Y-%m-%d %H:%M}"
