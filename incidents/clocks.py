"""Countdowns: pure arithmetic on moments. A period of hours is hours, whatever the wall clock does."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What a clock says."""

    RUNNING = "running"
    WARNING = "warning"
    OVERDUE = "overdue"
    MET = "met"
    # What was due is done, but it was done too late.
    MET_LATE = "met_late"
    # A duty without a period of law: it waits, but nothing counts down.
    OPEN = "open"
    # Somebody decided, with a reason, that it is not going to be met.
    WAIVED = "waived"


# What still has to be done.
UNMET = (State.RUNNING, State.WARNING, State.OVERDUE, State.OPEN)


def deadline(start, hours):
    """`hours` after `start`, in UTC; ValueError for a moment without a time zone.

    Counted in UTC: adding to a local time would follow its wall clock over a change to summer time.
    """
    if start.tzinfo is None or start.utcoffset() is None:
        raise ValueError("A deadline needs a moment with a time zone.")
    return start.astimezone(dt.UTC) + dt.timedelta(hours=hours)


@dataclass(frozen=True)
class Clock:
    """One duty's countdown. `hours` is None where the law states no period."""

    code: str
    starts_at: dt.datetime
    hours: int | float | None
    met_at: dt.datetime | None = None
    warn_hours: int | float = 0
    waived_at: dt.datetime | None = None

    @property
    def due_at(self):
        """When the period ends (UTC), or None."""
        return None if self.hours is None else deadline(self.starts_at, self.hours)

    def state(self, now):
        """The clock's State at `now`. Meeting a deadline at its very second is in time."""
        if self.met_at is not None:
            late = self.hours is not None and self.met_at > self.due_at
            return State.MET_LATE if late else State.MET
        if self.waived_at is not None:
            return State.WAIVED
        if self.hours is None:
            return State.OPEN
        if now > self.due_at:
            return State.OVERDUE
        return State.WARNING if self.due_at - now <= self.warns_before else State.RUNNING

    @property
    def ended_late_at(self):
        """When it was met, or waived, after its period had ended; None for one in time or still to be met."""
        ended = self.met_at or self.waived_at
        return ended if ended and self.hours is not None and ended > self.due_at else None

    @property
    def warns_before(self):
        """How long before its end the clock warns: never for more than a third of a period."""
        return dt.timedelta(hours=min(self.warn_hours, self.hours / 3))

    def left(self, now):
        """The time left at `now`, negative once it is over; None without a period, when met or waived."""
        if self.met_at is not None or self.waived_at is not None or self.hours is None:
            return None
        return self.due_at - now


def years_after(moment, years):
    """The same day and time `years` later; 29 February becomes 1 March, so that no day is lost."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)
