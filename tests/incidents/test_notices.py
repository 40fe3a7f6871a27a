"""Notices: once to each, in their language, safe under kill, with what failed in sight."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from incidents import services
from incidents.clocks import UNMET
from incidents.clocks import State as ClockState
from incidents.models import NoticeDelivery
from incidents.services import delivery
from vault import services as vault
from vault.models import ReadLog

from . import builders as make

pytestmark = pytest.mark.django_db(transaction=True)
State = NoticeDelivery.State


@pytest.fixture
def told(unrun_tasks):
    """An incident with one affected person and a released notice that nobody sent yet."""
    one = make.incident()
    make.person(language="en")
    make.affected(one)
    notice = make.notice(one)
    services.release(notice, by=make.officer())
    return notice


def only():
    return NoticeDelivery.objects.get()


def test_the_notice_comes_in_the_persons_language_and_is_logged(told):
    assert services.send_batch() == 1
    (message,) = mail.outbox
    assert message.to == [make.EMAIL] and message.subject == "About your data"
    assert message.body == "Text in English"
    assert only().state == State.SENT and only().language == "en"
    line = ReadLog.objects.get()
    assert line.actor_name == "incident notice" and told.incident.code in line.reason


def test_released_twice_it_goes_once(told):
    assert services.release(told, by=make.officer()) == 0
    services.send_batch()
    services.send_batch()
    services.sweep()
    assert len(mail.outbox) == 1


def test_a_task_sends_the_first_batch():
    one = make.incident()
    make.person()
    make.affected(one)
    services.release(make.notice(one), by=make.officer())
    assert len(mail.outbox) == 1 and only().state == State.SENT


def test_killed_between_sending_and_noting_it_sends_again_with_the_same_id(told, monkeypatch):
    class Killed(BaseException):
        pass

    def kill(*arguments):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(delivery, "_end", kill)
        with pytest.raises(Killed):
            services.send_batch()
    assert only().state == State.PENDING
    # Within the lease nobody else sends it.
    assert services.send_batch() == 0 and len(mail.outbox) == 1
    NoticeDelivery.objects.update(next_try=timezone.now())
    assert services.send_batch() == 1
    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == second


def test_two_workers_send_one_mail(told):
    pk = only().pk
    due = NoticeDelivery.objects.filter(pk=pk, state=State.PENDING, next_try__lte=timezone.now())
    assert due.update(next_try=timezone.now() + delivery.LEASE) == 1
    assert services.send_delivery(pk) is False and not mail.outbox


def test_a_refusing_server_is_tried_again_and_then_given_up(told, monkeypatch, settings, caplog):
    settings.INCIDENTS_NOTICE_ATTEMPTS = 2

    def refuse(self):
        raise OSError(f"550 {make.EMAIL} unknown")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    services.send_batch()
    assert only().state == State.PENDING and only().error_class == "OSError"
    assert only().next_try > timezone.now()
    NoticeDelivery.objects.update(next_try=timezone.now())
    services.send_batch()
    assert only().state == State.FAILED and only().next_try is None
    assert make.EMAIL not in caplog.text
    assert services.health()["unsent_notices"] == 1


def test_whoever_has_no_address_is_to_be_called(unrun_tasks):
    one, by = make.incident(), make.officer()
    make.person(email="", phone=make.PHONE)
    make.affected(one)
    services.release(make.notice(one), by=by)
    services.send_batch()
    row = only()
    assert row.state == State.UNREACHABLE and not mail.outbox
    shown = " ".join(services.reachable_masks([row], by=by)[row.pk])
    assert "682" in shown and make.PHONE not in shown and make.NAME not in shown
    readings = ReadLog.objects.count()
    assert services.reveal_contact(row, by=by)["phone"] == make.PHONE
    assert ReadLog.objects.count() == readings + 1
    with pytest.raises(PermissionDenied):
        services.reveal_contact(row, by=make.colleague("incidents.manage_incidents"))
    services.mark_called(row, by=by)
    assert only().called_at


def test_the_erased_are_skipped_even_when_erased_during_the_send(unrun_tasks, monkeypatch):
    one = make.incident()
    gone, erased_meanwhile = make.person(), make.person("b@example.com")
    make.affected(one)
    services.release(make.notice(one), by=make.officer())
    vault.destroy_person_key(gone)

    real = delivery.identity_record

    def erase_first(person):
        record = real(person)
        if person == erased_meanwhile:
            vault.destroy_person_key(erased_meanwhile)
        return record

    monkeypatch.setattr(delivery, "identity_record", erase_first)
    services.send_batch()
    assert not mail.outbox
    assert set(NoticeDelivery.objects.values_list("state", flat=True)) == {State.SKIPPED}
    assert services.affected_figures(one)["erased"] == 2


def erase_by_right(person):
    from rights.erasure import erase

    erase(person)


def test_an_erasure_between_reading_the_address_and_sending_stops_the_mail(told, monkeypatch):
    person = told.incident.affected.get().person
    real = delivery._message

    def erase_first(*arguments):
        message = real(*arguments)
        erase_by_right(person)
        return message

    monkeypatch.setattr(delivery, "_message", erase_first)
    assert services.send_batch() == 0
    assert not mail.outbox and only().state == State.SKIPPED and only().skipped_at


class ErasingBackend(BaseEmailBackend):
    """A mail server during whose answer the person is erased."""

    def send_messages(self, messages):
        erase_by_right(NoticeDelivery.objects.get().person)
        return len(messages)


class RefusingBackend(ErasingBackend):
    def send_messages(self, messages):
        super().send_messages(messages)
        raise OSError


@pytest.mark.parametrize("backend", [ErasingBackend, RefusingBackend])
def test_an_erasure_during_the_send_is_not_undone_by_noting_it(told, settings, backend):
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"
    services.send_batch()
    row = only()
    assert row.state == State.SKIPPED and row.next_try is None and not row.error_class


def people_state(one):
    return next(clock for clock in services.clocks(one) if clock.code == "people").state(timezone.now())


def test_people_are_told_when_each_of_them_was_and_not_with_the_release(unrun_tasks):
    one, by = make.incident(), make.officer()
    people = [make.person(f"{name}@example.com") for name in "abc"]
    people.append(make.person(email="", phone=make.PHONE))
    make.affected(one)
    services.release(make.notice(one), by=by)
    first, second, third, silent = (NoticeDelivery.objects.get(person=person) for person in people)
    NoticeDelivery.objects.exclude(pk=first.pk).update(state=State.FAILED, next_try=None)
    assert people_state(one) in UNMET
    services.send_batch()
    assert people_state(one) in UNMET
    services.mark_called(second, by=by)
    with pytest.raises(ValueError, match="reason"):
        services.skip(third, by=by, reason=" ")
    services.skip(third, by=by, reason="Số máy không còn dùng")
    services.skip(first, by=by, reason="đã gửi rồi")
    assert people_state(one) in UNMET
    first.refresh_from_db()
    assert first.state == State.SENT and not first.skip_reason
    erase_by_right(silent.person)
    assert people_state(one) == ClockState.MET
    make.person("found-later@example.com")
    services.rerun(one, by=by)
    assert people_state(one) in UNMET


def test_a_notice_that_nobody_got_meets_nothing(told):
    NoticeDelivery.objects.update(state=State.UNREACHABLE, next_try=None)
    assert people_state(told.incident) in UNMET


def test_notices_leave_in_batches(unrun_tasks, settings):
    settings.INCIDENTS_NOTICE_BATCH, settings.INCIDENTS_NOTICE_PAUSE_SECONDS = 2, 60
    one = make.incident()
    for n in range(5):
        make.person(f"p{n}@example.com")
    make.affected(one)
    services.release(make.notice(one), by=make.officer())
    assert services.send_batch() == 2 and services.send_batch() == 0
    NoticeDelivery.objects.filter(state=State.PENDING).update(next_try=timezone.now() - dt.timedelta(1))
    assert services.send_batch() == 2
    assert services.send_batch() == 1 and len(mail.outbox) == 5


def test_what_was_sent_off_does_not_change(told):
    with pytest.raises(ValueError, match="does not change"):
        services.write_notice(told.incident, by=make.officer(), texts=make.TEXTS, notice=told)


def test_a_notice_is_written_in_every_language():
    with pytest.raises(ValueError, match="every language"):
        services.write_notice(make.incident(), by=make.officer(), texts={"vi": make.TEXTS["vi"]})


def test_without_anyone_affected_nothing_is_sent():
    with pytest.raises(ValueError, match="Nobody"):
        services.release(make.notice(make.incident()), by=make.officer())


def test_the_second_notice_starts_as_a_follow_up(told):
    texts = services.prefilled(told.incident)
    assert "Follow-up" in texts["en"]["subject"] and told.incident.code in texts["en"]["body"]
    assert make.notice(told.incident).number == 2


def test_a_subject_with_a_line_break_adds_no_header(unrun_tasks):
    one, by = make.incident(), make.officer()
    make.person()
    make.affected(one)
    texts = {code: {"subject": "Hi\nBcc: x@example.com", "body": "b"} for code in make.TEXTS}
    services.release(services.write_notice(one, by=by, texts=texts), by=by)
    services.send_batch()
    (message,) = mail.outbox
    assert "Bcc" not in message.message() and message.bcc == []


def test_a_process_without_private_keys_leaves_notices_alone(told, settings):
    settings.HOLDS_PRIVATE_KEYS = False
    services.sweep()
    assert not mail.outbox and only().state == State.PENDING


def test_a_notice_with_blanks_is_not_sent_off(unrun_tasks):
    one, by = make.incident(), make.officer()
    make.person()
    make.affected(one)
    notice = services.write_notice(one, by=by, texts=services.prefilled(one))
    with pytest.raises(services.Unfinished):
        services.release(notice, by=by)
    assert not NoticeDelivery.objects.exists()


def test_people_found_later_get_it_too_and_nobody_twice(told):
    services.send_batch()
    make.person("later@example.com")
    services.rerun(told.incident, by=make.officer())
    first = told.released_at
    assert services.without_it(told).count() == 1
    assert services.release(told, by=make.officer()) == 1
    services.send_batch()
    assert [message.to for message in mail.outbox] == [[make.EMAIL], ["later@example.com"]]
    told.refresh_from_db()
    assert told.released_at == first and services.release(told, by=make.officer()) == 0


def test_a_notice_leads_to_the_public_page_where_there_is_one(settings):
    settings.BASE_URL = "https://example.com"
    one, by = make.incident(), make.officer()
    assert "https://example.com" not in services.prefilled(one)["en"]["body"]
    services.set_public(one, by=by, is_public=True, words=make.WORDS)
    assert f"https://example.com/en/incidents/{one.code}/" in services.prefilled(one)["en"]["body"]
