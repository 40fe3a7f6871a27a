"""Clocks and histories in words, for screens and lists."""

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from vault.reasons import record_kinds

from . import severity
from .clocks import State
from .models import AffectedQuery, Disclosure, Incident, IncidentEvent, Paper

LABELS = {
    State.RUNNING: "running",
    State.WARNING: "warning",
    State.OVERDUE: "overdue",
    State.MET: "met",
    State.MET_LATE: "met",
    State.OPEN: "open",
    State.WAIVED: "met",
}


@dataclass(frozen=True)
class Countdown:
    """A clock as a screen shows it: its duty, state, end, and the time left in words."""

    code: str
    title: str
    state: str
    style: str
    due_at: object
    met_at: object
    words: str


def countdown(clock, now=None):
    """What `clock` says at `now`."""
    now = now or timezone.now()
    state = clock.state(now)
    return Countdown(
        clock.code,
        severity.TITLES[clock.code],
        state.value,
        LABELS[state],
        clock.due_at,
        clock.met_at,
        _words(clock, state, now),
    )


def _words(clock, state, now):
    if state == State.MET:
        return _("Done in time") if clock.hours is not None else _("Done")
    if state == State.MET_LATE:
        return _("Done %(time)s late") % {"time": duration(clock.met_at - clock.due_at)}
    if state == State.WAIVED:
        return _("Waived")
    if state == State.OPEN:
        return _("To do; the law states no period")
    left = clock.left(now)
    if state == State.OVERDUE:
        return _("Overdue by %(time)s") % {"time": duration(-left)}
    return _("%(time)s left") % {"time": duration(left)}


def duration(delta):
    """The two greatest units of a time span: "2 days 5 hours", "45 minutes"."""
    minutes = max(int(delta.total_seconds() // 60), 0)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = []
    if days:
        parts.append(ngettext("%(count)d day", "%(count)d days", days) % {"count": days})
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if not days and (minutes or not parts):
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes})
    return " ".join(parts)


def described(events):
    """The lines of a history with their details in the reader's words: names of fields, kinds, duties."""
    events = list(events)
    for event in events:
        event.words = _detail(event)
    return events


def _detail(event):
    kinds = IncidentEvent.Kind
    first, separator, rest = event.detail.partition(": ")
    if event.kind in (kinds.EDITED, kinds.PUBLIC):
        model = Incident if isinstance(event, IncidentEvent) else Disclosure
        return ", ".join(_field_name(model, name) for name in event.detail.split(", ") if name)
    labels = {
        kinds.STATUS: dict(Incident.Status.choices),
        kinds.REPORTED: severity.TITLES,
        kinds.WAIVED: severity.TITLES,
        kinds.AFFECTED: dict(AffectedQuery.Kind.choices),
        kinds.PAPER: dict(Paper.Kind.choices),
        kinds.PAPER_READ: dict(Paper.Kind.choices),
    }.get(event.kind, {})
    return f"{labels.get(first, first)}{separator}{rest}"


def _field_name(model, name):
    try:
        return str(model._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name


def asked(query):
    """What a kept query asked for, in words: names, codes, moments."""
    words = []
    for name, value in query.params.items():
        if name in ("since", "until"):
            moment = date_format(timezone.localtime(parse_datetime(value)), "SHORT_DATETIME_FORMAT")
            label = pgettext("time span", "from %(moment)s") if name == "since" else None
            words.append((label or pgettext("time span", "until %(moment)s")) % {"moment": moment})
        elif name == "record_kind":
            words.append(str(record_kinds.get(value, value)))
        elif name not in ("user", "receipts"):
            words.append(str(value))
    return words
