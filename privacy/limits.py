"""What limits the use of a person's data beside consent: restriction, objection, legal hold."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from vault.models import Person

from .models import LegalHold, Restriction

__all__ = [
    "held_people",
    "is_held",
    "lift",
    "lift_hold",
    "open_holds",
    "open_restrictions",
    "place_hold",
    "restrict",
    "standing",
]


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


def standing(restrictions, at=None):
    """Those of a queryset of restrictions that are in force, or were at the time `at`."""
    if at is None:
        return restrictions.filter(lifted_at=None)
    return restrictions.filter(Q(lifted_at=None) | Q(lifted_at__gt=at), since__lte=at)


def open_restrictions(subject_id, purpose=None, *, at=None):
    """The restrictions in force for a pseudonym; with `purpose`, those that concern it."""
    found = standing(Restriction.objects.filter(subject_id=subject_id), at)
    return found if purpose is None else found.filter(Q(purpose_code="") | Q(purpose_code=purpose))


# Legal holds


@transaction.atomic
def place_hold(person, *, reason, by):
    """Keeps deletion and erasure from the person's data until it is lifted; returns the hold.

    Waits for a deletion that is going on (the person's row is the lock). ValueError without a reason, or for
    somebody who was erased: there is nothing left to hold.
    """
    if not reason.strip():
        raise ValueError("A legal hold needs a reason.")
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.erased_at is not None:
        raise ValueError("An erased person has no data to hold.")
    return LegalHold.objects.create(
        person=person, reason=reason.strip(), placed_by=by, placed_by_name=_name(by)
    )


def lift_hold(hold, *, by):
    """Ends a hold; returns whether it still stood. What fell due meanwhile goes with the next deletion."""
    open_one = LegalHold.objects.filter(pk=hold.pk, lifted_at=None)
    return bool(open_one.update(lifted_at=timezone.now(), lifted_by_name=_name(by)))


def open_holds():
    """The legal holds that stand, the latest first."""
    return LegalHold.objects.filter(lifted_at=None).order_by("-placed_at", "-pk")


def is_held(person):
    """Whether a legal hold keeps retention and erasure from this person's data."""
    return LegalHold.objects.filter(person=person, lifted_at=None).exists()


def held_people(people):
    """The ids among `people` (ids) that a legal hold concerns."""
    return set(
        LegalHold.objects.filter(person_id__in=people, lifted_at=None).values_list("person_id", flat=True)
    )


def _name(user):
    return user.get_full_name() or user.get_username()
