"""People: recognised by keyed digests of what they gave, forgotten by destroying their key."""

import datetime as dt

from django.db import router, transaction
from django.db.models import Min
from django.utils import timezone

from common.locks import wait_for_others

from .. import erasure_list, keys, keystore
from ..errors import Forgotten
from ..identity import Identifiers, all_digests, current_digest
from ..models import (
    BlindIndex,
    Envelope,
    ForgottenIdentifier,
    Person,
    PersonKey,
    RecordIndex,
    SealedRecord,
    Tombstone,
)
from .person_keys import create_person_key

# For so long a submission may be on its way into the database.
ON_ITS_WAY = dt.timedelta(days=1)


def person_for(identifiers, *, sent_at=None):
    """The person these identifiers belong to, found or created.

    Whoever is new is found by all of them from now on. Whoever was found stays as they were: who knows an
    address can write in its owner's name, and must not get a number of their own attached to them.

    By e-mail. By phone only when no e-mail was given, and only people of whom no e-mail is known: whoever
    proves an address sees what the person is said to have sent, so nobody may get their own address onto
    what others gave with a number (ADR 0013).

    `sent_at` is when a submission that brings them was sent: Forgotten if whoever had them was erased since.
    """
    keys.private()
    with transaction.atomic():
        _lock_identifiers(identifiers)
        person = known(identifiers)
        # Asked after looking: who could not be found because of an erasure is on record by now. Who was
        # found and is erased from here on, has no key when something is to be stored for them.
        if sent_at is not None and _was_forgotten(identifiers, sent_at):
            raise Forgotten("Whoever sent this was erased afterwards.")
        if person is None:
            person = _create_person()
            index(person, identifiers)
        else:
            # What found them, under the index key of today.
            index(person, _deciding(identifiers))
    return person


def _deciding(identifiers):
    """The identifier that decides who somebody is: the address, or the number where there is none."""
    if identifiers.email:
        return Identifiers(email=identifiers.email)
    return Identifiers(phone=identifiers.phone)


def known(identifiers):
    """The person whom `person_for` finds by these identifiers; None if it would make a new one."""
    return _by_email(identifiers) or _by_phone(identifiers)


def _by_email(identifiers):
    if not identifiers.email:
        return None
    return _holders(BlindIndex.Kind.EMAIL, identifiers.email).order_by("created_at", "id").first()


def _by_phone(identifiers):
    """Whoever is known by this number alone; nobody if an address was given."""
    if identifiers.email or not identifiers.phone:
        return None
    holders = _holders(BlindIndex.Kind.PHONE, identifiers.phone).order_by("created_at", "id")
    with_email = BlindIndex.objects.filter(kind=BlindIndex.Kind.EMAIL).values("person_id")
    return holders.exclude(pk__in=with_email).first()


def _holders(kind, value):
    entries = BlindIndex.objects.filter(kind=kind, digest__in=all_digests(kind, value))
    return Person.objects.filter(pk__in=entries.values("person_id"), erased_at__isnull=True)


def _lock_identifiers(identifiers):
    """Makes two intakes of one new person wait for each other, so that they do not create two."""
    terms = [term for term in identifiers.terms() if term[0] != BlindIndex.Kind.NAME]
    numbers = sorted(int(current_digest(*term)[0][:15], 16) for term in terms)
    for number in numbers:
        wait_for_others(number, using=router.db_for_write(Person))


def _create_person():
    """A new person and their key. The key is committed first: data never exists without its key."""
    person = Person()
    create_person_key(person.id)
    person.save(force_insert=True)
    return person


def index(person, identifiers):
    """Makes the person findable by these identifiers."""
    _index(BlindIndex, identifiers, person=person)


def index_record(record, identifiers):
    """Makes a record findable by the identifiers that stand in it; whose it is, they don't decide."""
    _index(RecordIndex, identifiers, record=record)


def _index(model, identifiers, **owner):
    entries = []
    for kind, value in identifiers.terms():
        digest, key_id = current_digest(kind, value)
        entries.append(model(kind=kind, digest=digest, key_id=key_id, **owner))
    model.objects.bulk_create(entries, ignore_conflicts=True)


def find(*, email="", phone="", name=""):
    """People to whom all the given identifiers belong, newest first; none if nothing usable was given.

    A name is found by any of its words, folded, so "nguyen an" finds "Nguyễn Văn An".
    """
    people = Person.objects.filter(erased_at__isnull=True)
    return _found(people, BlindIndex, "person_id", email, phone, name).order_by("-created_at", "-id")


def find_records(*, email="", phone="", name=""):
    """Records in which all the given identifiers stand, as `find` finds people."""
    records = SealedRecord.objects.filter(person__erased_at__isnull=True)
    return _found(records, RecordIndex, "record_id", email, phone, name)


def _found(queryset, model, owner, email, phone, name):
    identifiers = Identifiers(email=email, phone=phone, name=name)
    # Something was asked for that no one can have: nobody, rather than everybody else's match.
    unusable = (email.strip() and not identifiers.email) or (phone.strip() and not identifiers.phone)
    terms = identifiers.terms()
    if unusable or not terms:
        return queryset.none()
    for kind, value in terms:
        entries = model.objects.filter(kind=kind, digest__in=all_digests(kind, value))
        queryset = queryset.filter(pk__in=entries.values(owner))
    return queryset


def has_email(person):
    """Whether an address of the person is known."""
    return BlindIndex.objects.filter(person=person, kind=BlindIndex.Kind.EMAIL).exists()


def is_recognised(person):
    """Whether what the person sends again would be known as theirs: by an address or a number."""
    kinds = (BlindIndex.Kind.EMAIL, BlindIndex.Kind.PHONE)
    return BlindIndex.objects.filter(person=person, kind__in=kinds).exists()


def forget_identifiers(person):
    """Remembers by what the person was found, so that what they sent before is not taken in afterwards.

    Part of an erasure, before the index entries go. By the rule that finds people: by address, or by number
    where there is no address. `purge_forgotten` deletes the digests again.
    """
    now = timezone.now()
    entries = BlindIndex.objects.filter(person=person)
    found = list(entries.filter(kind=BlindIndex.Kind.EMAIL)) or entries.filter(kind=BlindIndex.Kind.PHONE)
    ForgottenIdentifier.objects.bulk_create(
        ForgottenIdentifier(digest=entry.digest, forgotten_at=now) for entry in found
    )


def _was_forgotten(identifiers, since):
    if identifiers.email:
        digests = all_digests(BlindIndex.Kind.EMAIL, identifiers.email)
    elif identifiers.phone:
        digests = all_digests(BlindIndex.Kind.PHONE, identifiers.phone)
    else:
        return False
    return ForgottenIdentifier.objects.filter(digest__in=digests, forgotten_at__gte=since).exists()


def purge_forgotten(now):
    """Deletes digests older than anything that may still wait or be on its way; returns how many."""
    waiting = Envelope.objects.exclude(state=Envelope.State.TAKEN).aggregate(first=Min("created_at"))["first"]
    end = min(now, waiting or now) - ON_ITS_WAY
    return ForgottenIdentifier.objects.filter(forgotten_at__lt=end).delete()[0]


def destroy_person_key(person, *, receipts=()):
    """Makes everything sealed for `person` unreadable for good, copies in older backups included.

    The key goes first and for itself: if the rest fails, the data is already unreadable and the call can
    be repeated. A tombstone, and a line in the list of erasures outside the databases, remember it for
    backups that are restored later; `receipts` are the numbers of what the person sent, which may wait
    there unopened.
    """
    erasure_list.ready()
    digest, key_id = current_digest(erasure_list.PERSON, person.pk)
    PersonKey.objects.filter(pk=person.pk).delete()
    keystore.flush_deleted()
    with transaction.atomic():
        BlindIndex.objects.filter(person=person).delete()
        Tombstone.objects.get_or_create(digest=digest, defaults={"key_id": key_id})
        person.erased_at = person.erased_at or timezone.now()
        person.save(update_fields=["erased_at"])
        # Last, so that a listed person is an erased one; before the commit, so that none is missing.
        erasure_list.add(person_id=person.pk, receipts=receipts)


def entombed(people):
    """Those of `people` whose erasure is on record: after a restore, those to be erased again.

    `people` are Person rows; three queries at most for any number of them.
    """
    digests = {digest: person for person in people for digest in all_digests(erasure_list.PERSON, person.pk)}
    found = Tombstone.objects.filter(digest__in=digests).values_list("digest", flat=True)
    return [digests[digest] for digest in found]
