"""Letters in both languages, mailed or printed; reminders that name nobody."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from rights import clocks, services, wording
from rights.errors import NotPossible
from rights.models import Letter, PrivacyRequest, Reminder, RequestEvent
from rights.models.requests import Kind
from vault.models import ReadLog

from . import builders as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]


def written(one, officer, **options):
    options = {
        "kind": "acknowledgement",
        "language": "vi",
        "subject": "Tiếp nhận",
        "body": "Kính gửi",
        **options,
    }
    return services.save_letter(one, by=officer, **options)


# The words


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("letter", Letter.Kind.values)
@pytest.mark.parametrize("kind", Kind.values)
def test_every_letter_can_be_generated_for_every_request(kind, letter, language):
    make.declare_purposes("news")
    one = make.ask(kind, purposes=["news"])
    subject, body = wording.compose(one, letter, language)
    assert one.reference in subject and one.reference in body
    for mark in ("{{", "{%", "None", "&#", "&quot;", "  "):
        assert mark not in subject + body
    assert ("Kính gửi Quý khách" in body) == (language == "vi")
    assert ("Dear Sir or Madam" in body) == (language == "en")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ["TRÌNH TỰ XỬ LÝ", "THỜI HẠN", "NGƯỜI PHỤ TRÁCH", "KHIẾU NẠI", "chậm nhất vào", "20 ngày"]),
        ("en", ["WHAT HAPPENS NOW", "BY WHEN", "WHO IS RESPONSIBLE", "COMPLAINTS", "20 days"]),
    ],
)
def test_the_first_reply_states_procedure_deadline_responsible_and_complaint(language, words):
    one = make.ask("delete")
    with translation.override("en" if language == "vi" else "vi"):
        _subject, body = wording.compose(one, "acknowledgement", language)
    for word in words:
        assert word in body
    due = clocks.local_day(one.due_at)
    assert (f"{due:%d/%m/%Y}" if language == "vi" else f"{due.day} {due:%B %Y}") in body
    assert "Bộ Công an" in body or "Ministry of Public Security" in body


def test_the_first_reply_to_the_unproven_asks_for_proof_and_for_no_identity_card():
    one = make.ask("view", verified=False)
    _subject, body = wording.compose(one, "acknowledgement", "vi")
    assert "XÁC NHẬN NGƯỜI YÊU CẦU" in body and "đừng gửi ảnh giấy tờ tùy thân" in body
    assert "10 ngày kể từ khi Quý khách xác nhận" in body


def test_a_refusal_names_ground_and_law():
    one = make.ask("delete")
    services.refuse(one, ground="other_law", reference="Luật Kế toán, Điều 41", by=make.officer())
    _subject, body = wording.compose(one, "refusal", "vi")
    assert "Pháp luật quy định" in body and "Căn cứ: Luật Kế toán, Điều 41." in body


def test_an_extension_names_reason_and_date():
    one = make.ask("view")
    until = clocks.local_day(one.due_at) + dt.timedelta(days=5)
    services.extend(one, until=until, reason="processor", by=make.officer())
    _subject, body = wording.compose(one, "extension", "en")
    assert "need more time to finish" in body and f"{until.day} {until:%B %Y}" in body


def test_a_generated_letter_names_nobody():
    one = make.ask("delete", of=make.person(phone=make.PHONE))
    text = "".join(wording.compose(one, letter, "vi")[1] for letter in Letter.Kind.values)
    for personal in (make.NAME, make.EMAIL, make.PHONE, make.TEXT, "912345678"):
        assert personal not in text
    assert not ReadLog.objects.exists()


# Out of the house


def test_a_letter_is_mailed_to_the_person_and_is_the_first_reply():
    officer, one = make.officer(), make.ask("delete")
    letter = written(one, officer)
    assert letter.state == "draft" and mail.outbox == []
    services.mail_letter(letter, by=officer)
    assert services.deliver(letter.pk) is True
    message = mail.outbox[0]
    assert (message.to, message.subject, message.body) == ([make.EMAIL], "Tiếp nhận", "Kính gửi")
    letter.refresh_from_db()
    one.refresh_from_db()
    assert letter.state == "sent" and one.ack_sent_at == letter.sent_at
    lines = ReadLog.objects.values_list("actor_name", "reason")
    assert set(lines) == {("rights.letters", f"acknowledgement {one.reference}")}
    assert services.deliver(letter.pk) is False and len(mail.outbox) == 1


def test_what_has_gone_out_is_not_edited_or_sent_again():
    officer, one = make.officer(), make.ask("delete")
    letter = written(one, officer)
    services.mail_letter(letter, by=officer)
    services.deliver(letter.pk)
    for act in (
        lambda: written(one, officer, letter=letter),
        lambda: services.mail_letter(letter, by=officer),
    ):
        with pytest.raises(NotPossible):
            act()


def test_editing_replaces_the_sealed_text():
    officer, one = make.officer(), make.ask("delete")
    letter = written(one, officer)
    before = letter.record_id
    letter = written(one, officer, letter=letter, body="Bản thứ hai")
    assert letter.record_id != before
    assert services.read_letter(letter, by=officer, reason="test")["body"] == "Bản thứ hai"
    assert Letter.objects.count() == 1
    assert [event.kind for event in one.events.all()].count("letter") == 1


def test_a_mail_server_that_is_down_loses_nothing(settings):
    officer, one = make.officer(), make.ask("delete")
    letter = written(one, officer)
    services.mail_letter(letter, by=officer)
    settings.EMAIL_BACKEND = "tests.rights.mail_backends.Down"
    assert services.deliver(letter.pk) is False
    letter.refresh_from_db()
    one.refresh_from_db()
    assert (letter.state, letter.error_class, letter.attempts) == ("pending", "ConnectionRefusedError", 1)
    assert letter.next_try > timezone.now() and one.ack_sent_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert services.deliver(letter.pk) is False  # not yet
    Letter.objects.update(next_try=timezone.now() - dt.timedelta(minutes=2))
    services.sweep()
    assert len(mail.outbox) == 1


def test_a_killed_worker_s_letter_is_sent_by_the_sweep():
    officer, one = make.officer(), make.ask("delete")
    letter = written(one, officer)
    Letter.objects.filter(pk=letter.pk).update(
        state="sending", attempts=1, next_try=timezone.now() - dt.timedelta(minutes=1)
    )
    services.sweep()
    letter.refresh_from_db()
    assert letter.state == "sent" and len(mail.outbox) == 1


def test_without_an_address_it_is_printed():
    officer = make.officer()
    one = make.ask("delete", of=make.person(email="", phone=make.PHONE))
    letter = written(one, officer)
    with pytest.raises(NotPossible):
        services.mail_letter(letter, by=officer)
    services.note_printed(letter, by=officer)
    services.note_printed(letter, by=officer)
    letter.refresh_from_db()
    one.refresh_from_db()
    assert letter.state == "printed" and one.ack_sent_at == letter.sent_at
    assert [event.kind for event in one.events.all()].count("printed") == 1


@pytest.mark.parametrize("kind", ["completion", "information"])
def test_a_letter_with_a_gap_to_fill_in_does_not_go_out(kind):
    officer, one = make.officer(), make.ask("complain")
    subject, body = wording.compose(one, kind, "vi")
    text = {"kind": kind, "language": "vi", "by": officer}
    letter = services.save_letter(one, subject=subject, body=body, **text)
    for act in (services.mail_letter, services.note_printed, services.mail_before_erasure):
        with pytest.raises(NotPossible):
            act(letter, by=officer) if act is not services.mail_before_erasure else act(letter)
    letter.refresh_from_db()
    assert letter.state == "draft" and mail.outbox == []
    filled = body.replace("\n…\n", "\nAi cũng có thể gọi …\n")
    services.save_letter(one, subject=subject, body=filled, letter=letter, **text)
    services.mail_letter(letter, by=officer)
    assert services.deliver(letter.pk)


def test_the_screens_refuse_a_gap_and_keep_it_as_a_draft(client):
    user, one = make.officer(), make.ask("complain")
    client.force_login(user)
    subject, body = wording.compose(one, "completion", "vi")
    data = {"kind": "completion", "language": "vi", "subject": subject, "body": body}
    write = reverse("rights:write", args=[one.pk])
    for act in ("mail", "print"):
        assert client.post(write, {**data, "act": act}).status_code == 422
    assert not one.letters.exists()
    client.post(write, {**data, "act": "draft"})
    letter = one.letters.get()
    response = client.post(reverse("rights:print", args=[one.pk, letter.pk]))
    assert response.status_code == 302 and one.letters.get().state == "draft"


def test_an_empty_letter_is_none():
    with pytest.raises(ValueError, match="subject and a body"):
        written(make.ask("view"), make.officer(), body="  ")


# Reminders


def test_officers_are_told_of_what_arrives_and_of_nobody():
    officer = make.officer(email="officer@example.com")
    make.officer()  # without an address
    make.colleague(make.ADMIN, email="editor@example.com")
    one = make.ask("delete")
    reminder = Reminder.objects.get()
    assert services.send_reminder(reminder.pk) is True
    message = mail.outbox[0]
    assert message.to == [officer.email]
    assert f"/admin/requests/{one.pk}/" in message.body and one.reference in message.body
    for personal in (make.NAME, make.EMAIL, make.TEXT, str(one.person_id)):
        assert personal not in message.subject + message.body
    assert services.send_reminder(reminder.pk) is False


def test_what_an_officer_enters_is_not_announced():
    officer = make.officer(email="officer@example.com")
    make.ask("delete", by=officer)
    assert not Reminder.objects.exists()


def test_what_was_entered_today_is_tomorrow_s_reminder():
    make.officer(email="officer@example.com")
    make.ask("delete", by=make.officer())
    PrivacyRequest.objects.update(ack_due=make.on(2026, 11, 22, 23), due_at=make.on(2026, 11, 30))
    RequestEvent.objects.update(at=make.on(2026, 11, 21, 10))
    services.escalate(make.on(2026, 11, 21, 11))
    assert not Reminder.objects.exists()
    services.escalate(make.on(2026, 11, 22, 8))
    assert Reminder.objects.count() == 1


@pytest.mark.parametrize(("late", "soon"), [(0, 2), (2, 0)])
def test_a_reminder_says_nothing_of_none(late, soon):
    with translation.override("en"):
        body = render_to_string("rights/mail/reminder.txt", {"late": late, "soon": soon, "url": "u"})
    assert body.startswith("2 privacy requests are") and "0" not in body
    assert ("overdue" in body, "due within days" in body) == (bool(late), bool(soon))


def test_overdue_requests_are_flagged_and_mailed_once_a_day():
    make.officer(email="officer@example.com")
    one = make.ask("delete", by=make.officer())
    PrivacyRequest.objects.update(ack_due=make.on(2026, 11, 20, 23))
    early, morning = make.on(2026, 11, 21, 7), make.on(2026, 11, 21, 8)
    services.escalate(early)
    one.refresh_from_db()
    assert one.escalated_at == early and not Reminder.objects.exists()
    services.escalate(morning)
    services.escalate(morning + dt.timedelta(hours=1))
    assert Reminder.objects.count() == 1
    services.escalate(morning + dt.timedelta(days=1))
    assert Reminder.objects.count() == 2
    assert [event.kind for event in one.events.all()].count("escalated") == 1
    services.send_reminder(Reminder.objects.first().pk)
    assert "/admin/requests/" in mail.outbox[0].body
    reminder = Reminder.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(kind="due", day=reminder.day, user=reminder.user)


def test_nobody_is_reminded_of_what_is_done():
    make.officer(email="officer@example.com")
    one = make.ask("delete")
    services.take_back(one)
    assert services.send_reminder(Reminder.objects.get().pk) is False
    assert mail.outbox == [] and Reminder.objects.get().state == "dropped"


def test_addresses_of_the_settings_are_told_instead(settings):
    settings.RIGHTS_NOTIFY = ["dpo@example.com", "dpo@example.com"]
    make.officer(email="officer@example.com")
    make.ask("delete")
    services.send_reminder(Reminder.objects.get().pk)
    assert [m.to for m in mail.outbox] == [["dpo@example.com"]]


def test_the_sweep_does_nothing_without_private_keys(settings):
    make.officer(email="officer@example.com")
    make.ask("delete")
    Reminder.objects.update(next_try=timezone.now() - dt.timedelta(minutes=5))
    settings.HOLDS_PRIVATE_KEYS = False
    services.sweep()
    assert mail.outbox == []
    settings.HOLDS_PRIVATE_KEYS = True
    services.sweep()
    assert len(mail.outbox) == 1
