"""What people asked, and how far it is. Who they are and what they wrote is in the vault and not here."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .. import clocks


class Kind(models.TextChoices):
    """What may be asked (Law 91/2025, art. 4.1; Decree 356/2025, art. 5)."""

    WITHDRAW = "withdraw", _("Withdraw consent")
    RESTRICT = "restrict", _("Restrict processing")
    OBJECT = "object", _("Object to processing")
    VIEW = "view", _("See the data")
    CORRECT = "correct", _("Correct the data")
    COPY = "copy", _("Get a copy of the data")
    DELETE = "delete", _("Erase the data")
    PROTECT = "protect", _("Protective measures")
    COMPLAIN = "complain", _("Complaint")


class Source(models.TextChoices):
    CENTRE = "centre", _("Privacy centre")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    PAPER = "paper", _("Paper")
    FORM = "form", _("Form on the site")


class Status(models.TextChoices):
    UNVERIFIED = "unverified", _("Identity to be checked")
    OPEN = "open", pgettext_lazy("request", "In progress")
    CLOSED = "closed", pgettext_lazy("request", "Closed")


class Outcome(models.TextChoices):
    FULFILLED = "fulfilled", _("Carried out")
    REFUSED = "refused", _("Refused")
    DUPLICATE = "duplicate", _("Asked twice")
    TAKEN_BACK = "taken_back", _("Taken back by the person")
    OVERTAKEN = "overtaken", _("Settled by the erasure of all their data")


class Ground(models.TextChoices):
    """The closed list of grounds for a refusal."""

    CONTRACT = "contract", _("Needed for a contract with the person (Law 91/2025, art. 19)")
    EMERGENCY = "emergency", _("Needed to protect life or health in an emergency (art. 19)")
    STATE = "state", _("Needed for a task of the state (art. 19)")
    OTHER_LAW = "other_law", _("Another law demands that the data is kept (art. 19)")
    ABUSE = "abuse", _("The right is being abused (art. 4.3)")
    LEGAL_HOLD = "legal_hold", _("A legal hold: the data is needed in a dispute or proceeding")
    IDENTITY = "identity", _("The identity was not proven")


class Reason(models.TextChoices):
    """Why a deadline is extended; the person is told."""

    COMPLEX = "complex", _("The request is complex")
    MANY = "many", _("Many requests at the same time")
    PROCESSOR = "processor", _("A processor or third party needs more time")
    IDENTITY = "identity", _("More is needed to prove the identity")


class PrivacyRequest(models.Model):
    """One thing that one person asked about their data."""

    kind = models.CharField(_("type"), max_length=10, choices=Kind.choices)
    source = models.CharField(_("came by"), max_length=8, choices=Source.choices)
    person = models.ForeignKey("vault.Person", models.PROTECT, related_name="privacy_requests")
    # What they wrote, sealed; gone with the person.
    record = models.OneToOneField(
        "vault.SealedRecord", models.SET_NULL, null=True, related_name="privacy_request"
    )
    # Purpose codes that it is about; empty: all of them.
    purposes = models.JSONField(_("purposes"), default=list, blank=True)
    locale = models.CharField(_("language"), max_length=15)
    eu = models.BooleanField(_("from the European Union"), default=False)

    # When it came, when the identity was proven, and from when the clock runs.
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    verified_at = models.DateTimeField(_("identity proven"), null=True)
    valid_from = models.DateTimeField(_("valid from"), null=True)
    ack_due = models.DateTimeField(_("first reply due"), null=True)
    ack_sent_at = models.DateTimeField(_("first reply sent"), null=True)
    due_at = models.DateTimeField(_("due"), null=True)
    third_party_involved = models.BooleanField(_("a processor or third party must act"), default=False)
    extended_until = models.DateTimeField(_("extended until"), null=True)
    extension_reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices, blank=True)

    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.UNVERIFIED)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    refusal_ground = models.CharField(_("ground"), max_length=10, choices=Ground.choices, blank=True)
    refusal_reference = models.CharField(_("article and law"), max_length=255, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="duplicates", verbose_name=_("same as")
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="privacy_requests"
    )
    # When the site itself did what was asked; processors may still be at it.
    executed_at = models.DateTimeField(_("carried out"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    # When the officers were first told that it is late.
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("privacy request")
        verbose_name_plural = _("privacy requests")
        ordering = ["-received_at", "-id"]
        default_permissions = ()
        permissions = [("work_requests", _("Work privacy requests: answer, extend, refuse, erase"))]
        indexes = [
            models.Index(fields=["due_at"], name="rights_open", condition=Q(closed_at=None)),
            models.Index(fields=["person", "kind"], name="rights_person"),
            models.Index(fields=["-closed_at", "-id"], name="rights_closed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=Status.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | (~Q(status=Status.CLOSED) & Q(closed_at=None, outcome="")),
                name="rights_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.REFUSED) | ~Q(refusal_ground=""),
                name="rights_refused_with_ground",
            ),
            models.CheckConstraint(
                condition=Q(extended_until=None) | ~Q(extension_reason=""),
                name="rights_extended_with_reason",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self):
        """The number that letters and colleagues name it by."""
        return f"R{clocks.local_day(self.received_at).year}-{self.pk or 0:05d}"

    @property
    def is_open(self):
        return self.status != Status.CLOSED

    @property
    def deadline(self):
        """When it must be completed, with the extension; None while the identity is not proven."""
        return max(filter(None, (self.due_at, self.extended_until)), default=None)

    def next_due(self):
        """(what, moment) of what is due first: "reply", "complete" or a recipient's "task"; or two Nones."""
        if not self.is_open:
            return None, None
        due = []
        if self.ack_due and not self.ack_sent_at:
            due.append((self.ack_due, "reply"))
        if self.deadline:
            due.append((self.deadline, "complete"))
        due += [(task.due, "task") for task in self.tasks.all() if not task.done_at]
        return min(due)[::-1] if due else (None, None)

    def is_overdue(self, now=None):
        """Whether a first reply, the completion or a recipient is late."""
        _what, due = self.next_due()
        return due is not None and due < (now or timezone.now())

    def is_nearly_due(self, now=None):
        """Whether a first reply, the completion or a recipient is due within days."""
        _what, due = self.next_due()
        return due is not None and clocks.is_nearly_due(due, now or timezone.now())


class ProcessorTask(models.Model):
    """What one recipient of the data has to do about a request."""

    class What(models.TextChoices):
        STOP = "stop", _("Stop using the data")
        ERASE = "erase", _("Erase the data")
        CORRECT = "correct", _("Correct the data")
        RESTRICT = "restrict", _("Restrict the processing")

    request = models.ForeignKey(PrivacyRequest, models.CASCADE, related_name="tasks")
    # The recipient's code in the published policy.
    recipient = models.CharField(_("recipient"), max_length=64)
    what = models.CharField(_("what to do"), max_length=10, choices=What.choices)
    due = models.DateTimeField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True)
    note = models.CharField(
        _("note"),
        max_length=255,
        blank=True,
        help_text=_("How they confirmed it, or why it was not needed. Name no customer here."),
    )

    class Meta:
        verbose_name = _("task of a recipient")
        verbose_name_plural = _("tasks of recipients")
        default_permissions = ()
        ordering = ["due", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "recipient", "what"], name="rights_task_once")
        ]

    def __str__(self):
        return f"{self.recipient}: {self.what}"


class RequestEvent(models.Model):
    """One step in a request's history: who did what, when. Names staff only, never the person."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        VERIFIED = "verified", _("Identity proven")
        ACKNOWLEDGED = "acknowledged", _("First reply given")
        THIRD_PARTY = "third_party", _("A processor or third party must act")
        TASK = "task", _("Task for a recipient")
        TASK_DONE = "task_done", _("Recipient confirmed")
        EXTENDED = "extended", _("Deadline extended")
        REFUSED = "refused", _("Refused")
        CARRIED_OUT = "carried_out", _("Carried out on this site")
        COMPLETED = "completed", _("Completed")
        ASSIGNED = "assigned", _("Assigned")
        LETTER = "letter", _("Letter written")
        MAILED = "mailed", _("Letter mailed")
        PRINTED = "printed", _("Letter printed")
        DUPLICATE = "duplicate", _("Asked again")
        JOINED = "joined", _("Asks the same as another request")
        SEPARATED = "separated", _("Treated as a request of its own")
        TAKEN_BACK = "taken_back", _("Taken back by the person")
        ESCALATED = "escalated", _("Overdue: the officers were told")
        REMINDED = "reminded", _("Reminded to prove the identity")
        EXPORTED = "exported", _("Archive made")
        EXPORT_TAKEN = "export_taken", _("Archive downloaded")
        CODE_ISSUED = "code_issued", _("Code for the privacy centre issued")

    request = models.ForeignKey(PrivacyRequest, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=200, blank=True)
    # Codes and dates, never words about the person.
    detail = models.JSONField(default=dict)
    # What the officer wrote about it, sealed like everything about a person.
    record = models.OneToOneField(
        "vault.SealedRecord", models.SET_NULL, null=True, related_name="request_event"
    )

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        default_permissions = ()
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
