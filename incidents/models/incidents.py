"""Incidents after Law 91/2025 Art. 23, Decree 356/2025 Art. 28 and GDPR Art. 33: every one is kept here."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .. import severity
from .history import HistoryLine


class Incident(models.Model):
    """One event that put personal data at risk or broke a rule about it. Holds nobody's personal data."""

    class Kind(models.TextChoices):
        LEAK = "leak", _("Data got out")
        ACCESS = "access", _("Unauthorised access")
        LOSS = "loss", _("Data lost or damaged")
        MISUSE = "misuse", _("Used for another purpose")
        RIGHTS = "rights", _("Rights not ensured, such as a missed request")
        PROCESSOR = "processor", _("Breach at a processor")
        CYBER = "cyber", _("Attack or outage")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        OPEN = "open", _("Being handled")
        CONTAINED = "contained", _("Contained")
        CLOSED = "closed", pgettext_lazy("incident", "Closed")

    code = models.CharField(_("code"), max_length=20, unique=True)
    title = models.CharField(
        _("title"),
        max_length=160,
        help_text=_("What happened, in a few words. Name nobody: no personal data belongs here."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    detected_at = models.DateTimeField(
        _("detected at"),
        default=timezone.now,
        help_text=_("At the first signal, not when it was certain: the law's 72 hours run from here."),
    )
    aware_at = models.DateTimeField(
        _("aware at"),
        null=True,
        blank=True,
        help_text=_("When it was reasonably certain that personal data was concerned. Empty: as detected."),
    )
    occurred_from = models.DateTimeField(_("it began"), null=True, blank=True)
    occurred_to = models.DateTimeField(_("it ended"), null=True, blank=True)
    processor = models.CharField(
        _("processor that reported it"), max_length=160, blank=True, help_text=_("Empty if none did.")
    )
    processor_told_at = models.DateTimeField(_("told by the processor at"), null=True, blank=True)
    place = models.CharField(
        _("place"),
        max_length=200,
        blank=True,
        help_text=_("The system, office or service where it happened."),
    )
    act = models.TextField(_("what was done"), blank=True, help_text=_("The act, and how it was found out."))
    parties = models.TextField(
        _("parties"), blank=True, help_text=_("Companies and roles, as far as known. No names of people.")
    )
    data_categories = models.JSONField(_("kinds of data"), default=list, blank=True)
    people_estimate = models.PositiveIntegerField(
        _("people, estimated"),
        null=True,
        blank=True,
        help_text=_("Where they can't be counted here. The greater of this and the count is reported."),
    )
    records_estimate = models.PositiveIntegerField(_("records, estimated"), null=True, blank=True)
    consequences = models.TextField(_("consequences"), blank=True)
    measures = models.TextField(
        _("measures"), blank=True, help_text=_("What was done against it, and what is planned.")
    )
    answers = models.JSONField(_("severity test"), default=dict, blank=True)
    # What the public page says, by language: {"vi": {"title": …, "summary": …, "advice": …}}.
    is_public = models.BooleanField(_("public status page"), default=False)
    public_words = models.JSONField(_("public words"), default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by_name = models.CharField(max_length=200, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-detected_at", "-id"]
        default_permissions = ()
        permissions = [("manage_incidents", _("Manage incidents and disclosures"))]
        indexes = [models.Index(fields=["status", "-detected_at"], name="incidents_list")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="closed", closed_at__isnull=False)
                | (~models.Q(status="closed") & models.Q(closed_at=None)),
                name="incidents_closed_when_closed",
            )
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    @property
    def is_open(self):
        return self.status != self.Status.CLOSED

    @property
    def aware(self):
        """When the company became aware (GDPR), by default with the first signal."""
        return self.aware_at or self.detected_at

    def duties(self):
        """What the severity test says must be done."""
        return severity.assess(self.answers, self.kind)


class Report(models.Model):
    """One report to an authority. The first one of a duty meets its clock; later ones are its phases."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="reports")
    duty = models.CharField(
        _("duty"), max_length=12, choices=[(code, severity.TITLES[code]) for code in severity.REPORTED]
    )
    sent_at = models.DateTimeField(_("sent at"))
    reference = models.CharField(_("reference"), max_length=120, help_text=_("The authority's or your own."))
    late_reason = models.TextField(_("why it is late"), blank=True)
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["sent_at", "id"]

    def __str__(self):
        return f"{self.duty} {self.reference}"


class DutyWaiver(models.Model):
    """That a duty of an incident is not going to be met, and why. Recorded once, and never taken back."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="waivers")
    duty = models.CharField(_("duty"), max_length=12, choices=list(severity.TITLES.items()))
    reason = models.TextField(_("why it is waived"))
    at = models.DateTimeField(default=timezone.now)
    by_name = models.CharField(max_length=200)

    class Meta:
        default_permissions = ()
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["incident", "duty"], name="incidents_waive_once")]

    def __str__(self):
        return f"{self.duty} of incident {self.incident_id}"


class StatusUpdate(models.Model):
    """One entry of a public status page, in every language of the site.

    It does not change. What was wrong is taken back, with a reason for the register, and said anew.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="updates")
    at = models.DateTimeField(_("at"), default=timezone.now)
    texts = models.JSONField(_("texts"), default=dict)
    by_name = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)
    withdrawal_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"{self.incident_id} {self.at:%Y-%m-%d %H:%M}"


class AffectedQuery(models.Model):
    """How affected people were found, so that it can be shown, and asked again."""

    class Kind(models.TextChoices):
        READER = "reader", _("What somebody read")
        KEY = "key", _("What a master key opens")
        STORE = "store", _("Everything that was held at a moment")
        LEDGER = "ledger", _("Who decided on a purpose, by channel and time")
        RECEIPTS = "receipts", _("A list of receipt numbers")

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="queries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    params = models.JSONField(default=dict)
    people = models.PositiveIntegerField()
    records = models.PositiveIntegerField()
    run_at = models.DateTimeField(default=timezone.now)
    by_name = models.CharField(max_length=200)

    class Meta:
        default_permissions = ()
        ordering = ["run_at", "id"]

    def __str__(self):
        return f"{self.kind} of incident {self.incident_id}"


class AffectedPerson(models.Model):
    """That a person is affected. Added by a query, and never taken away by another."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="affected")
    person = models.ForeignKey("vault.Person", models.PROTECT, related_name="incidents")
    query = models.ForeignKey(AffectedQuery, models.PROTECT, related_name="found")
    # Ids of the sealed records concerned; no keys, because a record may be gone by the time of a report.
    record_ids = models.JSONField(default=list)
    records = models.PositiveIntegerField(default=0)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["incident", "person"], name="incidents_affected_once")]

    def __str__(self):
        return f"Person {str(self.person_id)[:8]} in incident {self.incident_id}"


class IncidentEvent(HistoryLine):
    """One step in an incident's history."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Recorded")
        EDITED = "edited", _("Facts changed")
        ASSESSED = "assessed", _("Severity test answered")
        AFFECTED = "affected", _("Affected people computed")
        REPORTED = "reported", _("Reported")
        PAPER = "paper", _("Paper added")
        PAPER_READ = "paper_read", _("Paper opened")
        NOTICE = "notice", _("Notice written")
        RELEASED = "released", _("Notice sent off")
        CALLED = "called", _("Person told by phone")
        SKIPPED = "skipped", _("Person not told")
        PUBLIC = "public", _("Public page changed")
        UPDATED = "updated", _("Public update added")
        WITHDRAWN = "withdrawn", _("Public update taken back")
        WAIVED = "waived", _("Duty waived")
        STATUS = "status", _("Status changed")

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)

    class Meta(HistoryLine.Meta):
        pass

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
