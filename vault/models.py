"""What the vault keeps: sealed bytes, people without names, and who read what.

Nothing here decrypts. Plaintext comes only out of `vault.services.reveal`, which logs the reading.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Envelope(models.Model):
    """One submission as the web process left it: sealed to the public key, unreadable to its writer."""

    class State(models.TextChoices):
        SEALED = "sealed", _("Waiting for intake")
        TAKEN = "taken", _("Taken in")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt = models.CharField(max_length=32, unique=True)
    channel = models.CharField(max_length=32)
    # Emptied at intake: what an envelope held then lives under the person's own key.
    payload = models.BinaryField(null=True)
    key_id = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.SEALED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    error_class = models.CharField(max_length=120, blank=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("envelope")
        verbose_name_plural = _("envelopes")
        default_permissions = ()
        indexes = [models.Index(fields=["state", "next_try", "created_at"], name="vault_envelope_due")]

    def __str__(self):
        return f"Envelope {self.receipt} ({self.state})"


class EnvelopeAttachment(models.Model):
    """A file of an envelope, sealed on its own."""

    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    payload = models.BinaryField()

    class Meta:
        default_permissions = ()
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["envelope", "position"], name="vault_attachment_position")
        ]

    def __str__(self):
        return f"Attachment {self.position} of envelope {self.envelope_id}"


class Person(models.Model):
    """A data subject. The row says nothing about them; the ledger knows them by `pseudonym` only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pseudonym = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        default_permissions = ()

    def __str__(self):
        return f"Person {str(self.id)[:8]}"


class PersonKey(models.Model):
    """A person's data key, wrapped by a master key. Lives in the `keys` database and nowhere else."""

    person_id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    master_id = models.CharField(max_length=16, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Key of person {str(self.person_id)[:8]} under {self.master_id}"


class SealedRecord(models.Model):
    """One thing known about a person, sealed under their key, with a masked form for lists."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField(max_length=32)
    payload = models.BinaryField()
    mask = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("sealed record")
        verbose_name_plural = _("sealed records")
        default_permissions = ()
        permissions = [("open_vault", _("Can read what people sent (each reading is logged)"))]

    def __str__(self):
        return f"Sealed {self.kind} {str(self.id)[:8]}"


class SealedFile(models.Model):
    """A file of a sealed record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(SealedRecord, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    payload = models.BinaryField()

    class Meta:
        default_permissions = ()
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["record", "position"], name="vault_file_position")]

    def __str__(self):
        return f"File {self.position} of record {str(self.record_id)[:8]}"


class BlindIndex(models.Model):
    """A keyed digest by which a person is found. What it leaks is in ADR 0012."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")
        NAME = "name", _("Word of the name")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="index_entries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    digest = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "digest"], name="vault_blind_lookup")]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "digest"], name="vault_blind_once")]

    def __str__(self):
        return f"Index entry ({self.kind}) of person {str(self.person_id)[:8]}"


class RecordIndex(models.Model):
    """A keyed digest of a name, an address or a number that stands in a record, by which the record is found.

    Beside `BlindIndex`, which says who a person is: what a known person sends later may name another number,
    and that neither finds nor changes the person (ADR 0013).
    """

    record = models.ForeignKey(SealedRecord, on_delete=models.CASCADE, related_name="index_entries")
    kind = models.CharField(max_length=8, choices=BlindIndex.Kind.choices)
    digest = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "digest"], name="vault_record_lookup")]
        constraints = [models.UniqueConstraint(fields=["record", "kind", "digest"], name="vault_record_once")]

    def __str__(self):
        return f"Index entry ({self.kind}) of record {str(self.record_id)[:8]}"


class ForgottenIdentifier(models.Model):
    """By what an erased person was found: keyed digests, kept while something they sent before may wait."""

    digest = models.CharField(max_length=64)
    forgotten_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["digest", "forgotten_at"], name="vault_forgotten_lookup")]

    def __str__(self):
        return f"Forgotten {self.pk}"


class ReadLog(models.Model):
    """Who read what about whom, when and why. Append-only, in the database too."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="vault_readings"
    )
    # Kept beside the reference, so that the line still says who it was when the account is gone.
    actor_name = models.CharField(max_length=255)
    actor_roles = models.JSONField(default=list)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="readings")
    record = models.ForeignKey(SealedRecord, null=True, on_delete=models.SET_NULL, related_name="readings")
    fields = models.JSONField(default=list)
    reason = models.CharField(max_length=255)
    purpose = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("read log")
        default_permissions = ()
        permissions = [("see_read_log", _("Can see who read what"))]
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"Reading {self.pk} by {self.actor_name}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("The read log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The read log is append-only.")


class Tombstone(models.Model):
    """Remembers that a person was erased, by keyed digest, to repeat the erasure on a restored backup."""

    digest = models.CharField(max_length=64, unique=True)
    key_id = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Tombstone {self.pk}"
