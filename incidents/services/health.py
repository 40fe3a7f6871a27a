"""Figures for the menu, the dashboard and the health page. Counts and codes only."""

from django.db.models import Count, Q
from django.utils import timezone

from ..clocks import State, years_after
from ..models import Disclosure, Incident, NoticeDelivery
from .register import clocks, for_clocks, nearest


def figures():
    """{"open", "demands"}: open incidents, and authorities' demands that wait; two queries."""
    demands = Disclosure.objects.exclude(state__in=[Disclosure.State.HANDED, Disclosure.State.REFUSED])
    return {
        "open": Incident.objects.exclude(status=Incident.Status.CLOSED).count(),
        "demands": demands.count(),
    }


def health():
    """What the operator should know.

    open_incidents; overdue_clocks: incidents with a missed deadline, closed ones too; late_clocks: duties
    met, or waived, too late in the past twelve months; nearest_clock: {"incident", "duty", "due_at"} of the
    deadline that ends first, or None; unsent_notices: mails waiting or failed.
    """
    now = timezone.now()
    year_ago = years_after(now, -1)
    everything = list(for_clocks(Incident.objects.all()))
    found = [(incident, clock) for incident in everything if (clock := nearest(incident, now))]
    late = [
        clock
        for incident in everything
        for clock in clocks(incident)
        if clock.ended_late_at and clock.ended_late_at >= year_ago
    ]
    incident, clock = min(found, key=lambda each: each[1].due_at, default=(None, None))
    states = NoticeDelivery.State
    mails = NoticeDelivery.objects.aggregate(
        waiting=Count("pk", filter=Q(state=states.PENDING, next_try__lt=now)),
        failed=Count("pk", filter=Q(state=states.FAILED, called_at=None)),
    )
    return {
        "open_incidents": sum(incident.is_open for incident in everything),
        "overdue_clocks": sum(each.state(now) == State.OVERDUE for _, each in found),
        "late_clocks": len(late),
        "nearest_clock": clock and {"incident": incident.code, "duty": clock.code, "due_at": clock.due_at},
        "unsent_notices": mails["waiting"] + mails["failed"],
    }
