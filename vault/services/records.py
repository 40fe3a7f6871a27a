"""Records: sealed under a person's key; read through one door that writes the log."""

import hashlib
import logging

from django.core.exceptions import PermissionDenied
from django.db import transaction

from .. import access, sealing
from ..errors import Unreadable
from ..models import ReadLog, SealedFile, SealedRecord
from .contents import disclose, enclose, file_digests
from .person_keys import person_keys as keys_of

logger = logging.getLogger(__name__)

# In place of a colleague's name, where people read what is held about them.
THEMSELVES = "(data subject)"


def store(person, *, kind, data, masks, files=()):
    """Seals `data` (JSON-able, by field) and `files` (bytes) under the person's key.

    `masks` are the field's masked forms for lists. They are sealed too; `masked` opens them.
    """
    key = keys_of([person.pk])[person.pk]
    record = SealedRecord(person=person, kind=kind)
    place = {"key": key, "record_id": record.id, "kind": kind, "person_id": person.pk}
    record.payload = sealing.encrypt_for_person(enclose(data, files), part="payload", **place)
    record.mask = sealing.encrypt_for_person(sealing.pack(masks), part="mask", **place)
    sealed = [
        SealedFile(record=record, position=n, payload=sealing.encrypt_for_person(content, part=n, **place))
        for n, content in enumerate(files)
    ]
    with transaction.atomic():
        record.save(force_insert=True)
        SealedFile.objects.bulk_create(sealed)
    return record


def masked(records, *, by):
    """{record id: {field: masked text}} for a list; two queries for any number of records.

    `records` are records or their ids. A record whose person was erased, or that does not open, has no
    masks: {}. PermissionDenied unless `by` may see masks.
    """
    if not access.may_see_masks(by):
        raise PermissionDenied
    return _masks({getattr(record, "pk", record) for record in records})


def masked_own(person, records):
    """{record id: {field: masked text}} for the data subject themselves, or who holds their receipt.

    PermissionDenied for a record about anyone else.
    """
    if any(record.person_id != person.pk for record in records):
        raise PermissionDenied
    return _masks({record.pk for record in records})


def _masks(ids):
    rows = list(SealedRecord.objects.filter(pk__in=ids).values_list("pk", "person_id", "kind", "mask"))
    person_keys = keys_of({row[1] for row in rows}, missing_ok=True)
    result = {record_id: {} for record_id in ids}
    for record_id, person_id, kind, mask in rows:
        key = person_keys.get(person_id)
        if key is None:
            continue
        try:
            opened = sealing.decrypt_for_person(
                mask, key=key, record_id=record_id, kind=kind, person_id=person_id, part="mask"
            )
        except Unreadable:
            # One damaged record must not take the whole list away; opening it says what is wrong.
            logger.error("The masks of sealed record %s do not open.", record_id)
            continue
        result[record_id] = sealing.unpack(opened)
    return result


def reveal(record, fields=None, *, by, reason, purpose=""):
    """The plaintext of a record's `fields` (None: all), after writing the reading into the log.

    The log line is committed before anything is returned, hence the call refuses to run inside another
    transaction (RuntimeError): a rollback there would erase the trace of what was already seen.
    PermissionDenied, ValueError without a reason, Unreadable and KeyDestroyed as the vault's doors do.
    """
    return reveal_many([record], fields, by=by, reason=reason, purpose=purpose)[record.pk]


def reveal_many(records, fields=None, *, by, reason, purpose=""):
    """{record id: {field: value}} of several records, each reading logged; constant queries."""
    _require_reader(by, reason)
    wanted = None if fields is None else set(fields)
    ids = [record.pk for record in records]
    result, log = {}, []
    with transaction.atomic(durable=True):
        rows = list(SealedRecord.objects.filter(pk__in=ids))
        person_keys = keys_of({row.person_id for row in rows})
        for row in rows:
            opened = disclose(_open(row, row.payload, "payload", person_keys))
            shown = {name: value for name, value in opened.items() if wanted is None or name in wanted}
            result[row.pk] = shown
            log.append(_reading(row, sorted(shown), by=by, reason=reason, purpose=purpose))
        if len(result) != len(set(ids)):
            raise SealedRecord.DoesNotExist("A record to be read is gone.")
        _write_log(log, by)
    return result


def reveal_own(person, records, *, reason):
    """{record id: {field: value}} for the data subject themselves, logged as their own reading.

    The caller has proved that the visitor is `person`. PermissionDenied for a record about anyone else.
    """
    if any(record.person_id != person.pk for record in records):
        raise PermissionDenied
    return _reveal_unattended(records, actor_name=THEMSELVES, reason=reason)


def reveal_for_process(records, *, process, reason):
    """{record id: {field: value}} for a process that acts for the company, such as sending a notice.

    Logged under the process's name, as no colleague reads it. Only the worker and commands call this.
    """
    if not process.strip():
        raise ValueError("A process that reads has a name.")
    return _reveal_unattended(records, actor_name=process, reason=reason)


def _reveal_unattended(records, *, actor_name, reason):
    if not reason or not reason.strip():
        raise ValueError("Reading out of the vault needs a reason.")
    ids = {record.pk for record in records}
    with transaction.atomic(durable=True):
        rows = list(SealedRecord.objects.filter(pk__in=ids))
        person_keys = keys_of({row.person_id for row in rows})
        result, log = {}, []
        for row in rows:
            result[row.pk] = disclose(_open(row, row.payload, "payload", person_keys))
            log.append(
                ReadLog(
                    actor_name=actor_name,
                    person_id=row.person_id,
                    record=row,
                    fields=sorted(result[row.pk]),
                    reason=reason.strip(),
                )
            )
        ReadLog.objects.bulk_create(log)
    return result


def reveal_file(record, position, *, by, reason, purpose=""):
    """The bytes of a record's file, after writing the reading into the log; as `reveal` otherwise."""
    _require_reader(by, reason)
    with transaction.atomic(durable=True):
        row = SealedRecord.objects.get(pk=record.pk)
        content = _open_file(row, position)
        _write_log([_reading(row, [f"file:{position}"], by=by, reason=reason, purpose=purpose)], by)
    return content


def reveal_own_file(person, record, position, *, reason):
    """The bytes of a record's file for the data subject themselves; as `reveal_own` otherwise."""
    if record.person_id != person.pk:
        raise PermissionDenied
    if not reason or not reason.strip():
        raise ValueError("Reading out of the vault needs a reason.")
    with transaction.atomic(durable=True):
        row = SealedRecord.objects.get(pk=record.pk)
        content = _open_file(row, position)
        ReadLog.objects.create(
            actor_name=THEMSELVES,
            person_id=row.person_id,
            record=row,
            fields=[f"file:{position}"],
            reason=reason.strip(),
        )
    return content


def _open_file(row, position):
    file = row.files.get(position=position)
    person_keys = keys_of([row.person_id])
    content = _open(row, file.payload, position, person_keys)
    named = file_digests(_open(row, row.payload, "payload", person_keys))
    if named[position] != hashlib.sha256(content).hexdigest():
        raise Unreadable("The file is not the one that was sealed with the record.")
    return content


def _require_reader(by, reason):
    if not access.may_open(by):
        raise PermissionDenied
    if not reason or not reason.strip():
        raise ValueError("Reading out of the vault needs a reason.")


def _reading(row, fields, *, by, reason, purpose):
    return ReadLog(
        actor=by,
        actor_name=by.get_username(),
        person_id=row.person_id,
        record=row,
        fields=fields,
        reason=reason.strip(),
        purpose=purpose,
    )


def _write_log(lines, by):
    roles = sorted(by.groups.values_list("name", flat=True))
    for line in lines:
        line.actor_roles = roles
    ReadLog.objects.bulk_create(lines)


def _open(row, sealed, part, person_keys):
    return sealing.decrypt_for_person(
        sealed,
        key=person_keys[row.person_id],
        record_id=row.pk,
        kind=row.kind,
        person_id=row.person_id,
        part=part,
    )
