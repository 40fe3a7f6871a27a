"""The countdowns: hours are hours, over month ends, leap days and changes of the clock."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from incidents.clocks import Clock, State, deadline, years_after
from incidents.words import countdown, duration

VIETNAM, BERLIN = ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("Europe/Berlin")
START = dt.datetime(2026, 11, 22, 8, 30, tzinfo=VIETNAM)


def clock(**options):
    return Clock(**{"code": "authority", "starts_at": START, "hours": 72, "warn_hours": 24, **options})


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((2026, 11, 28, 23, 15), (2026, 12, 1, 23, 15)),
        ((2026, 12, 30, 0, 0), (2027, 1, 2, 0, 0)),
        ((2027, 2, 26, 12, 0), (2027, 3, 1, 12, 0)),
        ((2028, 2, 27, 12, 0), (2028, 3, 1, 12, 0)),
        # Over Tết, a weekend: the period doesn't stop.
        ((2027, 2, 5, 17, 59), (2027, 2, 8, 17, 59)),
    ],
)
def test_72_hours_in_vietnam_end_three_days_later_at_the_same_time(start, end):
    assert deadline(dt.datetime(*start, tzinfo=VIETNAM), 72) == dt.datetime(*end, tzinfo=VIETNAM)


def test_72_hours_are_72_hours_over_a_change_of_the_clock():
    spring = dt.datetime(2027, 3, 27, 12, 0, tzinfo=BERLIN)
    autumn = dt.datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN)
    assert deadline(spring, 72).astimezone(BERLIN).hour == 13
    assert deadline(autumn, 72).astimezone(BERLIN).hour == 11
    assert deadline(spring, 72) - spring.astimezone(dt.UTC) == dt.timedelta(hours=72)


def test_the_same_moment_in_two_zones_has_one_deadline():
    assert deadline(START, 72) == deadline(START.astimezone(BERLIN), 72)


def test_a_moment_without_a_zone_has_no_deadline():
    with pytest.raises(ValueError, match="time zone"):
        deadline(START.replace(tzinfo=None), 72)


@pytest.mark.parametrize(
    ("hours", "state"),
    [
        (0, State.RUNNING),
        (47.9, State.RUNNING),
        (48, State.WARNING),
        (72, State.WARNING),
        (72.01, State.OVERDUE),
    ],
)
def test_a_clock_runs_warns_and_is_over(hours, state):
    assert clock().state(START + dt.timedelta(hours=hours)) == state


def test_a_short_clock_does_not_warn_from_its_start():
    short = clock(hours=24)
    assert short.state(START) == State.RUNNING
    assert short.state(START + dt.timedelta(hours=16)) == State.WARNING


def test_met_in_time_to_the_second_and_late_after_it():
    end = deadline(START, 72)
    assert clock(met_at=end).state(end + dt.timedelta(days=9)) == State.MET
    assert clock(met_at=end + dt.timedelta(seconds=1)).state(end) == State.MET_LATE


def test_without_a_period_nothing_counts_down():
    free = clock(hours=None)
    assert free.state(START + dt.timedelta(days=900)) == State.OPEN
    assert free.due_at is None and free.left(START) is None
    assert clock(hours=None, met_at=START).state(START) == State.MET


def test_words_name_the_two_greatest_units():
    from django.utils import translation

    with translation.override("en"):
        assert duration(dt.timedelta(days=2, hours=5, minutes=3)) == "2 days 5 hours"
        assert duration(dt.timedelta(hours=1, minutes=1)) == "1 hour 1 minute"
        assert duration(dt.timedelta(seconds=20)) == "0 minutes"
        assert countdown(clock(), START).words == "3 days left"
        assert countdown(clock(), START + dt.timedelta(hours=73)).words == "Overdue by 1 hour"
        late = clock(met_at=START + dt.timedelta(hours=74))
        assert countdown(late, START).words == "Done 2 hours late"


def test_five_years_after_a_leap_day_lose_no_day():
    day = dt.datetime(2028, 2, 29, 12, 0, tzinfo=VIETNAM)
    assert years_after(day, 5) == dt.datetime(2033, 3, 1, 12, 0, tzinfo=VIETNAM)
    assert years_after(day, 4) == dt.datetime(2032, 2, 29, 12, 0, tzinfo=VIETNAM)
