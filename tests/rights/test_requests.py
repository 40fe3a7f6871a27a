"""Requests: they come in, their clocks run, every step is kept, and what may not be is refused."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from privacy import gate, limits
from privacy.decisions import record_decision
from privacy.models import ConsentEvent, Purpose
from rights import clocks, erasure, services, wording
from rights.errors import NotPossible, TasksOpen
from rights.models import PrivacyRequest, Reminder
from tests.privacy.builders import declare
from vault.models import SealedRecord

from ..privacy import builders as promise
from . import builders as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]


def kinds(request):
    return [event.kind for event in request.events.all()]


def day(moment):
    return clocks.local_day(moment)


# It comes in


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


# Twice the same


def test_the_same_asked_again_is_linked_to_the_first():
    first = make.ask("delete")
    second = make.ask("delete", of=first.person)
    assert second.duplicate_of == first
    assert (second.status, second.outcome) == ("closed", "duplicate")
    assert "duplicate" in kinds(first)
    assert make.ask("view", of=first.person).duplicate_of is None
    assert make.ask("delete", of=make.person("other@example.com")).duplicate_of is None


def test_asked_again_after_the_end_is_a_new_request():
    first = services.take_back(make.ask("view"))
    assert make.ask("view", of=first.person).duplicate_of is None


def test_another_purpose_is_another_request():
    first = make.ask("withdraw", purposes=["news"])
    assert make.ask("withdraw", of=first.person, purposes=["research"]).duplicate_of is None
    assert make.ask("withdraw", of=first.person, purposes=["news"]).duplicate_of == first
    assert make.ask("withdraw", of=first.person).duplicate_of is None


def test_a_proof_given_with_the_second_counts_for_the_first():
    first = make.ask("delete", verified=False)
    second = make.ask("delete", of=first.person)
    first.refresh_from_db()
    assert second.duplicate_of == first
    assert first.status == "open" and first.verified_at == second.verified_at


@pytest.mark.parametrize("kind", ["complain", "protect", "correct"])
def test_what_is_asked_in_own_words_is_never_taken_for_the_same(kind):
    make.officer(email="officer@example.com")
    first = make.ask(kind, text="Không ai gọi lại cho tôi")
    second = make.ask(kind, of=first.person, text="Có người đọc thư của tôi")
    assert second.duplicate_of is None and second.due_at is not None
    told = Reminder.objects.filter(kind="arrived").values_list("request", flat=True)
    assert set(told) == {first.pk, second.pk}


def test_an_officer_links_what_asks_the_same():
    officer, first = make.officer(), make.ask("complain")
    second = make.ask("complain", of=first.person, verified=False)
    third = make.ask("protect", of=first.person)
    other = make.ask("complain", of=make.person("other@example.com"))
    for wrong in (second, third, other):
        with pytest.raises(NotPossible):
            services.join(second, original=wrong, by=officer)
    services.join(second, original=first, by=officer)
    assert (second.outcome, second.duplicate_of) == ("duplicate", first)
    assert kinds(second)[-1] == "joined" and kinds(first)[-1] == "duplicate"
    with pytest.raises(NotPossible):
        services.join(first, original=second, by=officer)
    services.separate(second, by=officer)
    assert second.is_open


def test_a_duplicate_of_an_erased_person_is_not_opened_again():
    first = make.ask("view")
    second = make.ask("view", of=first.person)
    erasure.erase(first.person)
    with pytest.raises(NotPossible):
        services.separate(second, by=make.officer())
    second.refresh_from_db()
    assert second.outcome == "duplicate"


def test_a_duplicate_can_be_treated_on_its_own():
    first = make.ask("copy")
    second = make.ask("copy", of=first.person)
    services.separate(second, by=make.officer())
    assert (second.status, second.duplicate_of) == ("open", None)
    assert second.due_at is not None
    with pytest.raises(NotPossible):
        services.separate(first, by=make.officer())


# Replies, extensions, refusals


def test_the_first_reply_counts_once():
    officer, one = make.officer(), make.ask("view")
    services.acknowledge(one, by=officer)
    at = one.ack_sent_at
    services.acknowledge(one, by=officer)
    assert one.ack_sent_at == at
    assert kinds(one).count("acknowledged") == 1


def test_one_extension_with_a_reason_and_within_the_law():
    officer, one = make.officer(), make.ask("view")
    base = day(one.due_at)
    for wrong in (base, base - dt.timedelta(days=1), base + dt.timedelta(days=11)):
        with pytest.raises(NotPossible):
            services.extend(one, until=wrong, reason="complex", by=officer)
    with pytest.raises(ValueError, match="whim"):
        services.extend(one, until=base + dt.timedelta(days=10), reason="whim", by=officer)
    services.extend(
        one, until=base + dt.timedelta(days=10), reason="complex", words="chờ lưu trữ", by=officer
    )
    assert day(one.deadline) == base + dt.timedelta(days=10)
    assert one.extension_reason == "complex"
    with pytest.raises(NotPossible):
        services.extend(one, until=base + dt.timedelta(days=5), reason="many", by=officer)
    event = one.events.get(kind="extended")
    assert event.record.kind == "privacy_request_note"
    assert "chờ" not in str(event.detail)


def test_too_late_and_too_early_to_extend():
    officer = make.officer()
    late = make.ask("view")
    PrivacyRequest.objects.filter(pk=late.pk).update(due_at=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(NotPossible):
        services.extend(late, until=day(timezone.now()) + dt.timedelta(days=1), reason="many", by=officer)
    unproven = make.ask("copy", verified=False)
    with pytest.raises(NotPossible):
        services.extend(unproven, until=dt.date(2027, 1, 1), reason="many", by=officer)


def test_a_refusal_has_a_ground_of_the_list():
    officer, one = make.officer(), make.ask("delete")
    with pytest.raises(ValueError, match="because"):
        services.refuse(one, ground="because", by=officer)
    with pytest.raises(NotPossible):
        services.refuse(one, ground="other_law", by=officer)  # which law?
    services.refuse(one, ground="other_law", reference="Luật Kế toán, Điều 41", by=officer)
    assert (one.status, one.outcome, one.refusal_ground) == ("closed", "refused", "other_law")
    with pytest.raises(NotPossible):
        services.refuse(one, ground="abuse", by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivacyRequest.objects.filter(pk=one.pk).update(refusal_ground="")


def test_withdrawing_consent_is_hardly_refused():
    one = make.ask("withdraw")
    with pytest.raises(NotPossible):
        services.refuse(one, ground="contract", by=make.officer())
    services.refuse(one, ground="identity", by=make.officer())


def test_an_objection_to_advertising_is_not_refused():
    make.declare_purposes("news", "offers", "support")
    for code in ("news", "offers"):
        Purpose.objects.filter(code=code).update(is_marketing=True)
    declare()
    one = make.ask("object", purposes=["news"])
    for ground in ("contract", "other_law", "abuse", "legal_hold"):
        with pytest.raises(NotPossible):
            services.refuse(one, ground=ground, reference="Điều 1", by=make.officer())
    assert one.is_open
    services.refuse(one, ground="identity", by=make.officer())
    assert not limits.open_restrictions(one.person.pseudonym).exists()


@pytest.mark.parametrize("purposes", [[], ["news", "support"]])
def test_with_an_objection_to_more_the_advertising_stops_and_the_rest_is_refused(purposes):
    make.declare_purposes("news", "support")
    Purpose.objects.filter(code="news").update(is_marketing=True)
    declare()
    one = make.ask("object", purposes=purposes)
    services.refuse(one, ground="contract", by=make.officer())
    assert one.outcome == "refused"
    stopped = limits.open_restrictions(one.person.pseudonym)
    assert list(stopped.values_list("purpose_code", "kind")) == [("news", "object")]
    assert "Mục đích news" in wording.compose(one, "refusal", "vi")[1]
    assert "Mục đích news" in wording.compose(one, "refusal", "en")[1]


def test_without_proof_only_the_identity_is_a_ground():
    one = make.ask("delete", verified=False)
    with pytest.raises(NotPossible):
        services.refuse(one, ground="abuse", by=make.officer())
    services.refuse(one, ground="identity", by=make.officer())


def test_only_officers_are_given_requests():
    one, officer = make.ask("view"), make.officer()
    services.assign(one, to=officer, by=officer)
    assert one.assignee == officer
    with pytest.raises(PermissionDenied):
        services.assign(one, to=make.colleague(make.ADMIN), by=officer)


# Carrying out


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


# Lists and figures


def test_late_and_nearly_due_are_counted_alike_by_model_and_query():
    now = timezone.now()
    ends = {
        "late": clocks.end_of(day(now) - dt.timedelta(days=1)),
        "today": clocks.end_of(day(now)),
        "soon": clocks.end_of(day(now) + dt.timedelta(days=2)),
        "fine": clocks.end_of(day(now) + dt.timedelta(days=3)),
    }
    for name, end in ends.items():
        one = make.ask("view", of=make.person(f"{name}@example.com"))
        PrivacyRequest.objects.filter(pk=one.pk).update(due_at=end, ack_sent_at=now)
    for one in PrivacyRequest.objects.all():
        late = PrivacyRequest.objects.filter(services.late(now), pk=one.pk).exists()
        soon = PrivacyRequest.objects.filter(services.nearly_due(now), pk=one.pk).exists()
        assert (late, soon) == (one.is_overdue(now), one.is_nearly_due(now))
    figures = services.figures(now)
    assert (figures["late"], figures["soon"], figures["open"]) == (1, 2, 4)
    order = list(services.by_urgency(PrivacyRequest.objects.all()).values_list("due_at", flat=True))
    assert order == sorted(order)


def test_an_unanswered_request_is_late_although_there_is_time_to_complete():
    one = make.ask("delete")
    PrivacyRequest.objects.filter(pk=one.pk).update(ack_due=timezone.now() - dt.timedelta(hours=1))
    assert services.figures()["late"] == 1
    one.refresh_from_db()
    assert one.next_due()[0] == "reply" and one.is_overdue()
    services.acknowledge(one)
    assert services.figures()["late"] == 0


def test_an_extension_moves_what_counts_as_late():
    one = make.ask("view")
    past, future = timezone.now() - dt.timedelta(days=1), timezone.now() + dt.timedelta(days=5)
    PrivacyRequest.objects.filter(pk=one.pk).update(
        due_at=past, extended_until=future, extension_reason="many", ack_sent_at=past
    )
    assert services.figures()["late"] == 0
    one.refresh_from_db()
    assert not one.is_overdue()


@pytest.mark.parametrize(("declared", "at_most"), [(30, 730), (365, 30)])
def test_the_period_over_requests_are_gone_with_their_words(settings, declared, at_most):
    from privacy.personal_data import sources

    settings.RIGHTS_KEPT_DAYS = at_most
    source = sources["rights"]
    one = services.take_back(make.ask("view"))
    still_open = make.ask("copy", of=one.person)
    assert len(list(source.due(timezone.now()))) == 1, "no policy declares the purpose, so nothing is kept"
    promise.make_purpose("rights", retention_days=declared)
    assert list(source.due(timezone.now())) == []
    due = list(source.due(timezone.now() + dt.timedelta(days=31)))
    assert [(each.person_id, each.id) for each in due] == [(one.person_id, str(one.pk))]
    record = one.record_id
    assert source.expire([each.id for each in due]) > 0
    assert source.expire([each.id for each in due]) == 0
    assert not SealedRecord.objects.filter(pk=record).exists()
    assert list(PrivacyRequest.objects.all()) == [still_open]
    assert source.expire([str(still_open.pk)]) == 0  # what is open is not deleted by period
