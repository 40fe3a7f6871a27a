"""Appending to the consent ledger.

Each event carries the hash of the one before. Appending happens under a lock: the head's row on
PostgreSQL, the IMMEDIATE transaction on SQLite. `verifying` checks the chain; what the chain alone can't
show (the end cut off together with the head) is the business of signed checkpoints kept elsewhere.
"""

import json

from django.db import transaction

from .canonical import canonical, sha256
from .errors import LedgerBroken
from .models import ChainHead, ConsentEvent
from .models.ledger import GENESIS

__all__ = [
    "GENESIS",
    "SCHEMA_VERSION",
    "append",
    "event_hash",
    "event_values",
    "form_sha256",
    "locked_head",
    "plain_values",
]

# Named in each event, so that a reader knows which fields to expect.
SCHEMA_VERSION = "iso-ts-27560:2023/1"


def event_values(event):
    """What the hash of an event is taken over: every field but the hash, by column name."""
    return {f.attname: getattr(event, f.attname) for f in event._meta.concrete_fields if f.name != "hash"}


def plain_values(event):
    """`event_values` as they read in JSON; their SHA-256 is the event's hash too."""
    return json.loads(canonical(event_values(event)))


def event_hash(event):
    """The hash of an event: SHA-256 over the canonical form of all its other fields."""
    return sha256(event_values(event))


def append(entries):
    """Appends one event for each dict of field values in `entries`, in order; returns the events.

    `seq`, the hashes, `schema_version` and `previous_record_id` are filled in here.
    """
    with transaction.atomic():
        head = locked_head()
        events = []
        latest = {}
        for values in entries:
            event = ConsentEvent(schema_version=SCHEMA_VERSION, **values)
            subject_purpose = (event.subject_id, event.purpose_code)
            event.previous_record_id = latest.get(subject_purpose) or _latest_record(*subject_purpose)
            event.seq = head.seq + 1
            event.previous_hash = head.hash
            event.hash = event_hash(event)
            event.save()
            latest[subject_purpose] = event.record_id
            head.seq, head.hash = event.seq, event.hash
            events.append(event)
        head.save(update_fields=["seq", "hash", "updated_at"])
    return events


def _latest_record(subject_id, purpose_code):
    return (
        ConsentEvent.objects.filter(subject_id=subject_id, purpose_code=purpose_code)
        .order_by("-seq")
        .values_list("record_id", flat=True)
        .first()
    )


def locked_head():
    """The head of the chain, locked until the transaction ends; whoever holds it appends alone."""
    locked = ChainHead.objects.select_for_update()
    head = locked.filter(pk=ChainHead.LEDGER).first()
    if head is None:
        if ConsentEvent.objects.exists():
            raise LedgerBroken("The ledger has events but no head: run verify_ledger.")
        ChainHead.objects.get_or_create(pk=ChainHead.LEDGER)
        head = locked.get(pk=ChainHead.LEDGER)
    return head


def form_sha256(version, notice_sha256):
    """The hash of what a form version showed and declared, with the policy it referred to."""
    return sha256(
        {
            "channel": version.channel,
            "locale": version.locale,
            "snapshot": version.snapshot,
            "declared": version.declared,
            "notice": notice_sha256,
        }
    )
