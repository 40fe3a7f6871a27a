"""The purpose gate: may we use this for that person and purpose, now?

Every send, export and list goes through `may_use` or `allowed`. Whatever is not clearly allowed is not.
"""

from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from . import declared
from .limits import open_restrictions
from .models import ConsentEvent, Purpose, Restriction


@dataclass(frozen=True)
class Answer:
    """Yes or no, why in one word, and the event of the ledger that decided."""

    allowed: bool
    reason: str
    event: ConsentEvent | None = None

    def __bool__(self):
        return self.allowed


def may_use(person, purpose, *, at=None):
    """Whether `person`'s data may be used for `purpose` (a code) now, or at the time `at`.

    No for a purpose the policy in force doesn't declare, for who was erased, while a restriction or an
    objection stands, and, where the basis is consent, unless the last event of the ledger is a consent
    that has not run out.
    """
    entry = _declared(purpose, at)
    if entry is None:
        return Answer(False, "undeclared")
    if person.erased_at is not None:
        return Answer(False, "erased")
    if restriction := open_restrictions(person.pseudonym, purpose).first():
        return Answer(False, "objected" if restriction.kind == Restriction.Kind.OBJECT else "restricted")
    event = latest_event(person.pseudonym, purpose)
    return _by_basis(entry, event, at or timezone.now())


def allowed(people, purpose, *, at=None):
    """The ids of those of `people` for whom `may_use` says yes; four queries for any number of them."""
    entry = _declared(purpose, at)
    if entry is None:
        return set()
    moment = at or timezone.now()
    people = {person.pseudonym: person for person in people if person.erased_at is None}
    stopped = set(
        Restriction.objects.filter(
            subject_id__in=people, lifted_at=None, purpose_code__in=("", purpose)
        ).values_list("subject_id", flat=True)
    )
    events = {event.subject_id: event for event in _latest_events(people, purpose)}
    return {
        person.pk
        for pseudonym, person in people.items()
        if pseudonym not in stopped and _by_basis(entry, events.get(pseudonym), moment)
    }


def latest_event(subject_id, purpose):
    """The last event of the ledger about this pseudonym and purpose, or None."""
    return ConsentEvent.objects.filter(subject_id=subject_id, purpose_code=purpose).order_by("-seq").first()


def _latest_events(subject_ids, purpose):
    last = (
        ConsentEvent.objects.filter(subject_id__in=subject_ids, purpose_code=purpose)
        .order_by()
        .values("subject_id")
        .annotate(last=Max("seq"))
        .values("last")
    )
    return ConsentEvent.objects.filter(seq__in=last)


def _declared(purpose, at):
    in_force = declared.current(at)
    return in_force.any_language("purpose").get(purpose) if in_force else None


def _by_basis(entry, event, moment):
    """What consent, or the lack of it, says; any other declared basis needs none."""
    decisions = ConsentEvent.Decision
    if event is not None and event.decision in {decisions.REFUSED, decisions.WITHDRAWN, decisions.EXPIRED}:
        if entry.legal_basis == Purpose.Basis.CONSENT:
            return Answer(False, event.decision, event)
        return Answer(True, entry.legal_basis, event)
    if entry.legal_basis != Purpose.Basis.CONSENT:
        return Answer(True, entry.legal_basis, event)
    if event is None:
        return Answer(False, "never_asked")
    if event.valid_until is not None and event.valid_until <= moment:
        return Answer(False, "expired", event)
    return Answer(True, "consent", event)
