"""Requests come in: their clocks run, and what was written is sealed."""

import datetime as dt

import pytest
from django.utils import timezone

from rights import clocks, services
from rights.errors import NotPossible
from rights.models import PrivacyRequest

from . import builders as make
from .builders import day, kinds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]


def test_a_verified_request_has_both_clocks():
    one = make.ask("delete", received_at=make.on(2026, 11, 20))
    assert one.status == "open"
    assert one.valid_from == one.verified_at
    assert day(one.due_at) == day(one.valid_from) + dt.timedelta(days=20)
    assert one.ack_due > one.valid_from
    assert kinds(one) == ["received"]


def test_proof_before_the_request_starts_the_clock_at_the_request():
    received = make.on(2026, 11, 20)
    one = services.open_request(
        person=make.person(),
        kind="view",
        source="centre",
        locale="vi",
        verified_at=received - dt.timedelta(minutes=5),
        received_at=received,
    )
    assert one.valid_from == received
    assert day(one.due_at) == dt.date(2026, 11, 30)


def test_without_proof_only_the_first_reply_is_due():
    one = make.ask("view", verified=False, received_at=make.on(2026, 11, 20))  # a Friday
    assert (one.status, one.valid_from, one.due_at) == ("unverified", None, None)
    assert day(one.ack_due) == dt.date(2026, 11, 24)
    services.verify(one, at=make.on(2026, 11, 23))
    assert one.status == "open"
    assert (day(one.ack_due), day(one.due_at)) == (dt.date(2026, 11, 25), dt.date(2026, 12, 3))
    assert kinds(one) == ["received", "verified"]


def test_the_evening_abroad_is_the_next_day_here():
    evening = dt.datetime(2026, 11, 19, 17, 30, tzinfo=dt.UTC)
    one = services.open_request(
        person=make.person(),
        kind="view",
        source="centre",
        locale="en",
        verified_at=evening,
        received_at=evening,
    )
    assert day(one.due_at) == dt.date(2026, 11, 30)
    assert one.reference.startswith("R2026-")


def test_a_european_has_a_month():
    one = make.ask("delete", eu=True, received_at=make.on(2026, 11, 20))
    assert one.ack_due is None
    assert day(one.due_at) == clocks.add_months(day(one.valid_from), 1)


@pytest.mark.parametrize("what", ["kind", "source"])
def test_unknown_words_are_refused(what):
    with pytest.raises(ValueError, match="nonsense"):
        make.ask(**{"kind": "view", "source": "email", what: "nonsense"})


def test_nothing_comes_in_from_the_future_or_from_the_erased():
    later = timezone.now() + dt.timedelta(hours=1)
    with pytest.raises(ValueError, match="past"):
        make.ask("view", received_at=later)
    person = make.person()
    person.erased_at = timezone.now()
    person.save()
    with pytest.raises(NotPossible):
        make.ask("view", of=person)


def test_what_was_written_is_sealed_and_nowhere_else():
    one = make.ask("complain")
    assert one.record.kind == "privacy_request"
    for row in PrivacyRequest.objects.values_list():
        assert make.TEXT not in str(row)
    assert make.ask("view", of=one.person, text="  ").record is None
