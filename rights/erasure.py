"""Erasing a person: what would go, doing it, and doing it again on a restored backup.

Order: every room empties what it holds, then the person's key is destroyed, which also makes every older
copy unreadable once the key backups have run out (ADR 0011) and is written to the list of erasures outside
the databases. If anything fails after the key is gone, calling again finishes it.
"""

import logging
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.identities import receipt_numbers
from privacy.limits import is_held
from privacy.models import ConsentEvent
from privacy.personal_data import sources
from vault import erasure_list
from vault import services as vault
from vault.models import BlindIndex, Envelope, Person, PersonKey, ReadLog, SealedRecord, Tombstone

from .errors import Held, StillSending
from .history import log
from .models import Letter, PrivacyRequest, RequestEvent
from .models.requests import Kind, Outcome, Status

logger = logging.getLogger(__name__)


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
    `request` is the request that asked for it, which is closed unless recipients have to confirm; other open
    ones are overtaken.
    """
    with transaction.atomic():
        # Whoever sends something to this person, or adds a request, takes the same lock.
        person = Person.objects.select_for_update().get(pk=person.pk)
        if not replay:
            _check(person)
        erasure = Erasure(again=person.erased_at is not None)
        receipts = receipt_numbers(person)
        vault.forget_identifiers(person)
        # Who they are goes last: by it the other rooms find what is theirs.
        for source in sorted(sources, key=lambda each: each.is_last):
            erasure.counts[source.code] = source.erase(person)
        _settle_requests(person, by=by, request=request, erasure=erasure)
        vault.destroy_person_key(person, receipts=receipts)
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


def _settle_requests(person, *, by, request, erasure):
    """Closes what is open: nothing is left that could be seen, corrected or copied.

    A request to erase stays open while recipients have to confirm: the last of them completes it.
    """
    now = timezone.now()
    for one in PrivacyRequest.objects.select_for_update().filter(person=person, closed_at=None):
        asked = request is not None and one.pk == request.pk
        waits = one.kind == Kind.DELETE and one.tasks.filter(done_at=None).exists()
        one.executed_at = now
        if asked or waits:
            log(one, RequestEvent.Kind.CARRIED_OUT, by=by, rows=sum(erasure.counts.values()))
        if not waits:
            one.status, one.closed_at = Status.CLOSED, now
            one.outcome = Outcome.FULFILLED if asked or one.kind == Kind.DELETE else Outcome.OVERTAKEN
            log(one, RequestEvent.Kind.COMPLETED, by=by)
        one.save()


# After a restore


@dataclass
class Replay:
    """What `replay` found: people erased again, people already erased, submissions thrown away.

    `keyless` people have no key and were left: too many for their keys to have been destroyed one by one.
    """

    erased: int = 0
    clean: int = 0
    envelopes: int = 0
    keyless: int = 0


def replay(*, by=None):
    """Erases again whoever the tombstones or the list name, and whoever's key is gone. May be repeated.

    For a restored backup. Nobody's key is missing but of people whose erasure or period the backup doesn't
    know of; unless the key store is another day's.
    """
    people, receipts = erasure_list.listed()
    people |= set(Tombstone.objects.values_list("digest", flat=True))
    result = Replay()
    keyless, alive = _keyless()
    if 2 * len(keyless) > alive:
        result.keyless, keyless = len(keyless), set()
    for pk in list(Person.objects.values_list("pk", flat=True)):
        if pk not in keyless and not erasure_list.names_person(people, pk):
            continue
        person = Person.objects.get(pk=pk)
        if _is_clean(person):
            result.clean += 1
            continue
        erase(person, by=by, replay=True)
        result.erased += 1
    result.envelopes = _throw_away_envelopes(receipts)
    return result


def _keyless():
    """({ids of people who are not erased and have no key}, how many are not erased)."""
    alive = set(Person.objects.filter(erased_at=None).values_list("pk", flat=True))
    return alive - set(PersonKey.objects.values_list("pk", flat=True)), len(alive)


def _is_clean(person):
    return (
        person.erased_at is not None
        and not PersonKey.objects.filter(pk=person.pk).exists()
        and not BlindIndex.objects.filter(person=person).exists()
    )


def _throw_away_envelopes(receipts):
    """Deletes restored submissions that were erased after the backup was made, taken in or not."""
    waiting = Envelope.objects.exclude(state=Envelope.State.TAKEN).values_list("pk", "receipt")
    gone = [pk for pk, receipt in waiting if erasure_list.names_receipt(receipts, receipt)]
    Envelope.objects.filter(pk__in=gone).delete()
    return len(gone)
