"""What limits the use of data beside consent: restriction, objection, legal hold; and what deletion did."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Restriction(models.Model):
    """A person's data may not be used, for one purpose or for any, until it is lifted."""

    class Kind(models.TextChoices):
        RESTRICT = "restrict", _("Restricted")
        OBJECT = "object", _("Objected")

    subject_id = models.UUIDField()
    # Empty: every purpose.
    purpose_code = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        indexes = [
            models.Index(
                fields=["subject_id"], name="privacy_restriction_open", condition=models.Q(lifted_at=None)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "purpose_code", "kind"],
                condition=models.Q(lifted_at=None),
                name="privacy_restriction_once",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.purpose_code or '*'} since {self.since:%Y-%m-%d}"


class LegalHold(models.Model):
    """Neither retention nor erasure touches this person's data while the hold stands."""

    person = models.ForeignKey("vault.Person", on_delete=models.PROTECT, related_name="legal_holds")
    reason = models.CharField(
        _("reason"), max_length=255, help_text=_("The case or claim; nothing personal about them.")
    )
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    placed_by_name = models.CharField(max_length=255)
    placed_at = models.DateTimeField(auto_now_add=True)
    lifted_by_name = models.CharField(max_length=255, blank=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        permissions = [("manage_retention", _("Can see what is due for deletion and place legal holds"))]
        indexes = [
            models.Index(fields=["person"], name="privacy_hold_open", condition=models.Q(lifted_at=None))
        ]

    def __str__(self):
        return f"Hold {self.pk}"


class RetentionRun(models.Model):
    """One run of the deletion task: when, what for, how many."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    # {"source/purpose": {"due": n, "deleted": n, "held": n}}
    counts = models.JSONField(default=dict)
    error_class = models.CharField(max_length=120, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("deletion run")
        verbose_name_plural = _("deletion runs")
        ordering = ["-started_at"]

    def __str__(self):
        return f"Retention run {self.pk}"


class GuardAlarm(models.Model):
    """Something undeclared that the site was kept from doing: a cookie, a connection."""

    class Kind(models.TextChoices):
        COOKIE = "cookie", _("Cookie")
        HOST = "host", _("Connection")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    # The cookie's name or the host; never a value.
    name = models.CharField(max_length=200)
    first_seen = models.DateTimeField(auto_now_add=True)
    last_seen = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="privacy_alarm_once")]

    def __str__(self):
        return f"{self.kind} {self.name}"


class PromiseCheck(models.Model):
    """The last check of one promise."""

    code = models.CharField(max_length=64, unique=True)
    ok = models.BooleanField()
    # Kept now, and not always in the past twelve months.
    lapsed = models.BooleanField(default=False)
    figure = models.CharField(max_length=200, blank=True)
    error_class = models.CharField(max_length=120, blank=True)
    checked_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("check of a promise")
        verbose_name_plural = _("checks of promises")

    def __str__(self):
        return f"{self.code}: {'kept' if self.ok else 'broken'}"
