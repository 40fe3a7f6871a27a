"""Checking everything that was written once: chain, versions, receipts, checkpoints, and who guards them.

`verify` reads every guarded row. Each column is under a hash, a signature or a checkpoint, so that a
changed byte shows, whatever the changer did to the rest of the database.
"""

import base64
import binascii

from . import checkpoints, signing, triggers
from .canonical import sha256
from .ledger import GENESIS, event_hash, form_sha256
from .models import (
    ChainHead,
    Checkpoint,
    ConsentEvent,
    FormVersion,
    PolicyText,
    PolicyVersion,
    Receipt,
)
from .reports import Report, rows_of
from .versions import text_sha256, version_sha256

GUARDED = (ConsentEvent, FormVersion, PolicyVersion, PolicyText, Receipt, Checkpoint)
GUARDED_TABLES = [model._meta.db_table for model in GUARDED]


def verify(kept=None):
    """Checks hashes, order, gaps, head, versions, receipts, checkpoints and the database's triggers.

    `kept` are checkpoints from elsewhere (`checkpoints.read`): the ledger has to agree with them too.
    """
    report = Report()
    versions = _verify_versions(report)
    chain = _verify_chain(report, versions)
    _verify_receipts(report, chain)
    rows = _verify_checkpoints(report)
    checkpoints.compare(report, rows, chain)
    if kept is not None:
        checkpoints.compare_kept(report, kept, rows, chain)
    _verify_triggers(report)
    return report


def _fits(function, *arguments):
    """The digest `function` makes, or None of values that no row could have been written with."""
    try:
        return function(*arguments)
    except (TypeError, ValueError, AttributeError, KeyError):
        return None


def _verify_chain(report, versions):
    """Checks every event; returns {seq: hash} of the chain as it stands."""
    previous_hash, expected, chain = GENESIS, 1, {}
    latest = {}
    for event in rows_of(report, ConsentEvent.objects.order_by("seq")):
        report.events += 1
        if event.seq != expected:
            report.problems.append(f"Event {expected} is missing: {event.seq} follows {expected - 1}.")
        if event.previous_hash != previous_hash:
            report.problems.append(f"Event {event.seq} does not continue the event before it.")
        if _fits(event_hash, event) != event.hash:
            report.problems.append(f"Event {event.seq} was altered: its hash does not fit.")
        if event.form_version_id and versions.get(event.form_version_id) != event.form_version_sha256:
            report.problems.append(f"Event {event.seq} names a form version that is not the one on file.")
        if event.clause_sha256 != _fits(sha256, event.wording):
            report.problems.append(f"The wording of event {event.seq} does not fit its hash.")
        subject = (event.subject_id, event.purpose_code)
        if event.previous_record_id != latest.get(subject):
            report.problems.append(f"Event {event.seq} does not name the decision before it.")
        latest[subject] = event.record_id
        chain[event.seq] = event.hash
        previous_hash, expected = event.hash, event.seq + 1
    report.head = previous_hash
    head = ChainHead.objects.filter(pk=ChainHead.LEDGER).first()
    if head is None:
        if report.events:
            report.problems.append("The ledger's head is missing.")
    elif (head.seq, head.hash) != (expected - 1, previous_hash):
        report.problems.append(f"The ledger ends at {expected - 1}, but its head says {head.seq}.")
    return chain


def _verify_versions(report):
    """{form version id: sha256} of the form versions on file, after checking all frozen versions."""
    texts = {}
    for text in rows_of(report, PolicyText.objects.order_by("pk")):
        texts.setdefault(text.version_id, []).append(text)
    policies, expected = {}, 1
    for policy in rows_of(report, PolicyVersion.objects.order_by("number")):
        report.policy_versions += 1
        if policy.number != expected:
            report.problems.append(f"Policy version {expected} is missing: {policy.number} comes next.")
        expected = policy.number + 1
        policies[policy.pk] = policy.sha256
        own = texts.pop(policy.pk, [])
        for text in own:
            if _fits(text_sha256, text) != text.sha256:
                report.problems.append(f"Policy version {policy.number} was altered in {text.locale!r}.")
        if _fits(version_sha256, policy, own) != policy.sha256:
            report.problems.append(f"Policy version {policy.number} was altered.")
    if texts:
        report.problems.append("There are texts of policy versions that are not on file.")
    versions = {}
    for version in rows_of(report, FormVersion.objects.order_by("created_at")):
        report.form_versions += 1
        versions[version.pk] = version.sha256
        notice = policies.get(version.policy_version_id, "")
        if _fits(form_sha256, version, notice) != version.sha256:
            report.problems.append(f"Form version {version.pk} was altered.")
    return versions


def is_signed(row):
    """Whether the row's signature fits its document, written the one way in which we write it."""
    try:
        raw = base64.b64decode(row.signature, validate=True)
    except (ValueError, TypeError, binascii.Error):
        return False
    if base64.b64encode(raw).decode("ascii") != row.signature:
        return False
    return bool(_fits(signing.verify, row.document, row.signature, row.key_id))


def _verify_receipts(report, chain):
    from .receipts import columns_of, is_about

    for receipt in rows_of(report, Receipt.objects.order_by("created_at", "pk")):
        report.receipts += 1
        name = f"Receipt {receipt.pk}"
        if not is_signed(receipt):
            report.problems.append(f"{name} was altered: its signature does not fit.")
            continue
        columns = columns_of(receipt.document)
        fits = all(getattr(receipt, column) == value for column, value in columns.items())
        if not (fits and is_about(receipt.document, receipt.subject_id)):
            report.problems.append(f"{name} was altered: its row does not fit what was signed.")
        named = {each["event"]["seq"]: each["event_hash"] for each in receipt.document["records"]}
        position = receipt.document["ledger"]
        if position["seq"]:
            named[position["seq"]] = position["head"]
        if any(chain.get(seq) != digest for seq, digest in named.items()):
            report.problems.append(f"{name} names events that are no longer in the ledger.")


def _verify_checkpoints(report):
    """The checkpoints on file, in order, after checking each row by itself."""
    rows = []
    for row in rows_of(report, Checkpoint.objects.order_by("pk")):
        report.checkpoints += 1
        if not is_signed(row):
            report.problems.append(f"Checkpoint {row.pk} was altered: its signature does not fit.")
            continue
        columns = checkpoints.columns_of(row.document)
        if any(getattr(row, column) != value for column, value in columns.items()):
            report.problems.append(f"Checkpoint {row.pk} was altered: its row does not fit what was signed.")
        rows.append(row)
    return rows


def _verify_triggers(report):
    for event, table in triggers.failing(GUARDED_TABLES):
        report.problems.append(f"The database no longer refuses {event} on {table}.")
