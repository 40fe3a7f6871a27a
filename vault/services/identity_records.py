"""Who a person is, in one sealed record: for writing to them, and for them to correct."""

from django.db import transaction

from .. import masks, sealing
from ..identity import Identifiers
from ..models import BlindIndex, Person, SealedRecord
from .contents import disclose
from .people import index
from .person_keys import person_keys
from .records import store

KIND = "identity"
FIELDS = ("name", "email", "phone", "language")
MASKS = {"name": masks.mask_name, "email": masks.mask_email, "phone": masks.mask_phone}
INDEXED = {BlindIndex.Kind.EMAIL: "email", BlindIndex.Kind.PHONE: "phone", BlindIndex.Kind.NAME: "name"}


def identity_record(person):
    """The person's identity record, with name, email, phone and language; None if there is none yet."""
    return SealedRecord.objects.filter(person=person, kind=KIND).order_by("-created_at").first()


def note_identity(person, **given):
    """Keeps who somebody is of whom nothing is known yet. Returns the record.

    Neither replaces nor adds anything later: whoever knows somebody's address can fill in a form in their
    name, with a number of their own.
    """
    with transaction.atomic():
        # Until the caller's transaction ends: an erasure comes before what is stored for them, or after.
        Person.objects.select_for_update().get(pk=person.pk)
        return identity_record(person) or add_identity(person, **given)


def add_identity(person, **given):
    """Fills in what wasn't known; nothing is replaced. Returns the record.

    For people who proved who they are.
    """
    return _merge(person, lambda before: {field: before[field] or given.get(field, "") for field in FIELDS})


def set_identity(person, **given):
    """Corrects who the person is; fields not given stay. Returns the record.

    For people who proved who they are. The old name, address or number no longer finds them.
    """
    return _merge(person, lambda before: {field: given.get(field) or before[field] for field in FIELDS})


def _merge(person, merged):
    with transaction.atomic():
        # One at a time for a person.
        Person.objects.select_for_update().get(pk=person.pk)
        old = identity_record(person)
        before = _contents(old) if old else dict.fromkeys(FIELDS, "")
        after = merged(before)
        if old and after == before:
            return old
        masked = {field: mask(after[field]) for field, mask in MASKS.items() if after[field]}
        record = store(person, kind=KIND, data=after, masks=masked)
        if old:
            old.delete()
        _reindex(person, before, after)
    return record


def _reindex(person, before, after):
    """Drops the index entries of what was replaced, and adds those of what replaces it."""
    replaced = [kind for kind, field in INDEXED.items() if before[field] and before[field] != after[field]]
    BlindIndex.objects.filter(person=person, kind__in=replaced).delete()
    index(person, Identifiers(email=after["email"], phone=after["phone"], name=after["name"]))


def _contents(record):
    """What the record holds, for merging; nothing of it leaves this module."""
    key = person_keys([record.person_id])[record.person_id]
    opened = sealing.decrypt_for_person(
        record.payload,
        key=key,
        record_id=record.pk,
        kind=record.kind,
        person_id=record.person_id,
        part="payload",
    )
    return disclose(opened)
