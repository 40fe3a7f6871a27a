"""What goes out: letters to people, reminders to officers. Each row stays until the mail server took it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Outgoing(models.Model):
    """A mail to be sent at least once."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PENDING = "pending", _("To be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        PRINTED = "printed", _("Printed")
        DROPPED = "dropped", _("Not sent")

    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    # While it is being sent: until when that is nobody else's business.
    next_try = models.DateTimeField(default=timezone.now)
    error_class = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Letter(Outgoing):
    """A letter to the person, sealed under their key; mailed by the worker or printed by the officer."""

    class Kind(models.TextChoices):
        ACKNOWLEDGEMENT = "acknowledgement", _("First reply")
        EXTENSION = "extension", _("Extension")
        COMPLETION = "completion", _("Completion")
        REFUSAL = "refusal", _("Refusal")
        INFORMATION = "information", _("Information or question")

    request = models.ForeignKey("rights.PrivacyRequest", models.CASCADE, related_name="letters")
    kind = models.CharField(_("type"), max_length=16, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=15)
    # Subject and body. Replaced when a draft is edited; gone with the person.
    record = models.OneToOneField("vault.SealedRecord", models.SET_NULL, null=True, related_name="letter")
    # Whether the sealed text still has a gap to fill in: then it does not go out.
    is_unfinished = models.BooleanField(default=False)
    # Without an author, the site itself wrote it.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        default_permissions = ()
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(
                fields=["next_try"],
                name="rights_letter_outbox",
                condition=Q(state__in=("pending", "sending")),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class Reminder(Outgoing):
    """A mail to one officer: that a request arrived, or how many are due. Nothing about whom."""

    class Kind(models.TextChoices):
        ARRIVED = "arrived", _("A request arrived")
        DUE = "due", _("Requests are due")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    request = models.ForeignKey("rights.PrivacyRequest", models.CASCADE, null=True, related_name="reminders")
    # One of the two: a colleague, or an address from the settings.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    address = models.EmailField(blank=True)
    day = models.DateField()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["next_try"],
                name="rights_reminder_outbox",
                condition=Q(state__in=("pending", "sending")),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, address="") | (Q(user=None) & ~Q(address="")),
                name="rights_reminder_one_recipient",
            ),
            models.UniqueConstraint(
                fields=["day", "user"],
                condition=Q(kind="due", user__isnull=False),
                name="rights_reminder_user_a_day",
            ),
            models.UniqueConstraint(
                fields=["day", "address"],
                condition=Q(kind="due") & ~Q(address=""),
                name="rights_reminder_address_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"
