"""Checks a receipt that somebody brings: by itself first, as anyone could, and then against the ledger.

Nothing of it is stored. What the ledger is asked is only whether it still has these very events; of a
receipt that we did not sign it is asked nothing.
"""

import base64
import binascii
import json
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vault import keys

from . import ledger_conf, signing
from .canonical import canonical, sha256
from .models import ConsentEvent
from .receipts import ALGORITHM, SCHEMAS, TYPE

# What a receipt must have, and of what kind.
FIELDS = {
    "type": str,
    "schema_version": str,
    "receipt_id": str,
    "receipt_number": str,
    "pii_principal_id": str,
    "language": str,
    "issued_at": str,
    "jurisdiction": str,
    "privacy_notice": dict,
    "pii_controllers": list,
    "recipients": list,
    "storage_locations": list,
    "withdrawal_method": str,
    "records": list,
    "ledger": dict,
}
SIGNATURE_FIELDS = {"algorithm": str, "key_id": str, "value": str}
RECORD_FIELDS = {"purpose_name": str, "consent_status": str, "event": dict, "event_hash": str}
EVENT_FIELDS = {
    "record_id": str,
    "purpose_code": str,
    "decision": str,
    "event_time": str,
    "wording": str,
    "clause_sha256": str,
    "seq": int,
    "previous_hash": str,
}
MOST_NAMED = 8


@dataclass(frozen=True)
class Finding:
    """One thing that was checked: whether it is right, and what that means, in words."""

    ok: bool
    text: str


@dataclass
class Outcome:
    """Everything that was found; `document` only of a receipt whose signature is ours.

    `no_receipt` says what to do instead where nothing was judged: what came is no receipt, or nothing came.
    """

    findings: list[Finding] = field(default_factory=list)
    document: dict | None = None
    no_receipt: str = ""
    is_empty: bool = False

    @property
    def ok(self):
        return bool(self.findings) and all(finding.ok for finding in self.findings)

    def good(self, text):
        self.findings.append(Finding(True, text))

    def bad(self, text):
        self.findings.append(Finding(False, text))


class Unreadable(ValueError):
    """Not a receipt's JSON; the message says why, for whoever brought it."""


class NoReceipt(Unreadable):
    """Not even a damaged receipt: no verdict is due on it."""


def check(raw):
    """What is right and wrong with the receipt in `raw` (bytes), in the active language."""
    outcome = Outcome(is_empty=not raw.strip())
    try:
        record = _parsed(raw)
        document, signature = _parts(record)
    except NoReceipt as error:
        outcome.no_receipt = str(error)
        return outcome
    except Unreadable as error:
        outcome.bad(str(error))
        return outcome
    outcome.good(_("It is a receipt in a format that this site knows, and nothing is missing."))
    if not _is_signed(outcome, document, signature):
        return outcome
    _check_records(outcome, document)
    if outcome.ok:
        outcome.document = document
        _check_ledger(outcome, document)
    return outcome


def _parsed(raw):
    if len(raw) > ledger_conf.get("RECEIPT_MOST_BYTES"):
        raise NoReceipt(_("This is too large for a receipt. Is it the right file?"))
    if not raw.strip():
        raise NoReceipt(_("Paste a receipt or choose its file."))
    try:
        record = json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_refuse, parse_float=_refuse
        )
    except Unreadable:
        raise
    except UnicodeDecodeError:
        raise NoReceipt(_("This is not text in UTF-8. Please use the file as you downloaded it.")) from None
    except (ValueError, RecursionError):
        raise NoReceipt(
            _("This is not JSON. Please use the file “receipt.json” as you downloaded it.")
        ) from None
    if not isinstance(record, dict) or not record.keys() & {"receipt", "signature"}:
        raise NoReceipt(
            _("This is JSON, but not a receipt. Please use the file “receipt.json” as you downloaded it.")
        )
    return record


def _once(pairs):
    """A name given twice would let two readers see two receipts under one signature."""
    if len({name for name, _value in pairs}) != len(pairs):
        raise Unreadable(_("A field stands in it twice. No receipt of ours has that."))
    return dict(pairs)


def _refuse(text):
    raise Unreadable(_("It holds a number that no receipt of ours holds."))


def _parts(record):
    missing = [name for name in ("receipt", "signature") if not isinstance(record.get(name), dict)]
    if missing:
        raise Unreadable(_("These parts are missing or damaged: %(names)s.") % {"names": ", ".join(missing)})
    document, signature = record["receipt"], record["signature"]
    if document.get("type") != TYPE or document.get("schema_version") not in SCHEMAS:
        raise Unreadable(_("It is a document of another kind, or of a version that this site does not know."))
    wrong = _lacking("receipt", document, FIELDS) + _lacking("signature", signature, SIGNATURE_FIELDS)
    if not wrong:
        for number, each in enumerate(document["records"], 1):
            name = f"receipt.records[{number}]"
            if not isinstance(each, dict):
                wrong.append(name)
                continue
            wrong += _lacking(name, each, RECORD_FIELDS)
            if isinstance(each.get("event"), dict):
                wrong += _lacking(f"{name}.event", each["event"], EVENT_FIELDS)
        wrong += _lacking("receipt.ledger", document["ledger"], {"seq": int, "head": str})
    if wrong:
        names = ", ".join(wrong[:MOST_NAMED]) + (" …" if len(wrong) > MOST_NAMED else "")
        raise Unreadable(_("These fields are missing or damaged: %(names)s.") % {"names": names})
    return document, signature


def _lacking(name, holder, fields):
    return [
        f"{name}.{key}"
        for key, kind in fields.items()
        if not isinstance(holder.get(key), kind) or isinstance(holder.get(key), bool)
    ]


def _is_signed(outcome, document, signature):
    if signature["algorithm"] != ALGORITHM:
        outcome.bad(_("It names another way of signing than ours (Ed25519)."))
        return False
    if signature["key_id"] not in keys.public().ledger:
        outcome.bad(
            _("It names a key that this site never published. The receipt is forged, or is of another site.")
        )
        return False
    try:
        raw = base64.b64decode(signature["value"], validate=True)
        canonical(document)
    except (ValueError, TypeError, binascii.Error, UnicodeEncodeError, RecursionError):
        outcome.bad(_("The signature is damaged: it can't be read."))
        return False
    if base64.b64encode(raw).decode("ascii") != signature["value"] or not signing.verify(
        document, signature["value"], signature["key_id"]
    ):
        outcome.bad(
            _(
                "The signature doesn't fit: something in this receipt was changed after it was signed, or "
                "this site never signed it. A signature covers the whole, so it can't tell what was changed."
            )
        )
        return False
    outcome.good(_("The signature fits: this site issued it, and not a character was changed since."))
    return True


def _check_records(outcome, document):
    """What follows from the receipt alone: hashes of wordings and events, and the chain's links."""
    by_seq = {}
    for each in document["records"]:
        event, seq = each["event"], each["event"]["seq"]
        by_seq[seq] = each
        if sha256(event["wording"]) != event["clause_sha256"]:
            outcome.bad(_("Decision %(number)d: the wording does not fit its hash.") % {"number": seq})
        if sha256(event) != each["event_hash"]:
            outcome.bad(_("Decision %(number)d: the hash does not fit what it stands for.") % {"number": seq})
    for seq, each in by_seq.items():
        before = by_seq.get(seq - 1)
        if before and each["event"]["previous_hash"] != before["event_hash"]:
            outcome.bad(_("Decision %(number)d does not continue the decision before it.") % {"number": seq})
    if by_seq and all(finding.ok for finding in outcome.findings):
        number = len(by_seq)
        outcome.good(
            ngettext(
                "The hash of its %(number)d decision was computed again and fits.",
                "The hashes of its %(number)d decisions were computed again and fit.",
                number,
            )
            % {"number": number}
        )


def _check_ledger(outcome, document):
    """Whether the ledger still has exactly these events, and stood where the receipt says it stood."""
    named = {each["event"]["seq"]: each["event_hash"] for each in document["records"]}
    position = document["ledger"]
    if position["seq"]:
        named.setdefault(position["seq"], position["head"])
    on_file = dict(ConsentEvent.objects.filter(seq__in=list(named)).values_list("seq", "hash"))
    if all(on_file.get(seq) == digest for seq, digest in named.items()):
        outcome.good(_("The ledger still has these decisions, unchanged and at the same place of the chain."))
    else:
        outcome.bad(
            _(
                "The receipt is genuine, but the ledger no longer has what it proves: our record was "
                "changed. Please keep this receipt and tell us, or the authority for data protection."
            )
        )
