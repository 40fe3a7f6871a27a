"""What was late stays late for a year: closing an incident or a request turns no promise green."""

import datetime as dt

import pytest
from django.utils import timezone

from incidents import services as incidents
from incidents.models import Disclosure
from privacy.promises import board, check_all
from rights.models import PrivacyRequest
from tests.incidents import builders as incident
from tests.privacy.builders import declare
from tests.rights import builders as rights
from website import promises

pytestmark = pytest.mark.django_db
INCIDENTS, REQUESTS = "incident-register", "requests-on-time"


def state(code):
    check_all([code])
    return board.rows()[code].state


def figure(code):
    return board.rows()[code].figure


@pytest.fixture(autouse=True)
def policy():
    declare()


def test_closing_an_incident_with_overdue_duties_turns_nothing_green():
    by = incident.officer()
    assert state(INCIDENTS) == board.KEPT
    one = incident.incident(by, detected_at=timezone.now() - dt.timedelta(hours=100))
    assert state(INCIDENTS) == board.BROKEN
    with pytest.raises(incidents.DutiesLeft):
        incidents.set_status(one, by=by, status="closed")
    assert state(INCIDENTS) == board.BROKEN
    incident.closed(one, by)
    assert state(INCIDENTS) == board.LAPSED
    late = sum(bool(clock.ended_late_at) for clock in incidents.clocks(one))
    assert late > 1 and str(late) in figure(INCIDENTS)


def overdue(**fields):
    one = rights.ask()
    past = timezone.now() - dt.timedelta(days=3)
    values = {"ack_due": past, "due_at": past, "ack_sent_at": past - dt.timedelta(days=1), **fields}
    PrivacyRequest.objects.filter(pk=one.pk).update(**values)
    return one


def close(one, at=None):
    rows = PrivacyRequest.objects.filter(pk=one.pk)
    rows.update(status="closed", outcome="fulfilled", closed_at=at or timezone.now())


def test_completing_a_late_request_turns_nothing_green():
    assert state(REQUESTS) == board.KEPT
    one = overdue()
    assert state(REQUESTS) == board.BROKEN
    close(one)
    assert state(REQUESTS) == board.LAPSED and figure(REQUESTS).endswith("1")


def test_a_late_first_reply_counts_while_the_request_is_open():
    soon = timezone.now() + dt.timedelta(days=3)
    one = overdue(ack_sent_at=None, due_at=soon)
    assert state(REQUESTS) == board.BROKEN
    PrivacyRequest.objects.filter(pk=one.pk).update(ack_sent_at=timezone.now())
    assert state(REQUESTS) == board.LAPSED


def test_what_was_on_time_or_extended_is_green():
    now = timezone.now()
    close(overdue(due_at=now + dt.timedelta(days=1)))
    close(overdue(extended_until=now + dt.timedelta(days=1), extension_reason="complex"))
    assert state(REQUESTS) == board.KEPT


def test_a_year_later_it_is_over():
    past = timezone.now() - dt.timedelta(days=400)
    one = overdue(ack_due=past, due_at=past, ack_sent_at=past)
    close(one, at=timezone.now() - dt.timedelta(days=370))
    assert state(REQUESTS) == board.KEPT


def test_nothing_is_sealed_without_a_scope():
    by = incident.officer()
    one = incident.demand(by)
    assert promises.disclosures_had_two().ok
    for who in (by, incident.approver()):
        one.approvals.create(user=who, user_name="x")
    Disclosure.objects.update(state="sealed")
    assert promises.disclosures_had_two().ok
    Disclosure.objects.update(kinds=[])
    assert not promises.disclosures_had_two().ok
