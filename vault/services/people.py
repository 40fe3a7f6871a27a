"""People: recognised by keyed digests of what they gave, forgotten by destroying their key."""

from django.db import connections, router, transaction
from django.utils import timezone

from .. import keys, keystore
from ..identity import Identifiers, all_digests, current_digest
from ..models import BlindIndex, Person, PersonKey, Tombstone
from .person_keys import create_person_key


def person_for(identifiers):
    """The person these identifiers belong to, found or created, with the identifiers indexed.

    By e-mail. By phone only when no e-mail was given, and only people of whom no e-mail is known: whoever
    proves an address sees what the person is said to have sent, so nobody may get their own address onto
    what others gave with a number (ADR 0013).
    """
    keys.private()
    with transaction.atomic():
        _lock_identifiers(identifiers)
        person = _by_email(identifiers) or _by_phone(identifiers) or _create_person()
        index(person, identifiers)
    return person


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
    """Makes two intakes of one new person wait for each other, so that they do not create two.

    On SQLite the transaction, opened IMMEDIATE, already is that lock.
    """
    connection = connections[router.db_for_write(Person)]
    if connection.vendor != "postgresql":
        return
    terms = [term for term in identifiers.terms() if term[0] != BlindIndex.Kind.NAME]
    numbers = sorted(int(current_digest(*term)[0][:15], 16) for term in terms)
    with connection.cursor() as cursor:
        for number in numbers:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _create_person():
    """A new person and their key. The key is committed first: data never exists without its key."""
    person = Person()
    create_person_key(person.id)
    person.save(force_insert=True)
    return person


def index(person, identifiers):
    """Makes the person findable by these identifiers."""
    entries = []
    for kind, value in identifiers.terms():
        digest, key_id = current_digest(kind, value)
        entries.append(BlindIndex(person=person, kind=kind, digest=digest, key_id=key_id))
    BlindIndex.objects.bulk_create(entries, ignore_conflicts=True)


def find(*, email="", phone="", name=""):
    """People to whom all the given identifiers belong, newest first; none if nothing usable was given.

    A name is found by any of its words, folded, so "nguyen an" finds "Nguyễn Văn An".
    """
    identifiers = Identifiers(email=email, phone=phone, name=name)
    # Something was asked for that no one can have: nobody, rather than everybody else's match.
    unusable = (email.strip() and not identifiers.email) or (phone.strip() and not identifiers.phone)
    terms = identifiers.terms()
    if unusable or not terms:
        return Person.objects.none()
    people = Person.objects.filter(erased_at__isnull=True)
    for kind, value in terms:
        entries = BlindIndex.objects.filter(kind=kind, digest__in=all_digests(kind, value))
        people = people.filter(pk__in=entries.values("person_id"))
    return people.order_by("-created_at", "-id")


def destroy_person_key(person):
    """Makes everything sealed for `person` unreadable for good, copies in older backups included.

    The key goes first and for itself: if the rest fails, the data is already unreadable and the call can
    be repeated. A tombstone remembers the erasure for backups that are restored later.
    """
    digest, key_id = tombstone_digest(person.pk)
    PersonKey.objects.filter(pk=person.pk).delete()
    keystore.flush_deleted()
    with transaction.atomic():
        BlindIndex.objects.filter(person=person).delete()
        Tombstone.objects.get_or_create(digest=digest, defaults={"key_id": key_id})
        person.erased_at = person.erased_at or timezone.now()
        person.save(update_fields=["erased_at"])


def tombstone_digest(person_id):
    """(digest, key id) by which an erasure is remembered: keyed, so that it names nobody to others."""
    return current_digest("tombstone", person_id)


def entombed(people):
    """Those of `people` whose erasure is on record: after a restore, those to be erased again.

    `people` are Person rows; three queries at most for any number of them.
    """
    digests = {digest: person for person in people for digest in all_digests("tombstone", person.pk)}
    found = Tombstone.objects.filter(digest__in=digests).values_list("digest", flat=True)
    return [digests[digest] for digest in found]
