"""Envelopes: sealed by the web process, opened at intake."""

from django.db import transaction
from django.utils import timezone

from .. import erasure_list, keys, sealing
from ..errors import Unreadable, VaultLocked
from ..models import Envelope, EnvelopeAttachment
from .contents import disclose, enclose


def seal(payload, *, receipt, channel, attachments=()):
    """Seals `payload` (JSON-able) and the attachments' bytes to the public key and stores the envelope.

    One transaction. IntegrityError if the receipt number is taken. The sealed payload names the digest
    of each attachment, so none can be dropped, swapped or added without notice.
    """
    public = keys.public()
    key_id = public.envelope_current
    envelope = Envelope(receipt=receipt, channel=channel, key_id=key_id)
    place = {"public_key": public.envelope[key_id], "key_id": key_id, "envelope_id": envelope.id}
    envelope.payload = sealing.seal_part(enclose(payload, attachments), part="payload", **place)
    sealed = [
        EnvelopeAttachment(envelope=envelope, position=n, payload=sealing.seal_part(content, part=n, **place))
        for n, content in enumerate(attachments)
    ]
    with transaction.atomic():
        envelope.save(force_insert=True)
        EnvelopeAttachment.objects.bulk_create(sealed)
    return envelope


def open_envelope(envelope):
    """(payload, attachments' bytes) of an envelope; VaultLocked without its key, Unreadable if damaged."""
    content, place = _open(envelope)
    attachments = [
        sealing.open_part(sealed, part=position, **place)
        for position, sealed in envelope.attachments.order_by("position").values_list("position", "payload")
    ]
    return disclose(content, attachments), attachments


def open_payload(envelope):
    """The payload of an envelope without its attachments, unchecked against them; errors as above."""
    content, _place = _open(envelope)
    return disclose(content)


def _open(envelope):
    private_key = keys.private().envelope.get(envelope.key_id)
    if private_key is None:
        raise VaultLocked(f"Envelope key {envelope.key_id} is not among the private keys.")
    if envelope.payload is None:
        raise Unreadable("The envelope was emptied when it was taken in.")
    place = {"private_key": private_key, "key_id": envelope.key_id, "envelope_id": envelope.id}
    return sealing.open_part(envelope.payload, part="payload", **place), place


def throw_away(envelopes):
    """Deletes submissions of people who were erased; returns how many.

    They are listed first, so that they don't come in again with a backup in which they still wait.
    """
    if not envelopes:
        return 0
    erasure_list.add(receipts=[envelope.receipt for envelope in envelopes])
    Envelope.objects.filter(pk__in=[envelope.pk for envelope in envelopes]).delete()
    return len(envelopes)


def mark_taken(envelope):
    """Notes that an envelope was taken in and empties it; part of the intake's transaction."""
    with transaction.atomic():
        envelope.attachments.all().delete()
        envelope.payload = None
        envelope.state = Envelope.State.TAKEN
        envelope.taken_at = timezone.now()
        envelope.next_try = None
        envelope.error_class = ""
        envelope.save(update_fields=["payload", "state", "taken_at", "next_try", "error_class"])
