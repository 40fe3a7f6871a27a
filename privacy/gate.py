"""The purpose gate: may we use this for that person and purpose, now?

Every send, export and list goes through `may_use` or `allowed`. Whatever is not clearly allowed is not.
Both read the database each time: an object that was loaded before an erasure or a withdrawal proves nothing.
"""

from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from vault.models import Person

from . import declared
from .coverage import covers
from .limits import open_restrictions, standing
from .models import ConsentEvent, Purpose, Restriction

# How many people one round of queries asks about.
ROUND = 10_000
ENDED = frozenset(
    {ConsentEvent.Decision.REFUSED, ConsentEvent.Decision.WITHDRAWN, ConsentEvent.Decision.EXPIRED}
)
# What was left empty in a form takes nothing back that was decided otherwise.
WEIGHT = Case(When(ConsentEvent.LEFT_EMPTY, then=Value(0)), default=Value(1))


@dataclass(frozen=True)
class Answer:
    """Yes or no, why in one word, and the event of the ledger that decided.

    `reason` of a no: undeclared, erased, objected, restricted, never_asked, refused, withdrawn, expired; of a
    yes: the legal basis.
    """

    allowed: bool
    reason: str
    event: ConsentEvent | None = None

    def __bool__(self):
        return self.allowed


def may_use(person, purpose, *, at=None):
    """Whether `person`'s data may be used for `purpose` (a code) now, or might have been at the time `at`.

    No for a purpose the policy in force doesn't declare, for who was erased, while a restriction or an
    objection stands, and, where the basis is consent, unless the last decision is a consent that has not run
    out. For marketing a no counts on any basis: the objection to it is absolute (GDPR art. 21.3).
    """
    in_force, entry = _declared(purpose, at)
    if entry is None:
        return Answer(False, "undeclared")
    if not _not_erased([person.pk], at).exists():
        return Answer(False, "erased")
    restrictions = open_restrictions(person.pseudonym, purpose, at=at)
    kinds = set(restrictions.values_list("kind", flat=True))
    if kinds:
        return Answer(False, "objected" if Restriction.Kind.OBJECT in kinds else "restricted")
    event = latest_event(person.pseudonym, purpose, at=at)
    return _by_basis(entry, event, at or timezone.now(), in_force)


def allowed(people, purpose, *, at=None):
    """The ids of those of `people` for whom `may_use` says yes; four queries for every ten thousand."""
    in_force, entry = _declared(purpose, at)
    if entry is None:
        return set()
    ids = list(dict.fromkeys(person.pk for person in people))
    found = set()
    for start in range(0, len(ids), ROUND):
        found |= _allowed(ids[start : start + ROUND], purpose, entry, at, in_force)
    return found


def _allowed(ids, purpose, entry, at, in_force):
    people = dict(_not_erased(ids, at).values_list("pseudonym", "pk"))
    restrictions = standing(Restriction.objects.filter(subject_id__in=people), at)
    stopped = set(
        restrictions.filter(purpose_code__in=("", purpose)).order_by().values_list("subject_id", flat=True)
    )
    events = {event.subject_id: event for event in latest_events(people, purpose, at=at)}
    moment = at or timezone.now()
    return {
        pk
        for pseudonym, pk in people.items()
        if pseudonym not in stopped and _by_basis(entry, events.get(pseudonym), moment, in_force)
    }


def history(subject_id):
    """The decisions of this pseudonym, the last one last: a queryset.

    In the order in which they were made, not in that in which they were written down: a form that waited
    sealed, or an import, may reach the ledger after the withdrawal that followed it. Which of them counts,
    `latest_event` and `last_word` say.
    """
    return ConsentEvent.objects.filter(subject_id=subject_id).order_by("event_time", "seq")


def latest_event(subject_id, purpose, *, at=None):
    """The decision of this pseudonym about this purpose that counts: the last, or None.

    A box left empty in a form counts only where nothing else was ever decided.
    """
    events = _until(history(subject_id).filter(purpose_code=purpose), at)
    return events.alias(weight=WEIGHT).order_by("weight", "event_time", "seq").last()


def last_word(events):
    """`latest_event` among a person's events about one purpose, which are in the order of `history`."""
    decided = [event for event in events if not event.is_left_empty]
    return (decided or events or [None])[-1]


def given_purposes(subject_id):
    """Codes of the purposes that this pseudonym agreed to with its last word on each."""
    given = latest_events([subject_id]).filter(decision=ConsentEvent.Decision.GIVEN)
    return sorted(given.order_by().values_list("purpose_code", flat=True))


def standing_events(purpose=None, *, at=None):
    """The decision of everybody about `purpose`, or about each, that counts: a queryset."""
    found = _until(ConsentEvent.objects.alias(weight=WEIGHT), at)
    later = found.filter(
        Q(weight__gt=OuterRef("weight"))
        | Q(weight=OuterRef("weight"), event_time__gt=OuterRef("event_time"))
        | Q(weight=OuterRef("weight"), event_time=OuterRef("event_time"), seq__gt=OuterRef("seq")),
        subject_id=OuterRef("subject_id"),
        purpose_code=OuterRef("purpose_code"),
    )
    return (found if purpose is None else found.filter(purpose_code=purpose)).filter(~Exists(later))


def latest_events(subject_ids, purpose=None, *, at=None):
    """`latest_event` of several pseudonyms, for one purpose or for each: a queryset, in one query."""
    return standing_events(purpose, at=at).filter(subject_id__in=subject_ids)


def _until(events, at):
    # Only where a time is asked for: two machines' clocks differ, and no withdrawal may wait for that.
    return events if at is None else events.filter(event_time__lte=at)


def _not_erased(ids, at):
    people = Person.objects.filter(pk__in=ids)
    return people.filter(erased_at=None) if at is None else people.exclude(erased_at__lte=at)


def _declared(purpose, at):
    in_force = declared.current(at)
    return in_force, in_force.any_language("purpose").get(purpose) if in_force else None


def _by_basis(entry, event, moment, in_force):
    """What consent, or the lack of it, says; any other declared basis needs none."""
    needs_consent = entry.legal_basis == Purpose.Basis.CONSENT
    if event is not None and event.decision in ENDED and (needs_consent or entry.is_marketing):
        return Answer(False, event.decision, event)
    if not needs_consent:
        return Answer(True, entry.legal_basis, event)
    if event is None:
        return Answer(False, "never_asked")
    if event.valid_until is not None and event.valid_until <= moment:
        return Answer(False, "expired", event)
    if not covers(event, in_force):
        return Answer(False, "ask_again", event)
    return Answer(True, "consent", event)
