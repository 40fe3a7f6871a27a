"""Appending to the consent ledger and verifying it.

Each event carries the hash of the one before. Appending happens under a lock: the head's row on
PostgreSQL, the IMMEDIATE transaction on SQLite. What the chain alone can't show (the end cut off together
with the head) is the business of signed checkpoints kept elsewhere.
"""

from dataclasses import dataclass, field

from django.db import connection, transaction

from .canonical import sha256
from .errors import LedgerBroken
from .models import (
    ChainHead,
    Checkpoint,
    ConsentEvent,
    FormVersion,
    PolicyText,
    PolicyVersion,
    Receipt,
)
from .models.ledger import GENESIS
from .versions import text_sha256, version_sha256

# Named in each event, so that a reader knows which fields to expect.
SCHEMA_VERSION = "iso-ts-27560:2023/1"
GUARDED_TABLES = [
    model._meta.db_table
    for model in (ConsentEvent, FormVersion, PolicyVersion, PolicyText, Receipt, Checkpoint)
]


def event_hash(event):
    """The hash of an event: SHA-256 over the canonical form of all its other fields."""
    return sha256(
        {f.attname: getattr(event, f.attname) for f in event._meta.concrete_fields if f.name != "hash"}
    )


def append(entries):
    """Appends one event for each dict of field values in `entries`, in order; returns the events.

    `seq`, the hashes, `schema_version` and `previous_record_id` are filled in here.
    """
    with transaction.atomic():
        head = _lock_head()
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


def _lock_head():
    """The head, locked until the transaction ends."""
    locked = ChainHead.objects.select_for_update()
    head = locked.filter(pk=ChainHead.LEDGER).first()
    if head is None:
        if ConsentEvent.objects.exists():
            raise LedgerBroken("The ledger has events but no head: run verify_ledger.")
        ChainHead.objects.get_or_create(pk=ChainHead.LEDGER)
        head = locked.get(pk=ChainHead.LEDGER)
    return head


@dataclass
class Report:
    """What a verification found."""

    events: int = 0
    form_versions: int = 0
    policy_versions: int = 0
    head: str = GENESIS
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self):
        return not self.problems


def verify():
    """Checks every hash, the order, gaps, the head, the frozen versions and the database's triggers."""
    report = Report()
    versions = _verify_versions(report)
    _verify_chain(report, versions)
    _verify_triggers(report)
    return report


def _verify_chain(report, versions):
    previous_hash, expected = GENESIS, 1
    for event in ConsentEvent.objects.order_by("seq").iterator(chunk_size=1000):
        report.events += 1
        if event.seq != expected:
            report.problems.append(f"Event {expected} is missing: {event.seq} follows {expected - 1}.")
        if event.previous_hash != previous_hash:
            report.problems.append(f"Event {event.seq} does not continue the event before it.")
        if not _same_hash(event):
            report.problems.append(f"Event {event.seq} was altered: its hash does not fit.")
        if event.form_version_id and versions.get(event.form_version_id) != event.form_version_sha256:
            report.problems.append(f"Event {event.seq} names a form version that is not the one on file.")
        if event.clause_sha256 != sha256(event.wording):
            report.problems.append(f"The wording of event {event.seq} does not fit its hash.")
        previous_hash, expected = event.hash, event.seq + 1
    report.head = previous_hash
    head = ChainHead.objects.filter(pk=ChainHead.LEDGER).first()
    if head is None:
        if report.events:
            report.problems.append("The ledger's head is missing.")
    elif (head.seq, head.hash) != (expected - 1, previous_hash):
        report.problems.append(f"The ledger ends at {expected - 1}, but its head says {head.seq}.")


def _same_hash(event):
    try:
        return event_hash(event) == event.hash
    except (TypeError, ValueError):  # a value that no event could have been written with
        return False


def _verify_versions(report):
    """{form version id: sha256} of the form versions on file, after checking all frozen versions."""
    policies = {}
    for policy in PolicyVersion.objects.prefetch_related("texts").iterator(chunk_size=100):
        report.policy_versions += 1
        policies[policy.pk] = policy.sha256
        texts = list(policy.texts.all())
        for text in texts:
            if text_sha256(text) != text.sha256:
                report.problems.append(f"Policy version {policy.number} was altered in {text.locale!r}.")
        if version_sha256(policy, texts) != policy.sha256:
            report.problems.append(f"Policy version {policy.number} was altered.")
    versions = {}
    for version in FormVersion.objects.iterator(chunk_size=100):
        report.form_versions += 1
        versions[version.pk] = version.sha256
        notice = policies.get(version.policy_version_id, "")
        if form_sha256(version, notice) != version.sha256:
            report.problems.append(f"Form version {version.pk} was altered.")
    return versions


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


def _verify_triggers(report):
    if connection.vendor == "sqlite":
        query, events = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'",
            ("update", "delete", "insert"),
        )
    else:
        # 'D' is a disabled trigger.
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        events = ("update", "delete", "truncate")
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    for table in GUARDED_TABLES:
        for event in events:
            if f"append_only_{event}_{table}" not in present:
                report.problems.append(f"The database no longer refuses {event} on {table}.")
