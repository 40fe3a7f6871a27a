"""The drafts that officers print: the authority's form, the cyber report, the confirmation record.

Contents after Decree 356/2025 Art. 28.1 (Form 08), Decree 331/2026 Art. 31.2(d) and GDPR Art. 33(3). Rendered
in the active language: Vietnamese is what is filed, English is a copy to read.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from privacy.controller import controller
from privacy.declared import current

from . import severity
from .services import affected_figures


@dataclass(frozen=True)
class Row:
    """One line of a form: its name, what is known, and whether the form can't do without."""

    label: str
    value: str
    required: bool = True

    @property
    def missing(self):
        return self.required and not self.value


@dataclass(frozen=True)
class Draft:
    """A paper to print: sections of rows, and what is still to fill in."""

    code: str
    title: str
    reference: str
    to: str
    sections: list
    signatures: list

    def filled(self):
        """The sections without optional rows that say nothing."""
        kept = [(title, [row for row in rows if row.value or row.required]) for title, rows in self.sections]
        return [(title, rows) for title, rows in kept if rows]

    @property
    def missing(self):
        """The names of the mandatory fields that are still empty."""
        return [row.label for _title, rows in self.sections for row in rows if row.missing]


def draft(incident, code):
    """The draft `code` ("form08", "cyber", "record") for the incident; KeyError if there is none such."""
    return DRAFTS[code](incident)


def form08(incident):
    """The notification to the data-protection authority."""
    return Draft(
        "form08",
        _("Notification of a violation of personal data protection"),
        _("Form 08, Decree 356/2025"),
        _("To: the data-protection authority, Ministry of Public Security"),
        [
            (_("The organisation"), _company()),
            (_("The violation"), _violation(incident)),
            (_("The data concerned"), _data(incident)),
            (_("Consequences and measures"), _outcome(incident)),
            (_("Lateness"), _lateness(incident, "authority")),
        ],
        [_("For the organisation")],
    )


def cyber(incident):
    """The separate report on a cyber-security incident."""
    levels = dict(severity.CYBER_LEVELS)
    level = str(levels.get(incident.answers.get("cyber"), ""))
    return Draft(
        "cyber",
        _("Report on a cyber-security incident"),
        _("Decree 331/2026, Article 31.2(d)"),
        _("To: the authority in charge of cyber security"),
        [
            (_("The organisation"), _company()),
            (_("The incident"), [*_violation(incident), Row(_("Severity"), level)]),
            (_("Cause, scope and remedy"), _outcome(incident)),
            (_("Lateness"), _lateness(incident, "cyber_first", "cyber_full")),
        ],
        [_("For the organisation")],
    )


def record(incident):
    """The written confirmation record (biên bản), signed by those present and kept with the incident."""
    return Draft(
        "record",
        _("Record confirming a violation of personal data protection"),
        _("Decree 356/2025, Article 28"),
        "",
        [
            (_("The organisation"), _company()),
            (_("The violation"), _violation(incident)),
            (_("The data concerned"), _data(incident)),
            (_("Consequences and measures"), _outcome(incident)),
        ],
        [_("Who recorded it"), _("Who confirms it"), _("For the organisation")],
    )


# Papers that not every incident needs, and the duty that each serves.
SERVES = {"cyber": "cyber_first"}
DRAFTS = {"form08": form08, "cyber": cyber, "record": record}


def needed(incident):
    """The codes of the drafts that the incident's duties call for, the authority's form first."""
    duties = {duty.code for duty in incident.duties()}
    return [code for code in DRAFTS if code not in SERVES or SERVES[code] in duties]


def _company():
    facts = controller(get_language())
    return [
        Row(_("Name"), facts.get("name", "")),
        Row(_("Tax code"), facts.get("id", "")),
        Row(_("Address"), facts.get("address", "")),
        Row(_("Data-protection contact"), facts.get("dpo") or facts.get("contact", "")),
    ]


def _violation(incident):
    processor = incident.processor
    if processor and incident.processor_told_at:
        processor = f"{processor}, {moment(incident.processor_told_at)}"
    return [
        Row(_("Number in the register"), incident.code, False),
        Row(_("Kind of violation"), incident.get_kind_display()),
        Row(_("Detected at"), moment(incident.detected_at)),
        Row(_("Time"), span(incident.occurred_from, incident.occurred_to)),
        Row(_("Place"), incident.place),
        Row(_("The act"), incident.act),
        Row(_("Parties"), incident.parties),
        Row(_("Reported by a processor"), processor, False),
    ]


def _data(incident):
    volumes = volume(incident)
    return [
        Row(_("Kinds of data"), ", ".join(category_names(incident.data_categories))),
        Row(_("Number of people"), str(volumes["people"] or "")),
        Row(_("Number of records"), str(volumes["records"] or "")),
    ]


def _outcome(incident):
    return [
        Row(_("Consequences, seen or possible"), incident.consequences),
        Row(_("Measures taken and planned"), incident.measures),
    ]


def _lateness(incident, *duties):
    """Reasons for being late: only there when there are any."""
    reports = incident.reports.exclude(late_reason="").filter(duty__in=duties)
    return [Row(_("Reasons for being late"), "\n".join(r.late_reason for r in reports), False)]


def volume(incident):
    """{"people", "records"}: what was counted, or estimated where the estimate is greater."""
    counted = affected_figures(incident)
    return {
        "people": max(counted["people"], incident.people_estimate or 0),
        "records": max(counted["records"], incident.records_estimate or 0),
    }


def category_choices():
    """[(code, name)] of the data categories in the policy in force, in the active language."""
    declared = current()
    entries = declared.categories(get_language()) if declared else {}
    return [(code, entry.name) for code, entry in entries.items()]


def category_names(codes):
    """The names of data categories; a code that the policy in force doesn't know stands for itself."""
    names = dict(category_choices())
    return [names.get(code, code) for code in codes]


def moment(value):
    """A moment as forms have it, in the company's time; empty for none."""
    if not value:
        return ""
    return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")


def span(start, end):
    """ "22/11/2026 08:00 – 22/11/2026 09:30"; one-sided where only one side is known."""
    if start and end:
        return f"{moment(start)} – {moment(end)}"
    if start:
        return pgettext("time span", "from %(moment)s") % {"moment": moment(start)}
    return pgettext("time span", "until %(moment)s") % {"moment": moment(end)} if end else ""
