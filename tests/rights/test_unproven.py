"""Who never proves who they are is reminded once and then told that the request has ended."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from rights import services
from rights.models import PrivacyRequest

from . import builders as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]


@pytest.fixture
def clock(monkeypatch):
    """Sets the time to so many days from now, and does what the worker does then."""
    start = timezone.now()

    def after(**time):
        now = start + dt.timedelta(**time)
        monkeypatch.setattr(timezone, "now", lambda: now)
        services.sweep()
        services.sweep()

    yield after


def answered(**options):
    one = make.ask("delete", verified=False, **options)
    services.acknowledge(one, how="mailed")
    return one


def test_they_are_reminded_once_and_told_at_the_end(clock):
    one = answered()
    clock(days=6, hours=23)
    assert mail.outbox == []
    for minutes in (1, 2, 3):
        clock(days=7, minutes=minutes)
    clock(days=29)
    assert [message.to for message in mail.outbox] == [[make.EMAIL]]
    one.refresh_from_db()
    assert one.is_open
    for minutes in (1, 2, 3):
        clock(days=30, minutes=minutes)
    one.refresh_from_db()
    assert (one.outcome, one.refusal_ground) == ("refused", "identity")
    assert len(mail.outbox) == 2 and one.reference in mail.outbox[1].body
    assert [letter.kind for letter in one.letters.all()] == ["information", "refusal"]
    assert one.events.filter(kind="reminded").count() == 1
    clock(days=60)
    assert len(mail.outbox) == 2


def test_the_days_are_a_setting(clock, settings):
    settings.RIGHTS_UNPROVEN_DAYS = 10
    one = answered()
    clock(days=9)
    assert PrivacyRequest.objects.get().is_open
    clock(days=10, minutes=1)
    one.refresh_from_db()
    assert one.outcome == "refused"


def test_nothing_ends_while_the_company_owes_the_first_reply(clock):
    one = make.ask("delete", verified=False)
    clock(days=60)
    one.refresh_from_db()
    assert one.is_open and one.is_overdue() and mail.outbox == []


def test_the_proven_are_left_alone(clock):
    one = answered()
    services.verify(one)
    clock(days=31)
    one.refresh_from_db()
    assert one.is_open and not one.letters.exists()


def test_without_an_address_it_ends_and_the_officer_tells(clock):
    one = answered(of=make.person(email="", phone=make.PHONE))
    clock(days=8)
    assert one.events.filter(kind="reminded").exists()
    clock(days=31)
    one.refresh_from_db()
    assert one.outcome == "refused" and not one.letters.exists() and mail.outbox == []
    assert PrivacyRequest.objects.filter(closed_at=None).count() == 0
