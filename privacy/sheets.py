"""The register of processing for people: every field of it with its label, in the same order everywhere.

The page and the CSV print these sections; the JSON is the register itself. A field that the register gains
and that has no label here fails, so that none of the three forms says less than another.
"""

import csv
import io
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

# What a spreadsheet would take for a formula (OWASP ASVS 5.0, 1.2.10).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001

# Days and moments of ISO 8601.
DATES = {"effective_at", "generated_at", "first_transfer_on", "dossier_due", "dossier_filed_on"}


@dataclass(frozen=True)
class Item:
    """One entry of a section: its name, and [(label, text)] of all that is registered of it."""

    name: str
    code: str
    rows: list


@dataclass(frozen=True)
class Section:
    """One part of the register."""

    code: str
    title: str
    items: list


def sections(register, *, dates=str):
    """The whole register as a list of `Section`, in the active language; `dates` writes days and times."""
    single = {"register": _about(register), "controller": register["controller"]}
    titles, labels, found = section_titles(), field_labels(), []
    for code, title in titles.items():
        entries = [single[code]] if code in single else register[code]
        found.append(Section(code, title, [_item(code, each, labels[code], dates) for each in entries]))
    return found


def _about(register):
    """What is told of the register itself."""
    subjects = register["subjects"]
    plain = {name: register[name] for name in ("policy_version", "effective_at", "generated_at", "language")}
    return plain | {"subjects_count": subjects["count"], "subjects_limit": subjects["limit"]}


def _item(section, entry, labels, dates):
    if isinstance(entry, str):
        return Item("", "", [(labels["text"], entry)])
    rows = [
        (labels[name], dates(value) if name in DATES and value else _text(name, value))
        for name, value in entry.items()
    ]
    return Item(entry.get("name", ""), entry.get("code", section), rows)


def date_words(value):
    """A day or moment of ISO 8601 as people read it."""
    moment = parse_datetime(str(value)) if "T" in str(value) else None
    if moment:
        return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    return date_format(parse_date(str(value)), "SHORT_DATE_FORMAT")


def _text(name, value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "dossier_state":
        return dossier_words()[value]
    if name == "surface":
        return {"public": _("For visitors"), "admin": _("For staff")}.get(value, value)
    if isinstance(value, list):
        return "; ".join(_form(each) if isinstance(each, dict) else str(each) for each in value)
    return "" if value is None else str(value)


def _form(form):
    return f"{form['title']} ({form['channel']}): {', '.join(form['fields'])}"


def dossier_words():
    """How the dossier of a transfer stands, in words."""
    return {
        "none": _("none needed"),
        "filed": _("filed"),
        "running": _("to be filed"),
        "soon": _("due soon"),
        "late": _("late"),
    }


def section_titles():
    """{code: title} of the sections, in their order."""
    return {
        "register": _("About this register"),
        "controller": _("Controller"),
        "purposes": _("Purposes"),
        "categories": _("Data categories"),
        "recipients": _("Recipients and transfers abroad"),
        "channels": _("Channels"),
        "storage": _("Cookies and storage"),
        "measures": _("Security measures"),
    }


def field_labels():
    """{section: {field: label}}."""
    code, name, description = _("Code"), _("Name"), _("Description")
    return {
        "register": {
            "policy_version": _("Policy version"),
            "effective_at": _("In force since"),
            "generated_at": _("Written at"),
            "language": _("Language"),
            "subjects_count": _("People on whom data is held"),
            "subjects_limit": _("Limit of the exemptions for small firms"),
        },
        "controller": {
            "name": name,
            "id": _("Tax code"),
            "address": _("Address"),
            "contact": _("Contact"),
            "dpo": _("Responsible for data protection"),
        },
        "purposes": {
            "code": code,
            "name": name,
            "description": description,
            "subjects": _("Whose data"),
            "legal_basis": _("Legal basis"),
            "legal_reference": _("Reference"),
            "categories": _("Data"),
            "recipients": _("Recipients"),
            "retention": _("Kept for"),
            "retention_days": _("Kept for (days)"),
            "is_sensitive": _("Sensitive data"),
            "is_marketing": _("Marketing"),
            "channel": _("Channel"),
            "frequency": _("Frequency"),
            "withdrawal": _("Withdrawal"),
            "forms": _("Forms"),
        },
        "categories": {
            "code": code,
            "name": name,
            "description": description,
            "is_sensitive": _("Sensitive data"),
        },
        "recipients": {
            "code": code,
            "name": name,
            "country": _("Country"),
            "reason": _("Reason"),
            "purposes": _("Purposes"),
            "categories": _("Data"),
            "hosts": _("Hosts"),
            "first_transfer_on": _("First transfer"),
            "safeguards": _("Safeguards"),
            "dossier_due": _("Dossier due"),
            "dossier_filed_on": _("Dossier filed"),
            "dossier_state": _("Dossier"),
        },
        "channels": {"code": code, "name": name, "description": description},
        "storage": {
            "name": name,
            "key": _("Name in the browser"),
            "kind": _("Kind"),
            "reason": _("What for"),
            "surface": _("Where"),
            "party": _("Set by"),
            "lifetime": _("Lifetime"),
            "essential": _("Strictly necessary"),
        },
        "measures": {"text": _("Measure")},
    }


def safe_cell(value):
    """`value` as text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def as_csv(register):
    """The register as CSV, a line for each field of each entry; marked as UTF-8 for Excel."""
    file = io.StringIO()
    writer = csv.writer(file)
    lines = [(_("Section"), _("Entry"), _("Field"), _("Value"))]
    for section in sections(register):
        for number, item in enumerate(section.items, 1):
            lines += [(section.title, item.name or number, label, text) for label, text in item.rows]
    for line in lines:
        writer.writerow([safe_cell(value) for value in line])
    return "\ufeff" + file.getvalue()
