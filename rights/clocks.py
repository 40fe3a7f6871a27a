"""By when a request is due. Pure functions: dates in, moments out; nothing here reads a database or a clock.

Days are days in Vietnam, and the day of receipt is not counted. A deadline ends with its last day. The first
reply is counted in working days; everything else in calendar days, also when the last one is a holiday: the
law does not say which, and the earlier reading is always safe (docs/adr/0060).
"""

import calendar as months
import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from . import conf

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
# Nobody closes for longer; a calendar without any working day must not make us count for ever.
HORIZON_DAYS = 400


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked: not weekends nor `holidays`, but `workdays` even if they fall on a weekend."""

    holidays: frozenset = frozenset()
    workdays: frozenset = frozenset()
    weekend: tuple = (5, 6)

    def is_working_day(self, day):
        if day in self.workdays:
            return True
        return day.weekday() not in self.weekend and day not in self.holidays


def local_day(moment):
    """The date in Vietnam at `moment`; ValueError for a time without a zone, which could be anyone's."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a zone has no date in Vietnam.")
    return moment.astimezone(VIETNAM).date()


def end_of(day):
    """The last moment of `day` in Vietnam."""
    return dt.datetime.combine(day, dt.time.max, VIETNAM)


def add_working_days(day, number, calendar):
    """The `number`-th working day after `day`; `day` itself is not counted. ValueError if there is none."""
    left, current = number, day
    while left:
        current += dt.timedelta(days=1)
        if (current - day).days > HORIZON_DAYS:
            raise ValueError("The holiday calendar leaves no working days in the coming year.")
        if calendar.is_working_day(current):
            left -= 1
    return current


def add_months(day, number):
    """The same day `number` months later, or that month's last day (Regulation 1182/71, art. 3.2c)."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, months.monthrange(year, month + 1)[1]))


def first_reply_due(start, *, calendar, eu=False):
    """When the first reply is due, counted from the moment `start`; None where the law asks for none."""
    days = conf.setting("RIGHTS_GDPR")["first_reply"] if eu else conf.setting("RIGHTS_FIRST_REPLY_DAYS")
    if days is None:
        return None
    return end_of(add_working_days(local_day(start), days, calendar))


def completion_due(kind, start, *, third_party=False, eu=False):
    """When a request of `kind` must be completed, counted from the moment `start` it was valid."""
    day = local_day(start)
    if eu:
        return end_of(add_months(day, conf.setting("RIGHTS_GDPR")["months"]))
    return end_of(day + dt.timedelta(days=completion_days(kind, third_party=third_party)))


def completion_days(kind, *, third_party=False):
    """The calendar days that the law gives for `kind`."""
    return conf.setting("RIGHTS_DEADLINES")[kind]["third_party" if third_party else "complete"]


def latest_extension(kind, due, *, eu=False):
    """The latest moment to which the deadline `due` may be moved, once and with reasons."""
    day = local_day(due)
    if eu:
        return end_of(add_months(day, conf.setting("RIGHTS_GDPR")["extension_months"]))
    return end_of(day + dt.timedelta(days=conf.setting("RIGHTS_DEADLINES")[kind]["extension"]))


def days_left(due, now):
    """Whole days in Vietnam from today to the day of `due`: 0 today, negative when it has passed."""
    return (local_day(due) - local_day(now)).days


def is_nearly_due(due, now):
    """Whether `due` is at hand but has not passed."""
    return now <= due and days_left(due, now) <= conf.setting("RIGHTS_NEARLY_DUE_DAYS")
