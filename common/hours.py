"""When the company is open: for callback slots and due times. A room above registers the real hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .registry import Registry

# Nothing looks further ahead than this for an open hour: a company closed for longer has no hours.
HORIZON = timedelta(days=400)

# Takes one entry, `company`: a function without arguments that returns `OpeningHours`.
providers = Registry("opening hours provider")


class Slot(NamedTuple):
    """One appointment that fits whole into an open span; both ends aware, in the company's zone."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class OpeningHours:
    """A weekly timetable with closed dates, in the company's own time zone.

    `week` maps a weekday (Monday is 0) to its open spans, each `(opens, closes)` in wall-clock time,
    `closes` on the same day and later than `opens`; a missing weekday is closed. Naive datetimes given
    to the methods are refused, since nobody could say whose clock they are on.
    """

    week: Mapping[int, tuple[tuple[time, time], ...]]
    closed: frozenset[date] = frozenset()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Ho_Chi_Minh"))
    slot_length: timedelta = timedelta(minutes=30)

    def spans(self, day: date) -> list[Slot]:
        """The open spans of `day` in order; empty on a closed day."""
        if day in self.closed:
            return []
        return [
            Slot(datetime.combine(day, opens, self.zone), datetime.combine(day, closes, self.zone))
            for opens, closes in sorted(self.week.get(day.weekday(), ()))
        ]

    def slots(self, day: date) -> list[Slot]:
        """Every appointment of `slot_length` on `day`, past ones included: the caller knows the time."""
        slots = []
        for opens, closes in self.spans(day):
            start = opens
            while start + self.slot_length <= closes:
                slots.append(Slot(start, start + self.slot_length))
                start += self.slot_length
        return slots

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody is there at `moment`; the closing moment itself is closed."""
        local = self._local(moment)
        return any(opens <= local < closes for opens, closes in self.spans(local.date()))

    def next_open(self, moment: datetime) -> datetime:
        """`moment` itself if open, otherwise when the company next opens.

        Raises `ValueError` when it doesn't open within `HORIZON`.
        """
        local = self._local(moment)
        for opens, _closes in self._spans_from(local):
            return opens
        raise ValueError("The company has no opening hours in the coming year.")

    def add_working_time(self, start: datetime, amount: timedelta) -> datetime:
        """The moment when `amount` of open time has passed since `start`.

        Raises `ValueError` when there isn't that much open time within `HORIZON`.
        """
        left = amount
        for opens, closes in self._spans_from(self._local(start)):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise ValueError("The company has too few opening hours in the coming year.")

    def _local(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise ValueError("A datetime without a zone has no place in opening hours.")
        return moment.astimezone(self.zone)

    def _spans_from(self, local: datetime):
        """The open spans from `local` on, the first one cut where `local` falls into it."""
        day = local.date()
        while day <= local.date() + HORIZON:
            for opens, closes in self.spans(day):
                if closes > local:
                    yield Slot(max(opens, local), closes)
            day += timedelta(days=1)


def _working_week() -> dict[int, tuple[tuple[time, time], ...]]:
    """Vietnamese office hours: Monday to Friday, a lunch break, and Saturday morning."""
    morning, afternoon = (time(8), time(12)), (time(13, 30), time(17, 30))
    return {**dict.fromkeys(range(5), (morning, afternoon)), 5: (morning,)}


DEFAULT_HOURS = OpeningHours(week=_working_week())


def opening_hours() -> OpeningHours:
    """The company's hours: those an editor keeps where a provider is registered, else office hours."""
    provider = providers.get("company")
    return provider() if provider else DEFAULT_HOURS
