"""Carrying out: the gate closes at once, and recipients are waited for."""

import datetime as dt

import pytest
from django.utils import timezone

from privacy import gate
from privacy.decisions import record_decision
from privacy.models import ConsentEvent
from rights import services
from rights.errors import NotPossible, TasksOpen

from . import builders as make
from .builders import day, kinds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]


def test_completing_a_withdrawal_withdraws():
    make.declare_purposes("news", "research")
    person = make.person()
    make.agree(person, "news", "research")
    one = make.ask("withdraw", of=person, purposes=["news"], source="phone")
    assert gate.may_use(person, "news")
    services.complete(one, by=make.officer())
    assert not gate.may_use(person, "news")
    assert gate.may_use(person, "research")
    event = ConsentEvent.objects.order_by("-seq").first()
    assert (event.decision, event.purpose_code, event.evidence["method"]) == (
        "withdrawn",
        "news",
        "phone_call",
    )
    assert event.evidence["request"] == one.reference
    assert (one.status, one.outcome) == ("closed", "fulfilled")


def test_a_withdrawal_without_purposes_is_of_all_that_were_given():
    make.declare_purposes("news", "research")
    person = make.person()
    make.agree(person, "news", "research")
    services.complete(make.ask("withdraw", of=person), by=make.officer())
    assert not gate.may_use(person, "news") and not gate.may_use(person, "research")


@pytest.mark.parametrize(("kind", "reason"), [("restrict", "restricted"), ("object", "objected")])
def test_a_restriction_and_an_objection_close_the_gate(kind, reason):
    make.declare_purposes("news", "research")
    person = make.person()
    make.agree(person, "news", "research")
    services.complete(make.ask(kind, of=person, purposes=["news"]), by=make.officer())
    assert gate.may_use(person, "news").reason == reason
    assert gate.may_use(person, "research")


def test_a_consent_that_an_older_refusal_followed_into_the_ledger_is_withdrawn():
    make.declare_purposes("news")
    person, before = make.person(), timezone.now() - dt.timedelta(hours=1)
    make.agree(person, "news")
    record_decision(
        person=person, purpose="news", decision="refused", language="vi", method="web_form", at=before
    )
    services.complete(make.ask("withdraw", of=person), by=make.officer())
    assert gate.may_use(person, "news").reason == "withdrawn"


def test_a_withdrawal_is_carried_out_at_once_and_completed_when_recipients_confirmed():
    make.declare_purposes("news", "research", recipients=[("mailer", ["news"]), ("lab", ["research"])])
    person, officer = make.person(), make.officer()
    make.agree(person, "news")
    one = make.ask("withdraw", of=person, purposes=["news"])
    task = one.tasks.get()
    assert (task.recipient, task.what) == ("mailer", "stop")
    assert one.third_party_involved
    assert day(one.due_at) == day(one.valid_from) + dt.timedelta(days=20)
    assert day(task.due) == day(one.valid_from) + dt.timedelta(days=15)
    services.carry_out(one, by=officer)
    assert not gate.may_use(person, "news")
    with pytest.raises(TasksOpen):
        services.complete(one, by=officer)
    assert one.is_open
    services.finish_task(task, by=officer, note="E-mail ngày 25/11")
    one.refresh_from_db()
    assert (one.status, one.outcome) == ("closed", "fulfilled")
    assert ConsentEvent.objects.filter(decision="withdrawn").count() == 1
    assert [k for k in kinds(one) if k in {"task", "carried_out", "task_done", "completed"}] == [
        "task",
        "carried_out",
        "task_done",
        "completed",
    ]


def test_a_recipient_can_be_added_by_hand_if_the_policy_names_it():
    make.declare_purposes("news", recipients=[("mailer", ["news"])])
    one, officer = make.ask("view"), make.officer()
    services.add_task(one, recipient="mailer", what="correct", by=officer)
    assert day(one.due_at) == day(one.valid_from) + dt.timedelta(days=15)
    with pytest.raises(ValueError, match="names no such"):
        services.add_task(one, recipient="stranger", what="correct", by=officer)


def test_nothing_is_carried_out_for_the_unproven_or_the_closed():
    make.declare_purposes("news")
    person, officer = make.person(), make.officer()
    make.agree(person, "news")
    one = make.ask("withdraw", of=person, verified=False)
    for act in (services.carry_out, services.complete):
        with pytest.raises(NotPossible):
            act(one, by=officer)
    assert gate.may_use(person, "news")
    services.take_back(one, by=officer)
    with pytest.raises(NotPossible):
        services.complete(one, by=officer)
