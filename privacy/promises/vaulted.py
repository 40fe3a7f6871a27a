"""What proves that the vault is sealed and that readings are logged.

Looks at the things themselves, part by part: columns, bytes, keys, triggers, a round trip with made-up words.
Opens nobody's data.
"""

import datetime as dt
import secrets
import uuid

from django.conf import settings
from django.db import DatabaseError, connections, models, router, transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vault import keys, sealing
from vault.errors import Unreadable
from vault.models import (
    Envelope,
    EnvelopeAttachment,
    Person,
    PersonKey,
    ReadLog,
    SealedFile,
    SealedRecord,
    Tombstone,
)

from .. import triggers
from .registry import Evidence, Part

# Columns of text in the tables of sealed contents, none of which says anything about a person.
WORDLESS = {"kind", "receipt", "channel", "key_id", "state", "error_class", "master_id"}
SEALED = {
    SealedRecord: ("payload", "mask"),
    SealedFile: ("payload",),
    Envelope: ("payload",),
    EnvelopeAttachment: ("payload",),
    PersonKey: ("wrapped",),
}
# How many of the newest rows of each table are looked at.
SAMPLE = 100
CHUNK = 500


class _TakeBack(Exception):
    """Ends an attempt that should have failed."""


def is_append_only(model):
    """Whether the database refuses to delete a row of `model`; None while there is no row to try it on.

    Tried on a real row and taken back whatever comes of it.
    """
    alias = router.db_for_write(model)
    if not model._default_manager.using(alias).exists():
        return None
    table, key = model._meta.db_table, model._meta.pk.column
    sql = f'DELETE FROM "{table}" WHERE "{key}" IN (SELECT "{key}" FROM "{table}" LIMIT 1)'  # noqa: S608
    try:
        with transaction.atomic(using=alias):
            with connections[alias].cursor() as cursor:
                cursor.execute(sql)
            raise _TakeBack
    except _TakeBack:
        return False
    except DatabaseError as error:
        return "append-only" in str(error)


def evidence_place(code):
    """The address of the screen that shows a promise's evidence part by part, "" where there is none."""
    try:
        return reverse("privacy_promise", args=[code])
    except NoReverseMatch:
        return ""


def contents_are_sealed():
    """Contents lie sealed under a key per person, in a store apart from the one they open."""
    records = SealedRecord.objects.count()
    apart = (
        "keys" in settings.DATABASES
        and settings.DATABASES["keys"]["NAME"] != settings.DATABASES["default"]["NAME"]
    )
    keyless, left = keyless_people(), keys_of_the_erased()
    parts = (
        Part(_("Keys lie in a database of their own"), apart),
        Part(_("No column for contents in the clear"), not plain_columns()),
        Part(_("The newest contents are sealed bytes"), all_are_sealed()),
        Part(
            _("Everyone who is not erased has a key (without: %(count)d)") % {"count": keyless}, not keyless
        ),
        Part(_("Nobody who is erased has a key (with: %(count)d)") % {"count": left}, not left),
        Part(_("What is sealed opens in its own place, and in no other"), seals_and_opens()),
    )
    return Evidence(
        all(part.ok for part in parts),
        lambda: ngettext("%(count)d sealed record", "%(count)d sealed records", records) % {"count": records},
        evidence_place("sealed-vault"),
        parts=parts,
    )


def readings_are_logged():
    """The read log can't be shortened: the database refuses it."""
    since = timezone.now() - dt.timedelta(days=30)
    readings = ReadLog.objects.filter(at__gte=since).count()
    missing = triggers.failing([model._meta.db_table for model in (ReadLog, Tombstone)])
    last = ReadLog.objects.order_by("-pk").values_list("at", flat=True).first()
    parts = (
        Part(
            _("The database guards the log (guards missing: %(count)d)") % {"count": len(missing)},
            not missing,
        ),
        Part(_("A line of it can't be deleted"), is_append_only(ReadLog) is not False),
        Part(_("No line is from the future"), last is None or last <= timezone.now()),
    )
    return Evidence(
        all(part.ok for part in parts),
        lambda: (
            ngettext("%(count)d reading in 30 days", "%(count)d readings in 30 days", readings)
            % {"count": readings}
        ),
        evidence_place("read-log"),
        parts=parts,
    )


def plain_columns():
    """Columns that could hold words, beyond those known not to; also what was added behind the code."""
    found = []
    for model in SEALED:
        connection = connections[router.db_for_read(model)]
        table = model._meta.db_table
        with connection.cursor() as cursor:
            there = {row.name for row in connection.introspection.get_table_description(cursor, table)}
        fields = {field.column: field for field in model._meta.concrete_fields}
        found += [f"{table}.{name}" for name in there - fields.keys()]
        found += [
            f"{table}.{name}"
            for name, field in fields.items()
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
            and name not in WORDLESS
        ]
    return found


def all_are_sealed():
    """Whether the newest contents have the layout of sealed bytes and don't read as text."""
    for model, columns in SEALED.items():
        newest = "-id" if model in (SealedFile, EnvelopeAttachment) else "-created_at"
        for row in model.objects.order_by(newest).values_list(*columns)[:SAMPLE]:
            if not all(_is_sealed(bytes(each)) for each in row if each is not None):
                return False
    return True


def _is_sealed(content):
    if content[:1] != bytes([sealing.VERSION]):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return True
    return False


def keyless_people():
    """How many people have contents and no key, though nobody erased them."""
    people = Person.objects.filter(erased_at=None, records__isnull=False).distinct()
    return sum(len(chunk) - _keys(chunk) for chunk in _chunks(people))


def keys_of_the_erased():
    """How many keys are left of people who were erased."""
    return sum(_keys(chunk) for chunk in _chunks(Person.objects.exclude(erased_at=None)))


def _keys(ids):
    return PersonKey.objects.filter(person_id__in=ids).count()


def _chunks(people):
    ids = list(people.values_list("pk", flat=True))
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def seals_and_opens():
    """A round trip with random bytes, by envelope and by a person's key: opens in its place, nowhere else."""
    words = secrets.token_bytes(32)
    public, private = keys.public(), keys.private()
    key_id = public.envelope_current
    here, there = ({"key_id": key_id, "envelope_id": uuid.uuid4(), "part": "payload"} for _n in range(2))
    sealed = sealing.seal_part(words, public_key=public.envelope[key_id], **here)
    secret = private.envelope[key_id]
    place = {"key": sealing.new_key(), "record_id": uuid.uuid4(), "kind": "probe", "part": "payload"}
    mine, other = ({**place, "person_id": uuid.uuid4()} for _n in range(2))
    kept = sealing.encrypt_for_person(words, **mine)
    return (
        sealing.open_part(sealed, private_key=secret, **here) == words
        and sealing.decrypt_for_person(kept, **mine) == words
        and _is_refused(lambda: sealing.open_part(sealed, private_key=secret, **there))
        and _is_refused(lambda: sealing.decrypt_for_person(kept, **other))
    )


def _is_refused(opening):
    try:
        opening()
    except Unreadable:
        return True
    return False
