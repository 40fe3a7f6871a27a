"""Enquiries of every channel, as sales works them. Who wrote, and what, is in the vault and not here."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .channels import channel


class Status(models.TextChoices):
    """How far an enquiry is. `waiting` means the company waits for the person, not the other way round."""

    NEW = "new", _("New")
    OPEN = "open", _("In progress")
    WAITING = "waiting", _("Waiting for customer")
    DONE = "done", _("Done")


OPEN_STATUSES = (Status.NEW, Status.OPEN, Status.WAITING)
# The clock runs only while it is the company's turn.
CLOCK_STATUSES = (Status.NEW, Status.OPEN)


class Enquiry(models.Model):
    """One thing that somebody sent by one channel, and where its answer stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt = models.CharField(_("receipt number"), max_length=20, unique=True)
    person = models.ForeignKey("vault.Person", models.PROTECT, related_name="enquiries")
    record = models.OneToOneField("vault.SealedRecord", models.PROTECT, related_name="enquiry")
    channel = models.CharField(_("channel"), max_length=30)
    locale = models.CharField(_("language"), max_length=15)
    form_version = models.ForeignKey("privacy.FormVersion", models.PROTECT, related_name="enquiries")
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.NEW)
    quarantined = models.BooleanField(_("held for review"), default=False)
    is_spam = models.BooleanField(_("marked as spam"), default=False)
    signals = models.JSONField(_("why it was held"), default=list, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="enquiries"
    )
    created_at = models.DateTimeField(_("submitted"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-created_at", "-id"]
        default_permissions = ()
        permissions = [
            ("work_enquiries", _("Work enquiries: list, open, note, take, change status")),
            ("assign_enquiries", _("Assign enquiries to others")),
            ("review_quarantine", _("Review enquiries held back as suspected spam")),
        ]
        indexes = [
            # What is open is a bounded number, counted for the menu and sorted with overdue first.
            models.Index(
                fields=["quarantined", "status", "due_at"],
                name="inbox_open",
                condition=models.Q(closed_at=None),
            ),
            # What is closed or held grows, and is listed by age.
            models.Index(fields=["quarantined", "status", "-created_at"], name="inbox_list"),
            models.Index(fields=["-created_at", "-id"], name="inbox_age"),
            models.Index(fields=["person", "-created_at"], name="inbox_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status=Status.DONE, closed_at__isnull=False)
                | (~models.Q(status=Status.DONE) & models.Q(closed_at=None)),
                name="inbox_closed_when_done",
            )
        ]

    def __str__(self):
        return self.receipt

    @property
    def channel_info(self):
        """The channel's label, icon and targets."""
        return channel(self.channel)

    def is_overdue(self, now=None):
        """Whether it is the company's turn and the due time has passed."""
        return (
            self.due_at is not None
            and self.status in CLOCK_STATUSES
            and not self.quarantined
            and self.due_at < (now or timezone.now())
        )


class EnquiryNote(models.Model):
    """A note of a colleague; its text is sealed under the person's key, as it is about the person."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    record = models.OneToOneField("vault.SealedRecord", models.PROTECT, related_name="enquiry_note")

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        default_permissions = ()
        ordering = ["created_at", "id"]

    def __str__(self):
        return str(self.pk)


class EnquiryEvent(models.Model):
    """One step in an enquiry's history: who did what, when. Names staff only, never the person."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        HELD = "held", _("Received and held for review")
        ASSIGNED = "assigned", _("Assigned")
        STATUS = "status", _("Status changed")
        NOTED = "noted", _("Note added")
        RELEASED = "released", _("Released from review")
        SPAM = "spam", _("Marked as spam")

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=200, blank=True)
    # Status codes, or the name of the colleague it was assigned to.
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        default_permissions = ()
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Notification(models.Model):
    """A mail to one colleague that an enquiry arrived; kept until the mail server took it."""

    class State(models.TextChoices):
        PENDING = "pending", _("To be sent")
        SENT = "sent", _("Sent")
        DROPPED = "dropped", _("Not needed any more")

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="notifications")
    # One of the two: a colleague, or an address from the settings.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    address = models.EmailField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    error_class = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        default_permissions = ()
        indexes = [
            models.Index(fields=["next_try"], name="inbox_outbox", condition=models.Q(state="pending")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, address="")
                | (models.Q(user=None) & ~models.Q(address="")),
                name="inbox_notify_one_recipient",
            )
        ]

    def __str__(self):
        return str(self.pk)
