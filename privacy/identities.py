"""Who people are: name and contact details, kept for the sake of what else is held, and forgotten after it.

The vault keeps one sealed identity record a person. It stays while anything is held about them, or while a
consent of theirs is within its period; then the person's key is destroyed, which makes every copy unreadable
(ADR 0090).
"""

import datetime as dt
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vault import services as vault
from vault.models import BlindIndex, Person, SealedRecord

from . import declared, gate, limits
from .models import ConsentEvent, Receipt
from .personal_data import Due, Held, Source, chores, sources
from .retention import conf

KIND = "identity"
# People looked at in one round of queries.
ROUND = 500


class IdentitySource(Source):
    """The identity record, the blind indexes by which people are found, and their keys."""

    code = "people"
    label = _("Name and contact details")
    models = (
        "vault.Person",
        "vault.PersonKey",
        "vault.SealedRecord",
        "vault.SealedFile",
        "vault.BlindIndex",
        "vault.RecordIndex",
    )
    is_last = True

    def purposes(self):
        """None of its own: it serves those of the other sources, and the consents."""
        return ()

    def held(self, person):
        record = vault.identity_record(person)
        if record is None:
            return []
        ends = consent_ends([person.pseudonym]).get(person.pseudonym, {})
        return [
            Held(
                source=self.code,
                id=str(person.pk),
                label=str(self.label),
                purposes=tuple(sorted(ends)),
                since=person.created_at,
                # While anything else is held, no day can be named.
                until=max(ends.values()) if ends and not _has_records(person) else None,
                records=(record.pk,),
            )
        ]

    def erase(self, person):
        gone = BlindIndex.objects.filter(person=person).delete()[0]
        return gone + SealedRecord.objects.filter(person=person, kind=KIND).delete()[0]

    def due(self, now):
        """People about whom nothing else is held, and who agree to nothing any more."""
        settled = min(now, timezone.now()) - dt.timedelta(hours=conf.get("RETENTION_PERSON_GRACE_HOURS"))
        last = None
        while people := _unneeded(settled, after=last):
            last = people[-1].pk
            ends = consent_ends([person.pseudonym for person in people])
            for person in people:
                if _is_over(ends.get(person.pseudonym, {}), now) and not _is_needed(person):
                    yield Due(person.pk, str(person.pk), "", person.created_at)

    def expire(self, ids):
        """Destroys the keys of those of whom still nothing is held; rows of the person stay as pseudonyms."""
        gone = 0
        for person in Person.objects.select_for_update().filter(pk__in=ids, erased_at=None).order_by("pk"):
            # Something may have come in since it was listed. An intake takes the same lock.
            if not _has_records(person) and not _is_needed(person) and not limits.is_held(person):
                self.erase(person)
                vault.destroy_person_key(person, receipts=receipt_numbers(person))
                gone += 1
        return gone


def receipt_numbers(person):
    """Numbers of the receipts of everything the person sent or decided, with or without a consent in it."""
    numbers = set(Receipt.objects.filter(subject_id=person.pseudonym).values_list("number", flat=True))
    events = ConsentEvent.objects.filter(subject_id=person.pseudonym).exclude(receipt="")
    return numbers | set(events.values_list("receipt", flat=True))


def consent_ends(subject_ids):
    """{pseudonym: {purpose: when the period of the consent that stands is over}}; constant queries.

    The period is what was declared when they agreed; a shorter one in the policy in force counts instead.
    """
    in_force = declared.current()
    entries = in_force.any_language("purpose") if in_force else {}
    found = {}
    for event in gate.latest_events(subject_ids).filter(decision=ConsentEvent.Decision.GIVEN):
        days = [event.retention_days] if event.retention_days else []  # 0: an import that doesn't say
        if event.purpose_code in entries:
            days.append(entries[event.purpose_code].retention_days)
        days = min(days, default=0)
        end = event.event_time + dt.timedelta(days=days)
        if event.valid_until is not None:
            end = min(end, event.valid_until)
        found.setdefault(event.subject_id, {})[event.purpose_code] = end
    return found


def _is_over(ends, now):
    return all(end <= now for end in ends.values())


def _records():
    return SealedRecord.objects.exclude(kind=KIND)


def _has_records(person):
    return _records().filter(person=person).exists()


def _unneeded(settled, *, after):
    """The next people of whom nothing sealed is kept but who they are."""
    people = Person.objects.filter(
        ~Exists(_records().filter(person=OuterRef("pk"))), erased_at=None, created_at__lte=settled
    )
    if after is not None:
        people = people.filter(pk__gt=after)
    return list(people.order_by("pk")[:ROUND])


def _is_needed(person):
    """Whether another source holds something about the person."""
    return any(source.held(person) for source in sources if not isinstance(source, IdentitySource))


def clear_sessions(now):
    """Removes the sessions of colleagues that have ended; returns how many."""
    gone = Session.objects.filter(expire_date__lt=now).count()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return gone


def register():
    """Makes this room's source and the nightly chores known."""
    sources.register(IdentitySource.code, IdentitySource())
    chores.register("sessions", clear_sessions)
    chores.register("forgotten", vault.purge_forgotten)
