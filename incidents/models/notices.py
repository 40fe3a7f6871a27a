"""Notices to the people affected, and what became of each."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .incidents import Incident


class Notice(models.Model):
    """One notice of an incident: the first, or a follow-up. Once released it does not change."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="notices")
    number = models.PositiveSmallIntegerField(_("number"))
    # {"vi": {"subject": …, "body": …}, "en": …}
    texts = models.JSONField(_("texts"), default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    created_by_name = models.CharField(max_length=200)
    released_at = models.DateTimeField(_("sent off at"), null=True, blank=True)
    released_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="incidents_notice_number")]

    def __str__(self):
        return f"Notice {self.number} of incident {self.incident_id}"


class NoticeDelivery(models.Model):
    """One notice to one person. Who and where is in the vault; here is only how far it got."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        UNREACHABLE = "unreachable", _("No e-mail address")
        SKIPPED = "skipped", _("Skipped")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    person = models.ForeignKey("vault.Person", models.PROTECT, related_name="incident_notices")
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True, default=timezone.now)
    error_class = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=16, blank=True)
    sent_at = models.DateTimeField(null=True)
    # Told by phone instead.
    called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Not told at all: erased, or for the reason that a colleague gave.
    skipped_at = models.DateTimeField(null=True)
    skip_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        indexes = [
            models.Index(fields=["next_try"], name="incidents_outbox", condition=models.Q(state="pending")),
        ]
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="incidents_notice_once")]

    def __str__(self):
        return str(self.pk)
