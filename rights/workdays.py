"""The holiday calendar of the database, as the clocks reckon with it."""

from . import clocks, conf
from .models import Holiday


def work_calendar():
    """Which days are worked, by the officer's calendar. One query."""
    days = dict(Holiday.objects.values_list("date", "is_working_day"))
    return clocks.WorkCalendar(
        holidays=frozenset(day for day, works in days.items() if not works),
        workdays=frozenset(day for day, works in days.items() if works),
        weekend=tuple(conf.setting("RIGHTS_WEEKEND")),
    )
