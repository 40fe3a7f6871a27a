"""What may be done with the promise: freeze what is shown, record decisions, answer what is declared."""

from django.conf import settings
from django.db import transaction

from common.locks import wait_for_others

from . import declared as declarations
from . import ledger
from .addresses import withdrawal_address
from .canonical import sha256
from .controller import controller
from .decisions import record_decision, record_with_receipt, valid_until_of
from .declared import language_code as _language
from .declared import purpose as wording
from .errors import Undeclared
from .ledger import form_sha256
from .limits import is_held, lift, restrict
from .models import ConsentEvent, FormVersion, Recipient
from .scope import countries_of, recipients_of, together
from .verifying import Report, verify

__all__ = [
    "Report",
    "Undeclared",
    "clause_sha256",
    "current_form_version",
    "forms_using",
    "freeze_form",
    "is_declared",
    "is_held",
    "lift",
    "outgoing_hosts",
    "recipients_hosts",
    "record_consents",
    "record_decision",
    "record_with_receipt",
    "restrict",
    "verify_ledger",
    "wording",
]

# Any number that nothing else on this database uses, beside that of the page.
FREEZING = 0x6672_7A

# What is declared


def is_declared(recipient_code):
    """Whether the policy names this recipient; what isn't declared is not contacted."""
    return recipient_code in _recipients()


def recipients_hosts():
    """{CSP directive: hosts} that the declared recipients open on the public site; one query."""
    hosts = {directive: set() for directive in Recipient.DIRECTIVES.values()}
    for entry in _recipients().values():
        for name, directive in Recipient.DIRECTIVES.items():
            hosts[directive].update(getattr(entry, name).split())
    return hosts


def outgoing_hosts():
    """Hosts that the server itself may contact, by the policy."""
    return {host for entry in _recipients().values() for host in entry.hosts.split()}


def _recipients():
    declared = declarations.current()
    return declared.any_language("recipient") if declared else {}


def forms_using(code):
    """The current form versions of live pages that ask consent for, or are for, the purpose `code`."""
    return [version for version in _live_versions() if code in _purposes(version.snapshot)]


# Form versions


def clause_sha256(wording_html):
    """The digest of a clause as shown."""
    return sha256(wording_html)


def freeze_form(*, page, channel, locale, snapshot):
    """The form version for what is shown now: a new one, or the latest if nothing changed.

    Freezes with it what the policy in force declares about its purposes, the recipients and the
    controller. Undeclared if a purpose is missing in this language; ValueError if a clause's digest
    doesn't fit its wording.
    """
    language = _language(locale)
    for consent in snapshot.get("consents", []):
        if consent["sha256"] != clause_sha256(consent["wording"]):
            raise ValueError(f"The digest of the clause for {consent['purpose']!r} does not fit its wording.")
    in_force = declarations.current()
    version = FormVersion(
        page_id=page.pk if page else None,
        channel=channel,
        locale=language,
        snapshot=snapshot,
        declared=_declared(snapshot, language, in_force),
        policy_version=in_force.version if in_force else None,
    )
    version.sha256 = form_sha256(version, in_force.version.sha256 if in_force else "")
    with transaction.atomic():
        if version.page_id:
            # No lock of the page's row: a web process may not change pages.
            wait_for_others(FREEZING, version.page_id)
        latest = current_form_version(page) if page else None
        if latest and latest.sha256 == version.sha256:
            return latest
        version.save()
    return version


def current_form_version(page):
    """The latest version of the form on `page`, or None if it was never frozen."""
    return FormVersion.objects.filter(page_id=page.pk).order_by("-created_at").first()


def _live_versions():
    """The current form version of each live page."""
    current = {}
    for version in FormVersion.objects.filter(page__live=True).select_related("page").order_by("created_at"):
        current[version.page_id] = version
    return list(current.values())


def _purposes(snapshot):
    codes = [consent["purpose"] for consent in snapshot.get("consents", [])]
    return list(dict.fromkeys([*codes, *filter(None, [snapshot.get("main_purpose")])]))


def _declared(snapshot, language, in_force):
    """What the policy in force says about everything the form refers to."""
    purposes = {code: wording(code, language) for code in _purposes(snapshot)}
    recipients = {code: recipients_of([code], in_force, language) for code in purposes}
    categories = in_force.categories(language) if in_force else {}
    named = sorted({code for purpose in purposes.values() for code in purpose.data_categories})
    every = together(recipients.values())
    return {
        "purposes": {
            code: {
                "name": purpose.name,
                "legal_basis": purpose.legal_basis,
                "legal_reference": purpose.legal_reference,
                "data_categories": purpose.data_categories,
                "retention_days": purpose.retention_days,
                "is_sensitive": purpose.is_sensitive,
                "is_marketing": purpose.is_marketing,
                "channel": purpose.channel,
                "frequency": purpose.frequency,
                "withdrawal": purpose.withdrawal_text,
                "recipients": recipients[code],
                "storage_countries": countries_of(recipients[code]),
            }
            for code, purpose in purposes.items()
        },
        # Which kinds of fields each category of data is about.
        "categories": {code: categories[code].field_types for code in named if code in categories},
        "recipients": every,
        "controller": controller(language),
        "storage_countries": countries_of(every),
        "jurisdiction": getattr(settings, "PRIVACY_JURISDICTION", "VN"),
    }


# Ledger


def record_consents(*, person, form_version, decisions, at, locale, channel, receipt, shown=None):
    """Appends one event per clause of the form version to the ledger; returns the events.

    `decisions` says for each purpose code whether the box was ticked; a clause without a decision was
    shown and not ticked, which is a refusal. `shown` holds the keys of the questions that were shown where
    that was not all of the form. ValueError for a purpose that the form did not ask about.
    """
    clauses = {consent["purpose"]: consent for consent in form_version.snapshot["consents"]}
    if unknown := decisions.keys() - clauses.keys():
        raise ValueError(f"The form did not ask about {', '.join(sorted(unknown))}.")
    declared = form_version.declared
    policy = form_version.policy_version
    asked = [field for field in form_version.snapshot["fields"] if shown is None or field["key"] in shown]
    types = {field["type"] for field in asked}
    fields_shown = {} if shown is None else {"fields_shown": [field["key"] for field in asked]}
    language = _language(locale)
    common = {
        "subject_id": person.pseudonym,
        "event_time": at,
        "notice_version": policy.number if policy else None,
        "notice_sha256": policy.sha256 if policy else "",
        "form_version": form_version,
        "form_version_sha256": form_version.sha256,
        "language": language,
        "controller": declared["controller"],
        "jurisdiction": declared["jurisdiction"],
        # Of now, as in the receipt: a form may be frozen before the site has its address, and by a process
        # that has no privacy centre.
        "withdrawal_url": withdrawal_address(language),
        "channel": channel,
        "receipt": receipt,
        "actor": {"type": "self"},
    }
    entries = []
    for code, clause in clauses.items():
        purpose = declared["purposes"][code]
        given = bool(decisions.get(code, False))
        decision = ConsentEvent.Decision.GIVEN if given else ConsentEvent.Decision.REFUSED
        entries.append(
            {
                **common,
                "purpose_code": code,
                "decision": decision,
                "valid_until": valid_until_of(code, decision, at),
                "wording": clause["wording"],
                "clause_sha256": clause["sha256"],
                "is_sensitive": purpose["is_sensitive"],
                "legal_basis": purpose["legal_basis"],
                "retention_days": purpose["retention_days"],
                "data_types": [
                    category
                    for category in sorted(purpose["data_categories"])
                    if types.intersection(declared["categories"].get(category, ()))
                ],
                "recipients": purpose["recipients"],
                "storage_countries": purpose["storage_countries"],
                "evidence": {
                    "method": "web_form",
                    "act": "box_ticked" if given else "box_left_unticked",
                    **fields_shown,
                },
            }
        )
    return ledger.append(entries)


def verify_ledger(kept=None):
    """Checks everything that was written once; see `verifying.verify`."""
    return verify(kept)
