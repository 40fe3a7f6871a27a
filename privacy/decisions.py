"""Decisions that come by another way than a form: the privacy centre, a call, a link in a mail, an import."""

from django.conf import settings
from django.utils import timezone

from . import declared, gate, ledger
from .canonical import sha256
from .controller import controller
from .models import ConsentEvent

# How a decision came (Decree 356/2025, article 6.1), as it stands in the evidence.
METHODS = ("web_form", "privacy_centre", "email_link", "email", "phone_call", "paper", "import", "system")


def record_decision(
    *,
    person,
    purpose,
    decision,
    language,
    method,
    at=None,
    actor=None,
    receipt="",
    wording=None,
    evidence=None,
    valid_until=None,
):
    """Appends one decision about one purpose to the ledger; returns the event.

    `wording` is what the person was shown or read out; by default the policy's consent text. A withdrawal
    stands even for a purpose that the policy no longer declares: what was agreed to then counts.
    Undeclared for anything else about such a purpose. ValueError for a method that nobody defined.
    """
    if method not in METHODS:
        raise ValueError(f"{method!r} is not a way in which decisions come.")
    at = at or timezone.now()
    in_force = declared.current()
    before = gate.latest_event(person.pseudonym, purpose)
    withdrawn = decision in {ConsentEvent.Decision.WITHDRAWN, ConsentEvent.Decision.EXPIRED}
    if withdrawn and before is not None:
        what = _as_before(before)
    else:
        what = _as_declared(declared.purpose(purpose, language), language, in_force, wording)
    return ledger.append(
        [
            {
                **what,
                "subject_id": person.pseudonym,
                "purpose_code": purpose,
                "decision": decision,
                "event_time": at,
                "valid_until": valid_until,
                "language": language,
                "channel": method,
                "receipt": receipt,
                "evidence": {"method": method, **(evidence or {})},
                "actor": actor or {"type": "self"},
            }
        ]
    )[0]


SAME = (
    "notice_version",
    "notice_sha256",
    "form_version_id",
    "form_version_sha256",
    "clause_sha256",
    "wording",
    "data_types",
    "is_sensitive",
    "legal_basis",
    "controller",
    "recipients",
    "storage_countries",
    "retention_days",
    "jurisdiction",
    "withdrawal_url",
)


def _as_before(event):
    """What the earlier event was about: that is what is withdrawn."""
    return {name: getattr(event, name) for name in SAME}


def _as_declared(entry, language, in_force, wording):
    wording = entry.consent_text if wording is None else wording
    return {
        "notice_version": in_force.number,
        "notice_sha256": in_force.version.sha256,
        "wording": wording,
        "clause_sha256": sha256(wording),
        "data_types": sorted(entry.data_categories),
        "is_sensitive": entry.is_sensitive,
        "legal_basis": entry.legal_basis,
        "controller": controller(language),
        "recipients": [
            {"code": each.code, "name": each.name, "country": each.country}
            for each in sorted(in_force.recipients(language).values(), key=lambda each: each.code)
        ],
        "storage_countries": list(getattr(settings, "PRIVACY_STORAGE_COUNTRIES", ["VN"])),
        "retention_days": entry.retention_days,
        "jurisdiction": getattr(settings, "PRIVACY_JURISDICTION", "VN"),
    }
