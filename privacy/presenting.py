"""A receipt's document and ledger events as people read them."""

import datetime as dt
from dataclasses import dataclass

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.whitelist import Whitelister

from .models import ConsentEvent, Purpose
from .periods import retention_words


@dataclass(frozen=True)
class Decision:
    """One decision about one purpose: what was shown, what was chosen, and where the ledger has it."""

    purpose: str
    code: str
    decision: str
    given: bool
    wording: str
    wording_sha256: str
    language: str
    basis: str
    retention: str
    withdrawal: str
    at: dt.datetime
    until: dt.datetime | None
    is_sensitive: bool
    seq: int
    record_id: str
    event_hash: str
    previous_hash: str
    method: str


def clean(wording):
    """A clause's rich text, as safe as when it was published; whoever reads it here may be signed in."""
    return mark_safe(Whitelister().clean(wording))  # noqa: S308


def decision_words(decision):
    """What was decided, in words that say what happened."""
    return {
        "given": _("Agreed"),
        "refused": _("Did not agree"),
        "withdrawn": _("Withdrawn"),
        "expired": _("Expired"),
    }.get(decision, decision)


def method_words(method):
    """How a decision came, in words."""
    return {
        "web_form": pgettext("method", "Form on the website"),
        "privacy_centre": pgettext("method", "Privacy centre"),
        "email_link": pgettext("method", "Link in an e-mail"),
        "email": pgettext("method", "E-mail"),
        "phone_call": pgettext("method", "Phone call"),
        "paper": pgettext("method", "On paper"),
        "import": pgettext("method", "Taken over from an earlier system"),
        "system": pgettext("method", "By itself, when its time was over"),
    }.get(method, method)


def moment(text):
    """A time as it stands in a document, or None."""
    return dt.datetime.fromisoformat(text) if text else None


def decisions_of(document):
    """The decisions in a receipt's document, in order."""
    return [_decision(each["event"], each) for each in document["records"]]


def _decision(event, record):
    basis = event["legal_basis"]
    return Decision(
        purpose=record["purpose_name"],
        code=event["purpose_code"],
        decision=decision_words(event["decision"]),
        given=event["decision"] == ConsentEvent.Decision.GIVEN,
        wording=clean(event["wording"]),
        wording_sha256=event["clause_sha256"],
        language=event["language"],
        basis=str(Purpose.Basis(basis).label) if basis in Purpose.Basis.values else basis,
        retention=retention_words(event["retention_days"]) if event["retention_days"] else _("Not known"),
        withdrawal=record["withdrawal"],
        at=moment(event["event_time"]),
        until=moment(event["valid_until"]),
        is_sensitive=event["is_sensitive"],
        seq=event["seq"],
        record_id=event["record_id"],
        event_hash=record["event_hash"],
        previous_hash=event["previous_hash"],
        method=method_words(event["evidence"].get("method", "")),
    )
