"""What the boxes of a form decide about a person, and what about the form alone."""

import datetime as dt
import itertools

import pytest
from django.utils import timezone

from privacy import gate, limits
from vault.models import Person

from .builders import answer, decide, make_form_version, make_purpose, record

DAY = dt.timedelta(days=1)
RECEIPTS = itertools.count(1)


@pytest.fixture
def person(db):
    make_purpose()
    return Person.objects.create()


def leave_empty(person, at=None):
    """The person, or somebody who knows their address, sends a form without ticking its box."""
    return send(person, at, given=False)


def send(person, at=None, *, given=True):
    """The person, or somebody who knows their address, sends a form; returns the event of its box."""
    at = at or timezone.now()
    receipt = f"R{next(RECEIPTS)}"
    return record(person, make_form_version(), given=given, receipt=receipt, at=at)[0]


# A box left empty


@pytest.mark.parametrize("decision", ["given", "withdrawn", "refused", "expired"])
def test_a_box_left_empty_changes_nothing_that_was_decided_otherwise(person, decision):
    """Whoever knows an address can send a form in its owner's name."""
    decide(person, "given", at=timezone.now() - 2 * DAY)
    event = decide(person, decision, at=timezone.now() - DAY)
    before = answer(person)
    leave_empty(person)
    assert answer(person) == before
    assert gate.latest_event(person.pseudonym, "news") == event
    assert list(gate.latest_events([person.pseudonym])) == [event]
    assert gate.last_word(list(gate.history(person.pseudonym))) == event
    assert gate.given_purposes(person.pseudonym) == (["news"] if decision == "given" else [])


def test_a_box_left_empty_counts_where_nothing_else_was_decided(person):
    leave_empty(person, at=timezone.now() - DAY)
    last = leave_empty(person)
    assert answer(person) == (False, "refused")
    assert gate.latest_event(person.pseudonym, "news") == last
    assert list(gate.standing_events("news")) == [last]
    assert gate.last_word(list(gate.history(person.pseudonym))) == last
    decide(person, "given", at=timezone.now() - 2 * DAY)
    assert answer(person) == (True, "consent"), "also by a decision that reaches the ledger late"


def test_what_a_withdrawal_ends_is_the_consent_not_the_empty_box(person):
    given = decide(person, "given", at=timezone.now() - 2 * DAY)
    leave_empty(person)
    event = decide(person, "withdrawn")
    assert (event.wording, answer(person)) == (given.wording, (False, "withdrawn"))


# A box ticked


@pytest.mark.parametrize("no", ["withdrawn", "refused"])
def test_a_ticked_box_brings_nothing_back_that_was_ended(person, no):
    """It counts for the form that it came with, which is answered, and for nothing sent before or after."""
    before = send(person, timezone.now() - 3 * DAY)
    decide(person, no, at=timezone.now() - 2 * DAY)
    sent = send(person, timezone.now() - DAY)
    assert answer(person) == (False, no)
    assert gate.given_purposes(person.pseudonym) == []
    assert gate.may_use(person, "news", receipt=sent.receipt).event == sent
    assert gate.may_use(person, "news", receipt=before.receipt).reason == no
    by_receipt = {each.receipt: person for each in (before, sent)}
    assert gate.allowed_submissions(by_receipt, "news") == {sent.receipt}
    assert gate.allowed_submissions({sent.receipt: Person.objects.create()}, "news") == set()
    assert gate.open_submissions(person.pseudonym, "news") == [sent]
    limits.restrict(person)
    assert gate.allowed_submissions(by_receipt, "news") == set()
    assert gate.may_use(person, "news", receipt=sent.receipt).reason == "restricted"


def test_withdrawing_again_ends_what_a_form_opened_for_itself(person):
    decide(person, "withdrawn", at=timezone.now() - 2 * DAY)
    sent = send(person)
    event = decide(person, "withdrawn")
    assert event.event_time >= sent.event_time
    assert not gate.may_use(person, "news", receipt=sent.receipt)
    assert gate.open_submissions(person.pseudonym, "news") == []
    assert decide(person, "withdrawn") == event, "there is nothing left to withdraw"


def test_who_proved_themselves_and_agrees_again_is_believed_by_forms_too(person):
    decide(person, "withdrawn", at=timezone.now() - 3 * DAY)
    decide(person, "given", at=timezone.now() - 2 * DAY)
    last = send(person)
    assert answer(person) == (True, "consent")
    assert gate.latest_event(person.pseudonym, "news") == last


def test_what_is_refused_now_is_the_last_word_whatever_another_clock_says(person):
    send(person, timezone.now() + DAY)
    decide(person, "refused")
    assert answer(person) == (False, "refused")


KINDS = {
    "given": lambda person, at: decide(person, "given", at=at),
    "withdrawn": lambda person, at: decide(person, "withdrawn", at=at),
    "refused": lambda person, at: decide(person, "refused", at=at),
    "expired": lambda person, at: decide(person, "expired", at=at),
    "ticked": send,
    "left empty": leave_empty,
}


def test_the_database_and_the_program_judge_every_history_alike(person):
    start, people = timezone.now() - 9 * DAY, []
    for length in (1, 2, 3):
        for kinds in itertools.product(KINDS, repeat=length):
            one = Person.objects.create()
            for n, kind in enumerate(kinds):
                KINDS[kind](one, start + n * DAY)
            people.append((kinds, one.pseudonym))
    standing = {event.subject_id: event for event in gate.standing_events("news")}
    assert len(standing) == len(people)
    for kinds, pseudonym in people:
        word = gate.last_word(list(gate.history(pseudonym)))
        assert standing[pseudonym] == word == gate.latest_event(pseudonym, "news"), kinds
        proven = [kind for kind in kinds if kind not in ("ticked", "left empty")]
        if proven and proven[-1] in ("withdrawn", "refused"):
            assert word.decision == proven[-1], kinds
        elif not proven:
            assert word.decision == ("given" if "ticked" in kinds else "refused"), kinds
