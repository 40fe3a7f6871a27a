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
    "hashed_values",
    "locked_head",
    "plain_values",
]

# Named in each event, so that a reader knows which fields to expect.
SCHEMA_VERSION = "iso-ts-27560:2023/2"
# Events of the first version are hashed as a whole, and so shown as a whole.
FIRST_SCHEMA = "iso-ts-27560:2023/1"
# What a stranger who is handed a receipt must not see: whose event it is, and whether they decided before.
PRIVATE = ("subject_id", "previous_record_id")


def event_values(event):
    """Every field of an event but the hash, by column name; not to be shown to who holds its receipt only."""
    return {f.attname: getattr(event, f.attname) for f in event._meta.concrete_fields if f.name != "hash"}


def plain_values(event):
    """`event_values` as they read in JSON."""
    return json.loads(canonical(event_values(event)))


def hashed_values(event):
    """What an event's hash is taken over, and anybody may see: its fields, with a digest of the private ones.

    The pseudonym is random and so keeps anybody from guessing what the digest is of; the event's own id
    makes it another one for each event. An event of the first version has all its fields in the clear.
    """
    values = event_values(event)
    if event.schema_version != FIRST_SCHEMA:
        private = {name: values.pop(name) for name in PRIVATE}
        values["private_sha256"] = sha256({**private, "record_id": event.record_id})
    return values


def event_hash(event):
    """The hash of an event: SHA-256 over the canonical form of its `hashed_values`."""
    return sha256(hashed_values(event))


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
