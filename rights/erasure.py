"""Erasing a person: what would go, doing it, and doing it again on a restored backup.

Order: every room empties what it holds, then the person's key is destroyed, which also makes every older
copy unreadable once the key backups have run out (ADR 0011), then the erasure is written to a list outside
the databases. If anything fails after the key is gone, calling again finishes it.
"""

import json
import logging
import os
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.limits import is_held
from privacy.models import ConsentEvent
from privacy.personal_data import sources
from vault import services as vault
from vault.identity import all_digests, current_digest
from vault.models import BlindIndex, Envelope, Person, PersonKey, ReadLog, SealedRecord, Tombstone

from . import conf
from .errors import Held, StillSending
from .history import log
from .models import Letter, PrivacyRequest, RequestEvent
from .models.requests import Kind, Outcome, Status

logger = logging.getLogger(__name__)

IDENTITY_KIND = "identity"
# A submission that came in before the erasure may wait, unopened, in an older backup.
RECEIPT = "erased-receipt"


@dataclass
class Part:
    """What one room holds about a person."""

    code: str
    label: str
    held: list


@dataclass
class Preview:
    """What an erasure would take, what stays, and what forbids it."""

    parts: list
    records: int
    consents: int
    readings: int
    is_held: bool
    is_erased: bool

    @property
    def things(self):
        return sum(len(part.held) for part in self.parts)


@dataclass
class Erasure:
    """What was done: rows emptied or removed by source; `again` when the person was erased before."""

    counts: dict = field(default_factory=dict)
    again: bool = False


def preview(person):
    """What `erase` would take away and leave. Reads nothing in plain text."""
    return Preview(
        parts=[
            Part(source.code, str(source.label), held) for source in sources if (held := source.held(person))
        ],
        records=SealedRecord.objects.filter(person=person).count(),
        consents=ConsentEvent.objects.filter(subject_id=person.pseudonym).count(),
        readings=ReadLog.objects.filter(person=person).count(),
        is_held=is_held(person),
        is_erased=person.erased_at is not None,
    )


def erase(person, *, by=None, request=None, replay=False):
    """Erases everything about the person for good; returns the `Erasure`. May be called again.

    Held while a legal hold stands, unless `replay` repeats what was done before the backup was restored;
    StillSending while a letter to them is on its way. The ledger stays: it knows a pseudonym only.
    `request` is the request that asked for it, which is closed; other open ones are overtaken.
    """
    path = _ready_log()
    with transaction.atomic():
        # Whoever sends something to this person, or adds a request, takes the same lock.
        person = Person.objects.select_for_update().get(pk=person.pk)
        if not replay:
            _check(person)
        erasure = Erasure(again=person.erased_at is not None)
        receipts = _receipts(person)
        for source in sources:
            erasure.counts[source.code] = source.erase(person)
        erasure.counts[IDENTITY_KIND] = _forget_identity(person)
        _settle_requests(person, by=by, request=request, erasure=erasure)
        vault.destroy_person_key(person)
        # Last, so that a listed person is an erased one; before the commit, so that none is missing.
        _write_log(path, person, receipts)
    logger.info("A person was erased (%d rows).", sum(erasure.counts.values()))
    return erasure


def _check(person):
    if is_held(person):
        raise Held(_("A legal hold stands on this person's data. Nothing was erased."))
    on_its_way = Letter.objects.filter(
        request__person=person, state=Letter.State.SENDING, next_try__gt=timezone.now()
    )
    if on_its_way.exists():
        raise StillSending(_("A letter to this person is being sent right now. Try again in a few minutes."))


def _forget_identity(person):
    BlindIndex.objects.filter(person=person).delete()
    return SealedRecord.objects.filter(person=person, kind=IDENTITY_KIND).delete()[0]


def _settle_requests(person, *, by, request, erasure):
    """Closes what is open: nothing is left that could be seen, corrected or copied."""
    now = timezone.now()
    for one in PrivacyRequest.objects.select_for_update().filter(person=person, closed_at=None):
        asked = request is not None and one.pk == request.pk
        one.status, one.closed_at, one.executed_at = Status.CLOSED, now, now
        one.outcome = Outcome.FULFILLED if asked or one.kind == Kind.DELETE else Outcome.OVERTAKEN
        one.save()
        if asked:
            log(one, RequestEvent.Kind.CARRIED_OUT, by=by, rows=sum(erasure.counts.values()))
        log(one, RequestEvent.Kind.COMPLETED, by=by)


# The list of erasures


def _ready_log():
    """The list's path; fails before anything is destroyed if it can't be written."""
    path = conf.erasure_log()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _append(path):
        return path


def _append(path):
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8")


def _write_log(path, person, receipts):
    """One line: keyed digests and the time. It says nothing to whoever lacks the site's index key."""
    digest, key_id = vault.tombstone_digest(person.pk)
    line = {
        "at": timezone.now().isoformat(timespec="seconds"),
        "key": key_id,
        "person": digest,
        "receipts": sorted(current_digest(RECEIPT, receipt)[0] for receipt in receipts),
    }
    with _append(path) as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _receipts(person):
    """Receipt numbers of what the person sent, by the ledger."""
    events = ConsentEvent.objects.filter(subject_id=person.pseudonym).exclude(receipt="")
    return set(events.values_list("receipt", flat=True))


def listed():
    """({digests of people}, {digests of receipts}) of every erasure on the list."""
    people, receipts = set(), set()
    path = conf.erasure_log()
    if not path.exists():
        return people, receipts
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                entry = json.loads(line)
                people.add(entry["person"])
                receipts.update(entry["receipts"])
            except (ValueError, KeyError, TypeError):
                # A line that was cut off in a crash: its erasure was not committed either.
                logger.error("Line %d of the list of erasures can't be read.", number)
    return people, receipts


@dataclass
class Replay:
    """What `replay` found: people erased again, people already erased, submissions thrown away."""

    erased: int = 0
    clean: int = 0
    envelopes: int = 0


def replay(*, by=None):
    """Erases again whoever the tombstones or the list name. For a restored backup; may be repeated."""
    people, receipts = listed()
    people |= set(Tombstone.objects.values_list("digest", flat=True))
    result = Replay()
    for pk in list(Person.objects.values_list("pk", flat=True)):
        if people.isdisjoint(all_digests("tombstone", pk)):
            continue
        person = Person.objects.get(pk=pk)
        if _is_clean(person):
            result.clean += 1
            continue
        erase(person, by=by, replay=True)
        result.erased += 1
    result.envelopes = _throw_away_envelopes(receipts)
    return result


def _is_clean(person):
    return (
        person.erased_at is not None
        and not PersonKey.objects.filter(pk=person.pk).exists()
        and not BlindIndex.objects.filter(person=person).exists()
    )


def _throw_away_envelopes(receipts):
    """Deletes restored submissions that were taken in, and then erased, after the backup was made."""
    waiting = list(Envelope.objects.exclude(state=Envelope.State.TAKEN).values_list("pk", "receipt"))
    gone = [pk for pk, receipt in waiting if not receipts.isdisjoint(all_digests(RECEIPT, receipt))]
    Envelope.objects.filter(pk__in=gone).delete()
    return len(gone)
