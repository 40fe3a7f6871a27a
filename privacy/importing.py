"""Taking over consents that were given elsewhere, with what proves them (`law.md` 1.2).

A row that lacks what the law wants proved is refused, with the reason; nothing is guessed. The original
time, wording and source go into the evidence. A row comes in once, however often its file is read.
"""

import csv
import datetime as dt
import io
import json
import re
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from vault import services as vault

from . import declared, ledger
from .canonical import sha256
from .decisions import valid_until_of
from .errors import Undeclared
from .models import ConsentEvent, Purpose

CHANNEL = "import"
# Who, when, what (Decree 356/2025, article 6): without these a consent can't be proved.
REQUIRED = (
    "source",
    "source_id",
    "purpose",
    "decision",
    "event_time",
    "language",
    "wording",
    "method",
    "notice",
)
# What people were told then. What a row doesn't say stays unknown: today's policy was not shown to them.
TOLD = ("data_types", "recipients", "storage_countries", "retention_days", "controller", "jurisdiction")
OPTIONAL = ("name", "email", "phone", "valid_until", "actor", "relation", "proof", *TOLD)
WHO = ("name", "email", "phone")
# One of `recipients`, such as Old Mailer (US); lists are separated by semicolons.
RECIPIENT = re.compile(r"(?P<name>[^;()]+) \((?P<country>[A-Z]{2})\)")
DAYS = re.compile(r"[1-9][0-9]{0,5}")
COUNTRY = re.compile(r"[A-Z]{2}")
DECISIONS = (
    ConsentEvent.Decision.GIVEN,
    ConsentEvent.Decision.REFUSED,
    ConsentEvent.Decision.WITHDRAWN,
)
METHODS = ("web_form", "app", "email", "sms", "phone_call", "paper")
ACTORS = ("self", "guardian")
BATCH = 200


@dataclass
class Outcome:
    """What became of the rows; `refused` names them by number, never by what they say."""

    taken: int = 0
    known: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One row that has everything; `number` is its place in the file."""

    number: int
    values: dict
    at: dt.datetime
    until: dt.datetime | None

    @property
    def key(self):
        return self.values["source"], self.values["source_id"]

    @property
    def identifiers(self):
        return vault.Identifiers(
            name=self.values["name"], email=self.values["email"], phone=self.values["phone"]
        )


def read(text, *, form):
    """The rows of a file as dicts; `form` is "csv" (with a line of names) or "json" (a list of objects)."""
    if form == "json":
        rows = json.loads(text)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError("A JSON file holds a list of objects.")
        return rows
    return list(csv.DictReader(io.StringIO(text)))


def take_over(rows, *, dry_run=False, now=None):
    """Appends one event for each row that can be proved, the oldest first; returns the `Outcome`.

    With `dry_run` nothing is written, and the outcome says what would be.
    """
    now = now or timezone.now()
    outcome, good, seen = Outcome(), [], set()
    for number, raw in enumerate(rows, 1):
        row = _checked(number, raw, now, outcome)
        if row is None:
            continue
        if row.key in seen:
            outcome.refused.append((number, "its source_id stands in the file twice"))
            continue
        seen.add(row.key)
        good.append(row)
    good.sort(key=lambda row: (row.at, row.number))
    for start in range(0, len(good), BATCH):
        with transaction.atomic():
            # Whoever imports the same file at the same time waits here and then finds the rows known.
            ledger.locked_head()
            _take_batch(good[start : start + BATCH], outcome, dry_run)
    outcome.refused.sort()
    return outcome


def _checked(number, raw, now, outcome):
    values = {name: _text(raw.get(name)) for name in REQUIRED + OPTIONAL}
    problem = _problem(values, now)
    if problem:
        outcome.refused.append((number, problem))
        return None
    until = values["valid_until"]
    return Row(number, values, _moment(values["event_time"]), _moment(until) if until else None)


def _text(value):
    return "" if value is None else str(value).strip()


def _listed(text):
    return [each.strip() for each in text.split(";") if each.strip()]


def _moment(text):
    """An aware time, or None: a time without its zone proves no moment."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _problem(values, now):
    """Why a row can't be taken over, or ""."""
    if missing := [name for name in REQUIRED if not values[name]]:
        return f"it lacks {', '.join(missing)}"
    who = vault.Identifiers(email=values["email"], phone=values["phone"])
    if not (who.email or who.phone):
        return "it names nobody: no usable email or phone"
    if (values["email"] and not who.email) or (values["phone"] and not who.phone):
        return "its email or phone is none"
    at = _moment(values["event_time"])
    if at is None:
        return "its event_time is no time with a zone, such as 2025-03-01T09:30:00+07:00"
    if at > now:
        return "its event_time is in the future"
    if values["valid_until"] and _moment(values["valid_until"]) is None:
        return "its valid_until is no time with a zone"
    for name, allowed in (("decision", DECISIONS), ("method", METHODS)):
        if values[name] not in allowed:
            return f"its {name} is none of {', '.join(allowed)}"
    if values["actor"] and values["actor"] not in ACTORS:
        return f"its actor is none of {', '.join(ACTORS)}"
    if values["actor"] == "guardian" and not values["relation"]:
        return "it lacks the guardian's relation"
    if values["retention_days"] and not DAYS.fullmatch(values["retention_days"]):
        return "its retention_days is no number of days"
    if not all(RECIPIENT.fullmatch(each) for each in _listed(values["recipients"])):
        return "its recipients are not written as in: Old Mailer (US); Print Shop (VN)"
    if not all(COUNTRY.fullmatch(each) for each in _listed(values["storage_countries"])):
        return "its storage_countries are not written as in: VN; SG"
    if values["language"] not in dict(settings.LANGUAGES):
        return "its language is none of this site's"
    try:
        declared.purpose(values["purpose"], values["language"])
    except Undeclared:
        return "the policy in force does not declare its purpose"
    return ""


def _take_batch(rows, outcome, dry_run):
    known = {
        (evidence.get("source"), evidence.get("source_id"))
        for evidence in ConsentEvent.objects.filter(channel=CHANNEL).values_list("evidence", flat=True)
    }
    for row in rows:
        if row.key in known:
            outcome.known += 1
            continue
        if _is_overtaken(row):
            outcome.refused.append((row.number, "the ledger has a later decision about this purpose"))
            continue
        if not dry_run:
            person = vault.person_for(row.identifiers)
            vault.note_identity(
                person,
                name=row.values["name"],
                email=row.identifiers.email,
                phone=row.identifiers.phone,
                language=row.values["language"],
            )
            ledger.append([_entry(row, person)])
        outcome.taken += 1


def _is_overtaken(row):
    """Whether somebody decided about the same thing since: an old consent never undoes a withdrawal."""
    who = row.identifiers
    people = [*(vault.find(email=who.email) if who.email else ())]
    people += [*(vault.find(phone=who.phone) if who.phone else ())]
    return (
        ConsentEvent.objects.filter(
            subject_id__in=[person.pseudonym for person in people],
            purpose_code=row.values["purpose"],
            event_time__gte=row.at,
        )
        .exclude(ConsentEvent.LEFT_EMPTY)
        .exists()
    )


def _told(values):
    """What people were told then, as an event has it; empty, or 0 days, for what the row doesn't say."""
    return {
        "data_types": sorted(_listed(values["data_types"])),
        "recipients": [RECIPIENT.fullmatch(each).groupdict() for each in _listed(values["recipients"])],
        "storage_countries": _listed(values["storage_countries"]),
        "retention_days": int(values["retention_days"] or 0),
        "controller": {"name": values["controller"]} if values["controller"] else {},
        "jurisdiction": values["jurisdiction"],
    }


def _entry(row, person):
    values, in_force = row.values, declared.current()
    actor = {"type": values["actor"] or "self"}
    if values["relation"]:
        actor["relation"] = values["relation"]
    evidence = {
        "method": CHANNEL,
        "original_method": values["method"],
        "source": values["source"],
        "source_id": values["source_id"],
        "original_notice": values["notice"],
        # They were shown another notice than ours, and the event claims no other. Whether the consent covers
        # what a later version does is judged from this one on (`coverage.scope_version`).
        "policy_at_import": in_force.number,
        "unknown": [name for name in TOLD if not values[name]],
        "imported_at": timezone.now().isoformat(),
        "row_sha256": sha256({name: values[name] for name in REQUIRED + OPTIONAL if name not in WHO}),
    }
    if values["proof"]:
        evidence["proof"] = values["proof"]
    return {
        **_told(values),
        "wording": values["wording"],
        "clause_sha256": sha256(values["wording"]),
        # Whoever was asked, was asked for consent; that data is sensitive lies in what it is.
        "legal_basis": Purpose.Basis.CONSENT,
        "is_sensitive": in_force.purpose(values["purpose"], values["language"]).is_sensitive,
        "subject_id": person.pseudonym,
        "purpose_code": values["purpose"],
        "decision": values["decision"],
        "event_time": row.at,
        "valid_until": row.until or valid_until_of(values["purpose"], values["decision"], row.at),
        "language": values["language"],
        "channel": CHANNEL,
        "evidence": evidence,
        "actor": actor,
    }
