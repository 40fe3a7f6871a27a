"""The purpose gate: may we use this for that person and purpose, now?

Every send, export and list goes through `may_use` or `allowed`. Whatever is not clearly allowed is not.
Both read the database each time: an object that was loaded before an erasure or a withdrawal proves nothing.
"""

from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
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
# A no that the person, or somebody who heard them say it, gave in another way than by a form.
SAID_NO = frozenset({ConsentEvent.Decision.REFUSED, ConsentEvent.Decision.WITHDRAWN})


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


def may_use(person, purpose, *, at=None, receipt=""):
    """Whether `person`'s data may be used for `purpose` (a code) now, or might have been at the time `at`.

    With a `receipt`, whether what came by the form of that number may: a box that was ticked in it counts for
    it although the person said no before (ADR 0091).

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
    own = (
        _ticked(purpose, at).filter(subject_id=person.pseudonym, receipt=receipt).first() if receipt else None
    )
    return _by_basis(entry, _for_submission(event, own), at or timezone.now(), in_force)


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


def allowed_submissions(submissions, purpose):
    """The receipts of {receipt: person} for which `may_use` says yes; constant queries."""
    in_force, entry = _declared(purpose, None)
    if entry is None:
        return set()
    people, events = _unstopped([person.pk for person in submissions.values()], purpose, None)
    ticked = {event.receipt: event for event in _ticked(purpose, None).filter(receipt__in=submissions)}
    now, found = timezone.now(), set()
    for receipt, person in submissions.items():
        if person.pseudonym not in people:
            continue
        own = ticked.get(receipt)
        own = own if own and own.subject_id == person.pseudonym else None
        if _by_basis(entry, _for_submission(events.get(person.pseudonym), own), now, in_force):
            found.add(receipt)
    return found


def _allowed(ids, purpose, entry, at, in_force):
    people, events = _unstopped(ids, purpose, at)
    moment = at or timezone.now()
    return {
        pk for pseudonym, pk in people.items() if _by_basis(entry, events.get(pseudonym), moment, in_force)
    }


def _unstopped(ids, purpose, at):
    """{pseudonym: id} of who is neither erased nor limited, and {pseudonym: the event that counts}."""
    people = dict(_not_erased(ids, at).values_list("pseudonym", "pk"))
    restrictions = standing(Restriction.objects.filter(subject_id__in=people), at)
    restrictions = restrictions.filter(purpose_code__in=("", purpose)).order_by()
    for pseudonym in set(restrictions.values_list("subject_id", flat=True)):
        people.pop(pseudonym, None)
    return people, {event.subject_id: event for event in latest_events(people, purpose, at=at)}


def _ticked(purpose, at):
    return _until(ConsentEvent.objects.filter(ConsentEvent.TICKED, purpose_code=purpose), at)


def _for_submission(event, own):
    """Of the event that counts for a person and the box ticked with a submission: what decides about that."""
    if event is None or own is None or event.decision not in SAID_NO:
        return event
    return own if (own.event_time, own.seq) > (event.event_time, event.seq) else event


def history(subject_id):
    """The decisions of this pseudonym, the last one last: a queryset.

    In the order in which they were made, not in that in which they were written down: a form that waited
    sealed, or an import, may reach the ledger after the withdrawal that followed it. Which of them counts,
    `latest_event` and `last_word` say.
    """
    return ConsentEvent.objects.filter(subject_id=subject_id).order_by("event_time", "seq")


def latest_event(subject_id, purpose, *, at=None):
    """The decision of this pseudonym about this purpose that counts: the last, or None.

    What comes by a form proves nobody: whoever knows an address can send it. So a box left empty counts only
    where nothing else was ever decided, and a ticked one not after a no that was said in another way.
    """
    events = _weighed(_until(history(subject_id).filter(purpose_code=purpose), at))
    return events.order_by("weight", "event_time", "seq").last()


def _weighed(events):
    """`events` with an alias `weight`: 0 for those that `latest_event` passes over."""
    said = ConsentEvent.objects.exclude(ConsentEvent.BY_FORM).filter(
        Q(event_time__lt=OuterRef("event_time"))
        | Q(event_time=OuterRef("event_time"), seq__lt=OuterRef("seq")),
        subject_id=OuterRef("subject_id"),
        purpose_code=OuterRef("purpose_code"),
    )
    said = Subquery(said.order_by("-event_time", "-seq").values("decision")[:1])
    passed_over = ConsentEvent.LEFT_EMPTY | (ConsentEvent.TICKED & Q(said__in=SAID_NO))
    return events.alias(said=said, weight=Case(When(passed_over, then=Value(0)), default=Value(1)))


def judge(events):
    """`latest_event` among a person's events about one purpose, in the order of `history`, and what is open.

    Open are the boxes that were ticked in forms after a no was said: they count for those forms alone.
    """
    word, said, opened = None, None, []
    for event in events:
        if event.is_left_empty:
            word = event if word is None or word.is_left_empty else word
        elif event.is_by_form and said in SAID_NO:
            opened.append(event)
        else:
            word = event
            if not event.is_by_form:
                said, opened = event.decision, []
    return word, opened


def last_word(events):
    """The first of what `judge` returns."""
    return judge(events)[0]


def open_submissions(subject_id, purpose):
    """The second of what `judge` returns, for the decisions of this pseudonym about this purpose."""
    return judge(history(subject_id).filter(purpose_code=purpose))[1]


def given_purposes(subject_id):
    """Codes of the purposes that this pseudonym agreed to with its last word on each."""
    given = latest_events([subject_id]).filter(decision=ConsentEvent.Decision.GIVEN)
    return sorted(given.order_by().values_list("purpose_code", flat=True))


def standing_events(purpose=None, *, at=None):
    """The decision of everybody about `purpose`, or about each, that counts: a queryset."""
    found = _weighed(_until(ConsentEvent.objects.all(), at))
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
