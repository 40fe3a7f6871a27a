"""Opening hours: slots, working time, holidays."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from common.hours import DEFAULT_HOURS, OpeningHours

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = date(2026, 11, 23)


def at(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), VIETNAM)


def test_open_and_closed():
    assert DEFAULT_HOURS.is_open(at(MONDAY, 8))
    assert not DEFAULT_HOURS.is_open(at(MONDAY, 12))
    assert not DEFAULT_HOURS.is_open(at(MONDAY + timedelta(days=6), 9))
    assert DEFAULT_HOURS.is_open(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))


def test_a_moment_needs_a_zone():
    with pytest.raises(ValueError, match="zone"):
        DEFAULT_HOURS.is_open(datetime(2026, 11, 23, 9))  # noqa: DTZ001


def test_slots_fit_whole_into_the_open_spans():
    slots = DEFAULT_HOURS.slots(MONDAY)
    assert len(slots) == 16
    assert slots[0] == (at(MONDAY, 8), at(MONDAY, 8, 30))
    assert slots[-1].end == at(MONDAY, 17, 30)
    assert at(MONDAY, 12) not in [slot.start for slot in slots]


def test_no_slots_on_a_holiday():
    hours = OpeningHours(week=DEFAULT_HOURS.week, closed=frozenset({MONDAY}))
    assert hours.slots(MONDAY) == []
    assert hours.next_open(at(MONDAY, 9)) == at(MONDAY + timedelta(days=1), 8)


def test_next_open_waits_for_the_end_of_lunch():
    assert DEFAULT_HOURS.next_open(at(MONDAY, 12, 15)) == at(MONDAY, 13, 30)
    assert DEFAULT_HOURS.next_open(at(MONDAY, 9, 15)) == at(MONDAY, 9, 15)


def test_working_time_leaves_out_lunch_nights_and_sundays():
    assert DEFAULT_HOURS.add_working_time(at(MONDAY, 11), timedelta(hours=2)) == at(MONDAY, 14, 30)
    saturday = MONDAY + timedelta(days=5)
    assert DEFAULT_HOURS.add_working_time(at(saturday, 11), timedelta(hours=2)) == at(
        saturday + timedelta(days=2), 9
    )


def test_a_company_that_never_opens_says_so():
    with pytest.raises(ValueError, match="no opening hours"):
        OpeningHours(week={}).next_open(at(MONDAY, 9))
