"""By when: around Tết, weekends, swapped days, month ends, and on the clock of Vietnam."""

from datetime import UTC, date, datetime

import pytest

from rights import clocks
from rights.models import Holiday
from rights.workdays import work_calendar

PLAIN = clocks.WorkCalendar()


def at(day, hour=9):
    """A moment on that day in Vietnam."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=clocks.VIETNAM)


def day_of(moment):
    return clocks.local_day(moment)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),  # Monday: Tuesday, Wednesday
        (date(2026, 11, 26), date(2026, 11, 30)),  # Thursday: Friday, Monday
        (date(2026, 11, 27), date(2026, 12, 1)),  # Friday: Monday, Tuesday
        (date(2026, 11, 28), date(2026, 12, 1)),  # Saturday: the same
        (date(2026, 11, 29), date(2026, 12, 1)),  # Sunday: the same
        (date(2026, 12, 31), date(2027, 1, 4)),  # over the year's end, without a calendar
    ],
)
def test_the_first_reply_takes_two_working_days(received, due):
    moment = clocks.first_reply_due(at(received), calendar=PLAIN)
    assert day_of(moment) == due
    assert moment == clocks.end_of(due)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2027, 2, 3), date(2027, 2, 12)),  # Wednesday before Tết: Thursday, then all off to the 11th
        (date(2027, 2, 4), date(2027, 2, 15)),  # the last working day: Friday 12, Monday 15
        (date(2027, 2, 6), date(2027, 2, 15)),  # on the first day of the year
        (date(2026, 2, 13), date(2026, 2, 24)),  # Friday before the nine days of 2026
        (date(2026, 4, 29), date(2026, 5, 5)),  # 30 April and 1 May, then a weekend
        (date(2026, 4, 24), date(2026, 4, 29)),  # the Kings' day fell on a Sunday: Monday off instead
        (date(2027, 4, 29), date(2027, 5, 5)),  # 1 May on a Saturday: Monday off instead
        (date(2026, 8, 21), date(2026, 8, 24)),  # Saturday 22 August was worked
        (date(2026, 12, 31), date(2027, 1, 5)),  # New Year
        (date(2027, 12, 31), date(2028, 1, 5)),  # New Year on a Saturday: Monday off instead
        (date(2028, 1, 21), date(2028, 2, 1)),  # Friday before Tết 2028
    ],
)
def test_the_shipped_calendar_is_followed(received, due):
    assert day_of(clocks.first_reply_due(at(received), calendar=work_calendar())) == due


@pytest.mark.django_db
def test_a_swapped_saturday_counts_and_its_day_off_does_not():
    calendar = work_calendar()
    assert calendar.is_working_day(date(2026, 8, 22))
    assert not calendar.is_working_day(date(2026, 8, 31))
    assert day_of(clocks.first_reply_due(at(date(2026, 8, 28)), calendar=calendar)) == date(2026, 9, 4)


@pytest.mark.django_db
def test_an_officer_can_change_the_calendar():
    before = clocks.first_reply_due(at(date(2026, 11, 23)), calendar=work_calendar())
    Holiday.objects.create(date=date(2026, 11, 24), name="Ngày Văn hóa Việt Nam")
    after = clocks.first_reply_due(at(date(2026, 11, 23)), calendar=work_calendar())
    assert (day_of(before), day_of(after)) == (date(2026, 11, 25), date(2026, 11, 26))


@pytest.mark.django_db
def test_each_shipped_year_is_whole():
    for year in (2026, 2027, 2028):
        off = Holiday.objects.filter(date__year=year, is_working_day=False)
        weekdays = [row for row in off if row.date.weekday() < 5]
        # Eleven days of the Labour Code, and what was swapped.
        swapped = Holiday.objects.filter(date__year=year, is_working_day=True).count()
        assert len(weekdays) - swapped == 11, year


@pytest.mark.parametrize(
    ("kind", "alone", "with_others", "extension"),
    [
        ("withdraw", 15, 20, 15),
        ("restrict", 15, 20, 15),
        ("object", 15, 20, 15),
        ("view", 10, 15, 10),
        ("correct", 10, 15, 10),
        ("copy", 10, 15, 10),
        ("delete", 20, 30, 20),
        ("protect", 15, 15, 15),
        ("complain", 15, 15, 15),
    ],
)
def test_completion_counts_calendar_days(kind, alone, with_others, extension):
    start = at(date(2027, 2, 1))
    due = clocks.completion_due(kind, start)
    assert (day_of(due) - date(2027, 2, 1)).days == alone
    later = clocks.completion_due(kind, start, third_party=True)
    assert (day_of(later) - date(2027, 2, 1)).days == with_others
    assert (day_of(clocks.latest_extension(kind, due)) - day_of(due)).days == extension


def test_a_deadline_ends_with_its_last_day():
    due = clocks.completion_due("view", at(date(2026, 11, 24)))
    assert due.astimezone(clocks.VIETNAM).strftime("%d/%m/%Y %H:%M:%S") == "04/12/2026 23:59:59"
    assert due < at(date(2026, 12, 5), 0)


def test_the_evening_in_greenwich_is_the_next_day_in_vietnam():
    evening = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # midnight in Vietnam
    just_before = datetime(2026, 11, 23, 16, 59, 59, tzinfo=UTC)
    assert day_of(evening) == date(2026, 11, 24)
    assert day_of(just_before) == date(2026, 11, 23)
    assert day_of(clocks.completion_due("view", evening)) == date(2026, 12, 4)
    assert day_of(clocks.completion_due("view", just_before)) == date(2026, 12, 3)
    # Friday 17:30 in Greenwich is Saturday in Vietnam.
    friday = datetime(2026, 11, 27, 17, 30, tzinfo=UTC)
    assert day_of(clocks.first_reply_due(friday, calendar=PLAIN)) == date(2026, 12, 1)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        clocks.completion_due("view", datetime(2026, 11, 24, 9))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 24), 1, date(2026, 12, 24)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(start, months, end):
    assert clocks.add_months(start, months) == end


def test_the_european_clock_has_months_and_no_first_reply():
    start = at(date(2027, 1, 31))
    due = clocks.completion_due("delete", start, third_party=True, eu=True)
    assert day_of(due) == date(2027, 2, 28)
    assert day_of(clocks.latest_extension("delete", due, eu=True)) == date(2027, 4, 28)
    assert clocks.first_reply_due(start, calendar=PLAIN, eu=True) is None


def test_the_numbers_are_settings(settings):
    settings.RIGHTS_FIRST_REPLY_DAYS = 3
    settings.RIGHTS_DEADLINES = {"view": {"complete": 5, "third_party": 6, "extension": 7}}
    settings.RIGHTS_GDPR = {"first_reply": 5, "months": 2, "extension_months": 1}
    start = at(date(2026, 11, 23))
    assert day_of(clocks.first_reply_due(start, calendar=PLAIN)) == date(2026, 11, 26)
    assert day_of(clocks.completion_due("view", start)) == date(2026, 11, 28)
    assert day_of(clocks.first_reply_due(start, calendar=PLAIN, eu=True)) == date(2026, 11, 30)
    assert day_of(clocks.completion_due("view", start, eu=True)) == date(2027, 1, 23)


def test_a_calendar_without_working_days_is_an_error_and_no_endless_loop():
    with pytest.raises(ValueError, match="no working days"):
        clocks.add_working_days(date(2026, 11, 23), 1, clocks.WorkCalendar(weekend=tuple(range(7))))


def test_nearly_due_counts_days_in_vietnam():
    due = clocks.end_of(date(2026, 11, 26))
    assert not clocks.is_nearly_due(due, at(date(2026, 11, 23), 23))
    assert clocks.is_nearly_due(due, at(date(2026, 11, 24), 0))
    assert clocks.is_nearly_due(due, at(date(2026, 11, 26), 23))
    assert not clocks.is_nearly_due(due, at(date(2026, 11, 27), 0))
    assert clocks.days_left(due, at(date(2026, 11, 27), 0)) == -1
