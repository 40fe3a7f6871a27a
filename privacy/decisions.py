"""Decisions that come by another way than a form: the privacy centre, a call, a link in a mail, an import."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common.receipts import new_receipt

from . import declared, gate, ledger, ledger_conf, receipts
from .addresses import withdrawal_address
from .canonical import sha256
from .controller import controller
from .models import ConsentEvent
from .scope import countries_of, recipients_of
from .shown import shown_wording

# How a decision came (Decree 356/2025, article 6.1), as it stands in the evidence.
METHODS = ("web_form", "privacy_centre", "email_link", "email", "phone_call", "paper", "import", "system")
ENDED = (ConsentEvent.Decision.WITHDRAWN, ConsentEvent.Decision.EXPIRED)


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

    `wording` is what the person was shown or read out; by default what the policy's box says. A withdrawal
    stands even for a purpose that the policy no longer declares: what was agreed to then counts. Withdrawing
    what is withdrawn changes nothing: the event that stands is returned, also when two come at once. It is
    the last word whatever the clocks of two machines say: its time is never before that of what it ends, nor
    is that of anything that is decided now (without `at`).
    Undeclared for anything else about such a purpose. ValueError for a method that nobody defined.
    """
    if method not in METHODS:
        raise ValueError(f"{method!r} is not a way in which decisions come.")
    with transaction.atomic():
        # From here on nobody else appends: what stands before is what is withdrawn.
        ledger.locked_head()
        is_now, at = at is None, at or timezone.now()
        before = gate.latest_event(person.pseudonym, purpose)
        opened = gate.open_submissions(person.pseudonym, purpose)
        if before is not None and (decision in ENDED or is_now):
            at = max(at, before.event_time, *(event.event_time for event in opened))
        if decision in ENDED and before is not None:
            if before.decision == decision and not opened:
                return before
            what = {
                **_as_before(opened[-1] if opened else before),
                "withdrawal_url": withdrawal_address(language),
            }
        else:
            what = as_declared(purpose, language, wording)
        entry = {
            **what,
            "subject_id": person.pseudonym,
            "purpose_code": purpose,
            "decision": decision,
            "event_time": at,
            "valid_until": valid_until or valid_until_of(purpose, decision, at),
            "language": language,
            "channel": method,
            "receipt": receipt,
            "evidence": {"method": method, **(evidence or {})},
            "actor": actor or {"type": "self"},
        }
        return ledger.append([entry])[0]


def record_with_receipt(*, person, language, token="", **decision):
    """Records a decision as `record_decision` does and issues its receipt; returns the event.

    For whoever decides by a link in a mail, or on the phone: the number in `event.receipt` can be read out.
    `token` is the secret of the receipt's address, for who can be shown one. A withdrawal of what was
    withdrawn gets no receipt of its own: the event that stands has one. Needs the private keys.
    """
    number = new_receipt()
    with transaction.atomic():
        event = record_decision(person=person, language=language, receipt=number, **decision)
        if event.receipt == number:
            receipts.issue(person=person, number=number, token=token, language=language, events=[event])
    return event


def valid_until_of(purpose, decision, at):
    """When a decision made at `at` ends by itself, or None: only consents do, where a period is set."""
    days = ledger_conf.valid_days(purpose)
    if decision != ConsentEvent.Decision.GIVEN or days is None:
        return None
    return at + dt.timedelta(days=days)


def expire(now=None):
    """Appends an EXPIRED event for each consent whose time is over, once; returns how many."""
    now = now or timezone.now()
    if not _run_out(now).exists():
        return 0
    with transaction.atomic():
        ledger.locked_head()
        addresses = {language: withdrawal_address(language) for language in dict(settings.LANGUAGES)}
        entries = [
            {
                **_as_before(event),
                "withdrawal_url": addresses.get(event.language, ""),
                "subject_id": event.subject_id,
                "purpose_code": event.purpose_code,
                "decision": ConsentEvent.Decision.EXPIRED,
                "event_time": event.valid_until,
                "language": event.language,
                "channel": "system",
                "evidence": {"method": "system", "act": "time_over"},
                "actor": {"type": "system"},
            }
            for event in _run_out(now)
        ]
        return len(ledger.append(entries))


def _run_out(now):
    """Consents that are the last word on their purpose and whose time is over."""
    given = gate.standing_events().filter(decision=ConsentEvent.Decision.GIVEN, valid_until__lte=now)
    return given.order_by("seq")


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
)


def _as_before(event):
    """What the earlier event was about: that is what is withdrawn."""
    return {name: getattr(event, name) for name in SAME}


def as_declared(purpose, language, wording=None):
    """What the policy in force says about a purpose, as an event has it; Undeclared if it has not."""
    entry = declared.purpose(purpose, language)
    in_force = declared.current()
    wording = str(shown_wording(entry, language)) if wording is None else wording
    recipients = recipients_of([purpose], in_force, language)
    return {
        "notice_version": in_force.number,
        "notice_sha256": in_force.version.sha256,
        "wording": wording,
        "clause_sha256": sha256(wording),
        "data_types": sorted(entry.data_categories),
        "is_sensitive": entry.is_sensitive,
        "legal_basis": entry.legal_basis,
        "controller": controller(language),
        "recipients": recipients,
        "storage_countries": countries_of(recipients),
        "retention_days": entry.retention_days,
        "jurisdiction": getattr(settings, "PRIVACY_JURISDICTION", "VN"),
        "withdrawal_url": withdrawal_address(language),
    }
