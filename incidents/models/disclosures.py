"""Disclosures to authorities: what was demanded, who approved it, what was handed over."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .history import HistoryLine


class Disclosure(models.Model):
    """One demand of an authority for personal data, and its answer."""

    class Authority(models.TextChoices):
        PROCURACY = "procuracy", _("Procuracy")
        COURT = "court", _("Court")
        POLICE = "police", _("Police investigation body")
        OTHER = "other", _("Other authority")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        FIRST = "first", _("Approved once")
        APPROVED = "approved", _("Approved by two")
        SEALED = "sealed", _("Bundle sealed")
        HANDED = "handed", _("Handed over")
        REFUSED = "refused", _("Refused")

    code = models.CharField(_("code"), max_length=20, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    authority_kind = models.CharField(_("kind of authority"), max_length=10, choices=Authority.choices)
    authority_name = models.CharField(_("authority"), max_length=200)
    paper_number = models.CharField(_("number of its paper"), max_length=80)
    paper_date = models.DateField(_("date of its paper"))
    received_on = models.DateField(_("received on"), default=timezone.localdate)
    legal_basis = models.TextField(
        _("legal basis"), help_text=_("The article the paper relies on, and why it binds the company.")
    )
    scope = models.TextField(
        _("scope"), help_text=_("What exactly is demanded. Name nobody here: people are added below.")
    )
    # Codes of `incidents.disclosable`: with the period they are all that the bundle may hold.
    kinds = models.JSONField(_("data to hand over"), default=list)
    period_from = models.DateField(
        _("period from"),
        null=True,
        blank=True,
        help_text=_("By the day on which it was sent or decided. Who a person is has no day."),
    )
    period_to = models.DateField(_("period to"), null=True, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    drafted_by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    refusal_reason = models.TextField(_("why it is refused"), blank=True)
    decided_at = models.DateTimeField(null=True)
    # When the handed-over bundle left as a file: once.
    downloaded_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["-received_on", "-id"]
        default_permissions = ()
        permissions = [("approve_disclosures", _("Approve disclosures to authorities"))]
        indexes = [models.Index(fields=["state", "-received_on"], name="incidents_disclosures")]

    def __str__(self):
        return self.code

    @property
    def is_open(self):
        return self.state not in (self.State.HANDED, self.State.REFUSED)

    @property
    def may_change(self):
        """Facts and people change only before the first approval, so that both approve the same."""
        return self.state == self.State.DRAFT


class DisclosurePerson(models.Model):
    """A person whose data is demanded. What is handed over of them is sealed under their own key."""

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="people")
    person = models.ForeignKey("vault.Person", models.PROTECT, related_name="disclosures")
    record = models.ForeignKey(
        "vault.SealedRecord", models.SET_NULL, null=True, related_name="disclosure_people"
    )
    # What the approvals cover, as [kind, id]: frozen with the first one, emptied with a return to draft.
    pieces = models.JSONField(default=list)
    # Whether data of theirs was handed over. Stays true when they are erased later: the totals count it.
    handed_over = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["disclosure", "person"], name="incidents_person_once")]

    def __str__(self):
        return f"Person {str(self.person_id)[:8]} in disclosure {self.disclosure_id}"


class DisclosureApproval(models.Model):
    """One of the two approvals; the database refuses a second one by the same user."""

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="approvals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["disclosure", "user"], name="incidents_approve_once")]

    def __str__(self):
        return f"{self.user_name} for {self.disclosure_id}"


class DisclosureEvent(HistoryLine):
    """One step in a disclosure's history."""

    class Kind(models.TextChoices):
        DRAFTED = "drafted", _("Drafted")
        EDITED = "edited", _("Changed")
        PERSON_ADDED = "person_added", _("Person added")
        PERSON_REMOVED = "person_removed", _("Person removed")
        PAPER = "paper", _("Paper added")
        PAPER_READ = "paper_read", _("Paper opened")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned to draft; approvals are void")
        REFUSED = "refused", _("Refused")
        SEALED = "sealed", _("Bundle sealed")
        HANDED = "handed", _("Handed over")
        DOWNLOADED = "downloaded", _("Bundle downloaded")

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind.choices)

    class Meta(HistoryLine.Meta):
        pass

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
