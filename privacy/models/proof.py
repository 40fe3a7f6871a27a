"""What proves the ledger to others: signed receipts, and signed checkpoints of where the chain stood."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .frozen import FrozenModel


class Receipt(FrozenModel):
    """What a person was shown and decided in one submission, signed; found by its secret address only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The address holds the token; who reads the database can't open it.
    token_sha256 = models.CharField(max_length=64, unique=True)
    number = models.CharField(max_length=32, db_index=True)
    subject_id = models.UUIDField(db_index=True)
    language = models.CharField(max_length=16)
    document = models.JSONField()
    signature = models.CharField(max_length=128)
    key_id = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(FrozenModel.Meta):
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self):
        return f"Receipt {self.number}"


class Checkpoint(FrozenModel):
    """Where the chain stood, signed. Kept elsewhere too, it shows that history was rewritten."""

    day = models.DateField(unique=True)
    seq = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)
    document = models.JSONField()
    signature = models.CharField(max_length=128)
    key_id = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(FrozenModel.Meta):
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["-day"]

    def __str__(self):
        return f"Checkpoint of {self.day} at {self.seq}"
