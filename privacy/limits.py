"""What limits the use of a person's data beside consent: restriction, objection, legal hold."""

from django.db.models import Q
from django.utils import timezone

from .models import LegalHold, Restriction

__all__ = ["held_people", "is_held", "lift", "open_restrictions", "restrict"]


def restrict(person, purpose="", *, kind=Restriction.Kind.RESTRICT, at=None):
    """Stops the use of the person's data for `purpose` (empty: for every one), from now on. Idempotent."""
    return Restriction.objects.get_or_create(
        subject_id=person.pseudonym,
        purpose_code=purpose,
        kind=kind,
        lifted_at=None,
        defaults={"since": at or timezone.now()},
    )[0]


def lift(person, purpose="", *, kind=Restriction.Kind.RESTRICT, at=None):
    """Ends a restriction; returns whether there was one."""
    open_ones = open_restrictions(person.pseudonym).filter(purpose_code=purpose, kind=kind)
    return bool(open_ones.update(lifted_at=at or timezone.now()))


def open_restrictions(subject_id, purpose=None):
    """The restrictions in force for a pseudonym; with `purpose`, those that concern it."""
    found = Restriction.objects.filter(subject_id=subject_id, lifted_at=None)
    return found if purpose is None else found.filter(Q(purpose_code="") | Q(purpose_code=purpose))


def is_held(person):
    """Whether a legal hold keeps retention and erasure from this person's data."""
    return LegalHold.objects.filter(person=person, lifted_at=None).exists()


def held_people(people):
    """The ids among `people` (ids) that a legal hold concerns."""
    return set(
        LegalHold.objects.filter(person_id__in=people, lifted_at=None).values_list("person_id", flat=True)
    )
