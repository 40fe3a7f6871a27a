"""A request's clocks in plain words: what is due, by when, and how the date was counted."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from . import clocks, conf

DONE, WAITING, FINE, SOON, LATE = "done", "waiting", "fine", "soon", "late"


@dataclass
class Line:
    """One clock. `state` is one of the constants above; `left` says how long there still is."""

    words: str
    state: str
    left: str = ""
    note: str = ""


def day(moment):
    """A date as people say it: "Thứ Tư 25/11", "Wednesday 25 November"; with the year if it is another."""
    local = clocks.local_day(moment)
    numbers = get_language() == "vi"
    words = date_format(local, "l j/n" if numbers else "l j F")
    if local.year == clocks.local_day(timezone.now()).year:
        return words
    return f"{words}{'/' if numbers else ' '}{local.year}"


def lines(request, now=None):
    """The first reply's line, then the completion's."""
    now = now or timezone.now()
    return [_reply(request, now), _completion(request, now)]


def short(request, now=None):
    """The one line of what is due first, for lists; None when nothing is."""
    now = now or timezone.now()
    what, due = request.next_due()
    if due is None:
        return None
    words = {
        "reply": _("First reply: %(day)s"),
        "complete": _("Complete: %(day)s"),
        "task": _("Recipient confirms: %(day)s"),
    }
    return Line(words[what] % {"day": day(due)}, _state(due, now), left(due, now))


def _reply(request, now):
    if request.ack_sent_at:
        return Line(_("First reply given %(day)s") % {"day": day(request.ack_sent_at)}, DONE)
    if not request.is_open:
        return Line(_("Closed before a first reply was given"), DONE)
    if request.ack_due is None:
        return Line(_("No first reply is due by law; tell them of an extension within the month"), WAITING)
    days = conf.setting("RIGHTS_FIRST_REPLY_DAYS")
    counted = ngettext("%(count)d working day", "%(count)d working days", days) % {"count": days}
    if request.verified_at:
        words = _("First reply due %(day)s, %(counted)s")
    else:
        words = _("Ask for proof of identity by %(day)s, %(counted)s")
    return Line(
        words % {"day": day(request.ack_due), "counted": counted},
        _state(request.ack_due, now),
        left(request.ack_due, now),
    )


def _completion(request, now):
    if not request.is_open:
        return Line(
            _("%(outcome)s %(day)s")
            % {"outcome": request.get_outcome_display(), "day": day(request.closed_at)},
            DONE,
        )
    if request.due_at is None:
        return Line(
            _("The time to complete runs once the identity is proven: %(counted)s")
            % {"counted": _counted(request)},
            WAITING,
        )
    note = ""
    if request.third_party_involved and not request.eu:
        note = _("The longer time applies because a recipient of the data must act too.")
    if request.extended_until:
        note = _("Extended once, from %(day)s: %(reason)s.") % {
            "day": day(request.due_at),
            "reason": request.get_extension_reason_display(),
        }
    return Line(
        _("Complete by %(day)s, %(counted)s") % {"day": day(request.deadline), "counted": _counted(request)},
        _state(request.deadline, now),
        left(request.deadline, now),
        note,
    )


def _counted(request):
    if request.eu:
        months = conf.setting("RIGHTS_GDPR")["months"]
        return ngettext("%(count)d month (GDPR)", "%(count)d months (GDPR)", months) % {"count": months}
    days = clocks.completion_days(request.kind, third_party=request.third_party_involved)
    return ngettext("%(count)d calendar day", "%(count)d calendar days", days) % {"count": days}


def _state(due, now):
    if due < now:
        return LATE
    return SOON if clocks.is_nearly_due(due, now) else FINE


def left(due, now):
    """How long there still is, or how late it is, in days of Vietnam."""
    days = clocks.days_left(due, now)
    if days < 0:
        return ngettext("%(count)d day late", "%(count)d days late", -days) % {"count": -days}
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
