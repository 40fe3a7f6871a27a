"""Receipts: what somebody was shown and decided in one submission, signed, at an address only they know.

Fields after ISO/IEC TS 27560 with the terms of the Data Privacy Vocabulary. A receipt holds of the ledger's
events all that their hashes are taken over, so that anybody can compute these. It goes to whoever typed an
address: it holds no personal data, and nothing by which another receipt of the same person can be told. How
to check one without us is written in docs/receipts.md.
"""

import datetime as dt
import json
import re
import secrets
import uuid

from django.db import transaction
from django.utils import timezone

from . import signing
from .addresses import named, version_address, withdrawal_address
from .canonical import canonical, sha256
from .controller import controller
from .declared import current, language_code
from .ledger import hashed_values, locked_head
from .models import ConsentEvent, PolicyVersion, Receipt
from .scope import together

SCHEMA_VERSION = "consent-receipt/2 (ISO/IEC TS 27560:2023)"
# Receipts of the first version name the person by the pseudonym that the ledger has.
FIRST_SCHEMA = "consent-receipt/1 (ISO/IEC TS 27560:2023)"
SCHEMAS = (FIRST_SCHEMA, SCHEMA_VERSION)
TYPE = "dpv:ConsentReceipt"
ALGORITHM = "Ed25519"
# 192 random bits; the database holds only the digest.
TOKEN_BYTES = 24
TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")

# The Data Privacy Vocabulary's names (https://w3id.org/dpv).
STATUS = {
    ConsentEvent.Decision.GIVEN: "dpv:ConsentGiven",
    ConsentEvent.Decision.REFUSED: "dpv:ConsentRefused",
    ConsentEvent.Decision.WITHDRAWN: "dpv:ConsentWithdrawn",
    ConsentEvent.Decision.EXPIRED: "dpv:ConsentExpired",
}
LEGAL_BASIS = {
    "consent": "dpv:Consent",
    "contract": "dpv:Contract",
    "emergency": "dpv:VitalInterest",
    "state": "dpv:OfficialAuthorityOfController",
    "other_law": "dpv:LegalObligation",
}


def new_token():
    """A secret for a receipt's address, made by the process that takes the form in."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def by_token(token):
    """The receipt at the address that holds `token`, or None.

    Found by the token's digest, so that no comparison with a secret takes longer the closer a guess is.
    Whose it is, is read when it is asked for: a web process may not (ADR 0122).
    """
    if not isinstance(token, str) or not TOKEN.fullmatch(token):
        return None
    return Receipt.objects.defer("subject_id").filter(token_sha256=sha256(token)).first()


def issue(*, person, number, token, language, form_version=None, events, at=None):
    """Signs and stores the receipt of one submission; returns it.

    `events` are those that the submission appended, in this transaction: the receipt says where the ledger
    stood right after them. Without a `token` (nobody was there to be given an address) the receipt is kept
    as proof only. Needs the private keys: VaultLocked without them.
    """
    with transaction.atomic():
        head = locked_head()
        document = _document(
            person=person,
            number=number,
            token=token or new_token(),
            language=language_code(language),
            form_version=form_version,
            events=events,
            head=head,
            at=at or timezone.now(),
        )
        receipt = Receipt(
            document=document,
            subject_id=person.pseudonym,
            **columns_of(document),
            **signing.sign(document),
        )
        # As signed, to the microsecond; `save` would look at the clock again.
        receipt.save_base(raw=True, force_insert=True)
    return receipt


def columns_of(document):
    """{column: value} of a receipt's row, as its document has them; whose it is, `is_about` says."""
    return {
        "id": uuid.UUID(document["receipt_id"]),
        "token_sha256": document["address_sha256"],
        "number": document["receipt_number"],
        "language": document["language"],
        "created_at": dt.datetime.fromisoformat(document["issued_at"]),
    }


def is_about(document, subject_id):
    """Whether the receipt with this document belongs to the person with this pseudonym."""
    named = _principal(document["schema_version"], document["receipt_id"], subject_id)
    return document["pii_principal_id"] == named


def _principal(schema_version, receipt_id, subject_id):
    """What a receipt calls the person: a digest for it alone. The pseudonym is random, and so the salt."""
    if schema_version == FIRST_SCHEMA:
        return str(subject_id)
    return sha256({"receipt_id": receipt_id, "subject_id": subject_id})


def record_of(receipt):
    """The receipt as it is handed out: document, signature, and how to check it."""
    return {
        "receipt": receipt.document,
        "signature": {
            "algorithm": ALGORITHM,
            "key_id": receipt.key_id,
            "value": receipt.signature,
            "keys": named("receipt_keys", receipt.language),
        },
    }


def _document(*, person, number, token, language, form_version, events, head, at):
    declared = form_version.declared if form_version else _declared_now(language)
    # Who answers today, where the event ends a consent that was taken over and does not say who did then.
    answers = (events[0].controller if events else declared.get("controller")) or controller(language)
    # All that the events name: each names those of its own purpose.
    recipients = together(event.recipients for event in events) if events else declared.get("recipients", [])
    countries = (
        together(event.storage_countries for event in events)
        if events
        else declared.get("storage_countries", [])
    )
    notice = form_version.policy_version if form_version else _notice_of(events)
    receipt_id = uuid.uuid4()
    document = {
        "type": TYPE,
        "schema_version": SCHEMA_VERSION,
        "receipt_id": receipt_id,
        "receipt_number": number,
        "address_sha256": sha256(token),
        "pii_principal_id": _principal(SCHEMA_VERSION, receipt_id, person.pseudonym),
        "language": language,
        "issued_at": at,
        "jurisdiction": events[0].jurisdiction if events else declared.get("jurisdiction", ""),
        "privacy_notice": {
            "version": notice.number if notice else None,
            "sha256": notice.sha256 if notice else "",
            "effective_date": notice.effective_date if notice else None,
            "url": version_address(notice.number, language) if notice else "",
        },
        "form": _form(form_version),
        "pii_controllers": [{"party_type": "dpv:DataController", **answers}],
        "recipients": [{"party_type": "dpv:Recipient", **each} for each in recipients],
        "storage_locations": countries,
        "withdrawal_method": withdrawal_address(language),
        "records": [_record(event, declared) for event in events],
        # Each receipt in somebody's hands is a witness of the whole chain up to here.
        "ledger": {"seq": head.seq, "head": head.hash},
        "verify_at": named("verify_receipt", language),
    }
    return json.loads(canonical(document))


def _declared_now(language):
    """What the policy in force says of its purposes, for a decision that came by no form."""
    in_force = current()
    purposes = in_force.purposes(language) if in_force else {}
    return {
        "purposes": {
            code: {"name": entry.name, "withdrawal": entry.withdrawal_text}
            for code, entry in purposes.items()
        }
    }


def _notice_of(events):
    """The policy version that the first of the events names, for a decision that came by no form."""
    number = events[0].notice_version if events else None
    return PolicyVersion.objects.filter(number=number).first() if number else None


def _form(version):
    if version is None:
        return None
    return {
        "title": version.snapshot.get("title", ""),
        "channel": version.channel,
        "form_version": version.pk,
        "sha256": version.sha256,
        "fields": [field["label"] for field in version.snapshot.get("fields", [])],
    }


def _record(event, declared):
    purpose = declared.get("purposes", {}).get(event.purpose_code, {})
    return {
        "type": "dpv:ConsentRecord",
        "purpose_name": purpose.get("name", event.purpose_code),
        "legal_basis": LEGAL_BASIS.get(event.legal_basis, event.legal_basis),
        "consent_status": STATUS[event.decision],
        "withdrawal": purpose.get("withdrawal", ""),
        "event": hashed_values(event),
        "event_hash": event.hash,
    }
