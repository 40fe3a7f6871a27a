"""Signed checkpoints of where the ledger stood, kept in the database and, above all, elsewhere.

Whoever owns the database can rewrite the chain from some event to its end, or cut the end off together
with the head. A checkpoint that lies on another machine says what the chain was on that day. It also lists
the digests of what no chain holds together: form versions, policy versions and their texts, receipts.
"""

import datetime as dt
import json
import os
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from . import ledger_conf, signing
from .canonical import canonical, sha256
from .ledger import GENESIS, locked_head
from .models import ChainHead, Checkpoint, FormVersion, PolicyText, PolicyVersion, Receipt
from .reports import rows_of

TYPE = "ledger-checkpoint"
SCHEMA_VERSION = "1"
FILE_NAME = "checkpoints.jsonl"
# What a checkpoint lists row by row: what is new since the one before.
LISTED = (FormVersion, PolicyVersion, PolicyText, Receipt)
# Becomes empty when the page is deleted; so it is kept beside the digest.
EMPTIED = "page_id"


def take(*, verified=None, now=None):
    """Today's checkpoint, signed and filed; None if there is one, or nothing to put into it yet.

    `verified` is the report of a verification just before; its outcome is signed too. Needs the private
    keys: VaultLocked without them.
    """
    now = now or timezone.now()
    day = timezone.localdate(now)
    with transaction.atomic():
        if Checkpoint.objects.filter(day=day).exists():
            return None
        ChainHead.objects.get_or_create(pk=ChainHead.LEDGER)
        # Under the ledger's lock, so that number, place and lists belong together.
        head = locked_head()
        before = list(Checkpoint.objects.order_by("pk"))
        rows = _new_rows(_listed(before))
        if Checkpoint.objects.filter(day=day).exists() or not (head.seq or any(rows.values())):
            return None
        last = before[-1] if before else None
        document = {
            "type": TYPE,
            "schema_version": SCHEMA_VERSION,
            "number": last.pk + 1 if last else 1,
            "day": day.isoformat(),
            "time": now,
            "ledger": {"seq": head.seq, "head": head.hash},
            "rows": rows,
            "verified": _outcome(verified),
            "previous": digest_of(last) if last else GENESIS,
        }
        document = json.loads(canonical(document))
        checkpoint = Checkpoint(document=document, **columns_of(document), **signing.sign(document))
        # As signed, to the microsecond; `save` would look at the clock again.
        checkpoint.save_base(raw=True, force_insert=True)
    file_missing()
    return checkpoint


def columns_of(document):
    """{column: value} of a checkpoint's row, all of which follow from its document."""
    return {
        "id": document["number"],
        "day": dt.datetime.fromisoformat(document["day"]).date(),
        "seq": document["ledger"]["seq"],
        "head": document["ledger"]["head"],
        "created_at": dt.datetime.fromisoformat(document["time"]),
    }


def record_of(checkpoint):
    """The checkpoint as it is filed and printed."""
    return {
        "document": checkpoint.document,
        "signature": checkpoint.signature,
        "key_id": checkpoint.key_id,
    }


def digest_of(checkpoint):
    """What the next checkpoint says of this one."""
    return sha256(record_of(checkpoint))


def row_digest(row):
    """[digest of all columns, page]: the page may become empty later, nothing else may change."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname != EMPTIED}
    return [sha256(values), getattr(row, EMPTIED, None)]


def _outcome(report):
    return None if report is None else {"ok": report.ok, "problems": len(report.problems)}


def _listed(checkpoints):
    """{table: {key: digest}} of everything that these checkpoints list."""
    listed = {}
    for each in checkpoints:
        for table, rows in each.document["rows"].items():
            listed.setdefault(table, {}).update(rows)
    return listed


def _new_rows(listed):
    return {
        model._meta.db_table: {
            str(row.pk): row_digest(row)
            for row in model.objects.order_by("pk").iterator(chunk_size=500)
            if str(row.pk) not in listed.get(model._meta.db_table, {})
        }
        for model in LISTED
    }


# The file that is kept elsewhere


def path():
    """Where the file of checkpoints is."""
    return ledger_conf.checkpoints_folder() / FILE_NAME


def file_missing():
    """Appends to the file what the database has beyond the file's end; returns how many lines."""
    file = path()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    last = 0
    if file.exists():
        numbers = [record["document"]["number"] for record in read(file)]
        last = max(numbers, default=0)
    missing = Checkpoint.objects.filter(pk__gt=last).order_by("pk")
    lines = [canonical(record_of(each)) + b"\n" for each in missing]
    if lines:
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, b"".join(lines))
            os.fsync(handle)
        finally:
            os.close(handle)
    return len(lines)


def read(file):
    """The checkpoints in a file, one JSON object a line; ValueError for a line that is none."""
    records = []
    with Path(file).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                columns_of(record["document"])
                record["document"]["rows"].items()
            except (ValueError, TypeError, KeyError, AttributeError):
                raise ValueError(f"Line {number} of {file} is no checkpoint.") from None
            records.append(record)
    return records


# Comparing


def compare(report, checkpoints, chain):
    """Adds to `report` where the database departs from its own checkpoints.

    `checkpoints` are rows whose signature fits, `chain` is {seq: hash} of the events on file.
    """
    previous, number = GENESIS, 0
    for each in checkpoints:
        if each.pk != number + 1:
            report.problems.append(f"Checkpoint {number + 1} is missing: {each.pk} follows {number}.")
        elif each.document["previous"] != previous:
            report.problems.append(f"Checkpoint {each.pk} does not continue the one before it.")
        _compare_place(report, each.document, chain, "Checkpoint")
        previous, number = digest_of(each), each.pk
    _compare_rows(report, _listed(checkpoints))


def compare_kept(report, kept, checkpoints, chain):
    """Adds to `report` where the database departs from checkpoints kept elsewhere (`read`)."""
    on_file = {each.pk: digest_of(each) for each in checkpoints}
    trusted = []
    for record in kept:
        number = record["document"]["number"]
        if not signing.verify(record["document"], record.get("signature"), record.get("key_id")):
            report.problems.append(f"Kept checkpoint {number} was altered: its signature does not fit.")
            continue
        if number not in on_file:
            report.problems.append(f"Kept checkpoint {number} is not in the database.")
        elif on_file[number] != sha256({key: record[key] for key in ("document", "signature", "key_id")}):
            report.problems.append(f"Kept checkpoint {number} is another one in the database.")
        _compare_place(report, record["document"], chain, "Kept checkpoint")
        trusted.append(Checkpoint(pk=number, document=record["document"]))
    _compare_rows(report, _listed(trusted))


def _compare_place(report, document, chain, name):
    seq, head = document["ledger"]["seq"], document["ledger"]["head"]
    if seq and seq not in chain:
        report.problems.append(f"{name} {document['number']} knew event {seq}, which is gone.")
    elif seq and chain[seq] != head:
        report.problems.append(
            f"{name} {document['number']} knew another event {seq}: history was rewritten."
        )


def _compare_rows(report, listed):
    for model in LISTED:
        expected = dict(listed.get(model._meta.db_table, {}))
        name = model._meta.db_table
        if not expected:
            continue
        for row in rows_of(report, model.objects.order_by("pk")):
            known = expected.pop(str(row.pk), None)
            if known is None:
                continue
            digest, page = row_digest(row)
            if digest != known[0] or page not in (known[1], None):
                report.problems.append(f"{name} {row.pk} is not as its checkpoint has it.")
        report.problems += [f"{name} {key} is gone." for key in expected]
