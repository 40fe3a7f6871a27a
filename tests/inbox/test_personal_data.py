"""What the inbox holds can be shown, erased and let expire; what may not be used stays closed to sales."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from inbox import services
from inbox.models import Enquiry, EnquiryNote
from inbox.personal_data import days_kept
from privacy import gate, limits
from privacy.decisions import record_decision
from privacy.models import ConsentEvent, Purpose
from privacy.personal_data import sources
from tests.privacy.builders import declare
from vault import services as vault
from vault.models import Envelope, Person, ReadLog, SealedFile, SealedRecord

from . import factories as make
from .screens import enquiry, shows_plaintext, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]

DAY = dt.timedelta(days=1)
FILE = {"field": "file", "name": "a.pdf", "content_type": "application/pdf", "content": b"%PDF"}
OFFICER = (*make.SALES, "rights.work_requests")


def inbox():
    return sources["inbox"]


def due_after(**period):
    return {each.id for each in inbox().due(timezone.now() + dt.timedelta(**period))}


def withdraw(person, purpose="enquiry"):
    record_decision(
        person=person, purpose=purpose, decision="withdrawn", language="vi", method="privacy_centre"
    )


def with_note():
    one = enquiry(files=[FILE])
    services.add_note(one, text="gọi lại sau", by=make.sales())
    return one


def test_the_purpose_of_what_is_kept_can_t_be_deleted_whatever_its_basis():
    one = enquiry()
    withdraw(one.person)
    assert inbox().purposes() == ["enquiry"]
    with pytest.raises(ProtectedError), transaction.atomic():
        Purpose.objects.get(code="enquiry").delete()
    inbox().erase(one.person)
    assert inbox().purposes() == []
    assert not sources["envelopes"].purposes()
    make.receive()
    assert sources["envelopes"].purposes() == ["enquiry"], "what waits sealed is kept for it too"


def test_what_is_held_says_why_and_until_when():
    one = with_note()
    (held,) = inbox().held(one.person)
    assert held.purposes == ("enquiry",)
    assert (held.since, held.until) == (one.created_at, one.created_at + 365 * DAY)
    assert set(held.records) == {one.record_id, one.notes.get().record_id}
    assert one.receipt in held.label and one.receipt in held.facts.values()
    assert not [text for text in (make.NAME, make.EMAIL) if text in str(held)]


def test_erasing_takes_all_and_only_theirs_and_the_ledger_stays():
    one, person = with_note(), None
    other = enquiry(email="other@example.com", phone="")
    person = one.person
    assert inbox().erase(person) == 1
    assert not Enquiry.objects.filter(person=person).exists() and not EnquiryNote.objects.exists()
    assert not SealedRecord.objects.filter(person=person).exclude(kind="identity").exists()
    assert not SealedFile.objects.exists()
    assert Enquiry.objects.get() == other
    assert ConsentEvent.objects.filter(subject_id=person.pseudonym).exists()
    assert inbox().erase(person) == 0 and inbox().held(person) == []


def test_readings_outlive_what_was_read():
    one = with_note()
    services.read(one, by=make.sales(), reason="answer")
    number = ReadLog.objects.count()
    inbox().erase(one.person)
    assert ReadLog.objects.count() == number
    assert not ReadLog.objects.exclude(record=None).exists()


def test_an_enquiry_is_due_when_its_period_is_over_and_not_a_day_before():
    one = enquiry()
    assert due_after(days=364) == set()
    assert due_after(days=365, seconds=1) == {str(one.pk)}


@pytest.mark.parametrize(("then", "now", "kept"), [(365, 90, 90), (90, 365, 90)])
def test_the_shorter_of_the_two_periods_counts(then, now, kept):
    make.purpose()
    Purpose.objects.update(retention_days=then)
    declare()
    version = make.form_version()
    one = enquiry(version=version)
    Purpose.objects.update(retention_days=now)
    declare()
    assert days_kept(version) == kept
    assert due_after(days=kept, seconds=1) == {str(one.pk)}
    assert due_after(days=kept - 1) == set()


def test_a_purpose_that_left_the_policy_keeps_its_period():
    one = enquiry()
    Purpose.objects.all()._raw_delete("default")
    declare()
    assert days_kept(one.form_version) == 365


def test_spam_and_what_is_held_for_review_go_early():
    one = enquiry(signals=["honeypot"])
    assert due_after(days=29) == set()
    assert due_after(days=30, seconds=1) == {str(one.pk)}
    services.release(one, by=make.lead())
    assert due_after(days=31) == set()


def test_a_withdrawn_consent_ends_the_keeping_until_it_is_given_again():
    one = enquiry()
    assert due_after() == set()
    withdraw(one.person)
    assert due_after() == {str(one.pk)}
    record_decision(
        person=one.person, purpose="enquiry", decision="given", language="vi", method="privacy_centre"
    )
    assert due_after() == set()


def test_what_is_sent_after_a_withdrawal_is_answered_and_opens_nothing_older(client):
    """Whoever knows an address can send a form in its owner's name, with every box ticked."""
    version = make.form_version()
    old = enquiry(version=version)
    withdraw(old.person)
    new = enquiry(version=version)
    assert new.person_id == old.person_id
    assert not gate.may_use(old.person, "enquiry")
    sign_in(client, make.sales())
    for one, status in ((old, 403), (new, 200)):
        read = client.post(reverse("inbox:read", args=[one.pk]), {"reason": "answer"})
        assert read.status_code == status and bool(shows_plaintext(read)) is (status == 200)
    assert client.get(reverse("inbox:open")).content.decode().count("inbox-stopped") == 1
    assert due_after() == {str(old.pk)}
    withdraw(old.person)
    assert due_after() == {str(old.pk), str(new.pk)}


def test_what_is_dated_in_the_future_is_kept_no_longer(monkeypatch):
    """A web process's clock was a year ahead."""
    now = timezone.now()
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: now + dt.timedelta(days=365))
        make.receive()
    one = services.take_in(Envelope.objects.get().pk)
    assert one.created_at < now + dt.timedelta(minutes=5)


def test_withdrawing_another_consent_ends_nothing():
    one = enquiry(
        version=make.form_version(clauses=("enquiry", "news")), consents={"enquiry": True, "news": True}
    )
    withdraw(one.person, "news")
    assert due_after() == set()


def test_expiring_twice_is_once():
    one = with_note()
    assert (inbox().expire([str(one.pk)]), inbox().expire([str(one.pk)])) == (1, 0)


# What waits sealed


def test_a_submission_that_is_never_taken_in_does_not_wait_for_ever():
    make.receive()
    envelopes, now = sources["envelopes"], timezone.now()
    assert list(envelopes.due(now + 89 * DAY)) == []
    (due,) = envelopes.due(now + 90 * DAY + dt.timedelta(minutes=1))
    assert due.person_id is None
    assert (envelopes.expire([due.id]), envelopes.expire([due.id])) == (1, 0)
    assert not Envelope.objects.exists()


def test_nor_longer_than_the_shortest_period_of_its_channel():
    make.purpose()
    Purpose.objects.update(retention_days=10)
    declare()
    make.receive()
    assert len(list(sources["envelopes"].due(timezone.now() + 10 * DAY + dt.timedelta(minutes=1)))) == 1


def test_what_was_taken_in_is_no_waiting_submission():
    enquiry()
    envelopes = sources["envelopes"]
    assert list(envelopes.due(timezone.now() + 900 * DAY)) == []
    assert envelopes.expire([str(Envelope.objects.get().pk)]) == 0


# The gate in the screens


def stop(person, how):
    {
        "restricted": lambda: limits.restrict(person),
        "objected": lambda: limits.restrict(person, "enquiry", kind="object"),
        "withdrawn": lambda: withdraw(person),
    }[how]()


@pytest.mark.parametrize("how", ["restricted", "objected", "withdrawn"])
def test_sales_see_that_it_is_closed_and_why_and_nothing_else(client, how):
    one = with_note()
    stop(one.person, how)
    sign_in(client, make.sales())
    readings = ReadLog.objects.count()
    page = reverse("inbox:enquiry", args=[one.pk])
    read = client.post(reverse("inbox:read", args=[one.pk]), {"reason": "answer"})
    assert read.status_code == 403 and not shows_plaintext(read)
    response = client.get(page)
    assert response.status_code == 200 and "help-critical" in response.content.decode()
    masks = vault.masked([one.record_id], by=make.sales())[one.record_id]
    for text in (response.content.decode(), read.content.decode()):
        assert not [mask for mask in masks.values() if mask in text]
    file = client.post(reverse("inbox:file", args=[one.pk, 0]), {"reason": "answer"})
    note = client.post(reverse("inbox:note", args=[one.pk]), {"text": "x"})
    assert (file.status_code, note.status_code) == (404, 404)
    assert one.notes.count() == 1
    assert ReadLog.objects.count() == readings


def test_lists_and_search_mark_it_and_show_no_contact(client):
    one, other = enquiry(), enquiry(email="other@example.com", phone="", full_name="Lê Khác")
    limits.restrict(one.person)
    sign_in(client, make.sales())
    masks = vault.masked([one.record_id], by=make.sales())[one.record_id]
    for response in (
        client.get(reverse("inbox:open")),
        client.post(reverse("inbox:search"), {"term": make.EMAIL}),
    ):
        text = response.content.decode()
        assert text.count("inbox-stopped") == 1 and one.receipt in text
        assert masks["email"] not in text
    assert other.person_id != one.person_id


def test_the_officer_opens_it(client):
    one = enquiry()
    limits.restrict(one.person)
    sign_in(client, make.colleague(*OFFICER))
    response = client.post(reverse("inbox:read", args=[one.pk]), {"reason": "check"})
    assert response.status_code == 200 and make.EMAIL in response.content.decode()
    assert "help-critical" in response.content.decode()


def test_it_opens_again_when_the_limit_is_lifted(client):
    one = enquiry()
    limits.restrict(one.person)
    limits.lift(one.person)
    sign_in(client, make.sales())
    response = client.post(reverse("inbox:read", args=[one.pk]), {"reason": "answer"})
    assert response.status_code == 200 and make.EMAIL in response.content.decode()


def test_one_person_s_limit_closes_nobody_else():
    one, other = enquiry(), enquiry(email="other@example.com", phone="")
    limits.restrict(one.person)
    assert services.read(other, by=make.sales(), reason="answer").answers
    assert Person.objects.count() == 2
