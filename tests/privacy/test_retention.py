"""What is due goes, whole and for good; what is held stays; a kill or a second worker changes no count."""

import datetime as dt
import threading
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from inbox.models import Enquiry
from privacy import limits, retention
from privacy.decisions import record_decision
from privacy.models import ConsentEvent, LegalHold, RetentionRun
from privacy.personal_data import sources
from privacy.retention import running
from privacy.retention.alone import alone
from tests.inbox import factories as make
from tests.inbox.screens import enquiry, sign_in
from vault import services as vault
from vault.models import BlindIndex, Envelope, Person, PersonKey, SealedRecord, Tombstone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]

DAY = dt.timedelta(days=1)
KEY = "inbox/enquiry/Liên hệ"
MANAGER = (make.ACCESS_ADMIN, "privacy.manage_retention")
SCREEN = reverse("privacy_retention:overview")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = tmp_path


def over():
    """A time at which an enquiry sent now is due."""
    return timezone.now() + 365 * DAY + dt.timedelta(minutes=5)


def age(hours=48):
    """Makes the people old enough to be forgotten."""
    Person.objects.update(created_at=timezone.now() - dt.timedelta(hours=hours))


def hold(person, **fields):
    return limits.place_hold(person, reason="Vụ kiện 12/2026", by=make.colleague(), **fields)


def test_what_is_not_due_stays():
    enquiry()
    age()
    run = retention.run()
    assert run.finished_at and not run.error_class
    assert KEY not in run.counts
    assert Enquiry.objects.exists() and PersonKey.objects.exists()


def test_what_is_due_goes_with_its_person_and_the_ledger_stays():
    one = enquiry()
    age()
    run = retention.run(over())
    assert run.counts[KEY] == {"due": 1, "deleted": 1}
    assert run.counts["people//"] == {"due": 1, "deleted": 1}
    assert not SealedRecord.objects.exists() and not BlindIndex.objects.exists()
    assert not PersonKey.objects.exists() and Tombstone.objects.count() == 1
    person = Person.objects.get(pk=one.person_id)
    assert person.erased_at and ConsentEvent.objects.filter(subject_id=person.pseudonym).exists()
    assert not vault.find(email=make.EMAIL).exists()


def test_running_twice_is_running_once():
    enquiry()
    age()
    retention.run(over())
    again = retention.run(over())
    assert running.deleted(again) == 0 and RetentionRun.objects.count() == 2


def test_a_standing_consent_keeps_who_they_are_but_not_what_they_wrote():
    version = make.form_version(clauses=("enquiry", "news"))
    one = enquiry(version=version, consents={"enquiry": True, "news": True})
    age()
    record_decision(
        person=one.person, purpose="news", decision="given", language="vi", method="privacy_centre",
        at=timezone.now() + 100 * DAY,
    )  # fmt: skip
    retention.run(over())
    assert not Enquiry.objects.exists()
    assert list(vault.find(email=make.EMAIL)) == [one.person]
    retention.run(over() + 100 * DAY)
    assert not PersonKey.objects.exists()


def test_who_withdrew_everything_is_forgotten():
    one = enquiry()
    age()
    record_decision(
        person=one.person, purpose="enquiry", decision="withdrawn", language="vi", method="privacy_centre"
    )
    retention.run()
    assert not Enquiry.objects.exists() and not PersonKey.objects.exists()


def test_a_person_of_a_moment_ago_is_left_alone():
    """An intake may be going on."""
    vault.person_for(vault.Identifiers(email=make.EMAIL))
    retention.run()
    assert PersonKey.objects.count() == 1
    age()
    retention.run()
    assert not PersonKey.objects.exists()


def test_who_writes_again_after_being_forgotten_is_a_new_person():
    one = enquiry()
    age()
    retention.run(over())
    assert enquiry().person_id != one.person_id


def test_something_that_came_in_since_the_listing_saves_the_person():
    one = enquiry()
    age()
    assert sources["people"].expire([str(one.person_id)]) == 0
    assert PersonKey.objects.exists()


def test_a_legal_hold_stops_everything_until_it_is_lifted():
    one, _other = enquiry(), enquiry(email="other@example.com", phone="")
    age()
    held = hold(one.person)
    run = retention.run(over())
    assert run.counts[KEY] == {"due": 2, "held": 1, "deleted": 1}
    assert Enquiry.objects.get() == one and PersonKey.objects.get().pk == one.person_id
    assert limits.lift_hold(held, by=make.colleague()) and not limits.lift_hold(held, by=make.colleague())
    assert retention.run(over()).counts[KEY] == {"due": 1, "deleted": 1}
    assert not PersonKey.objects.exists()


def test_a_hold_needs_a_reason_and_somebody_to_hold():
    one = enquiry()
    with pytest.raises(ValueError, match="reason"):
        limits.place_hold(one.person, reason="  ", by=make.colleague())
    vault.destroy_person_key(one.person)
    with pytest.raises(ValueError, match="erased"):
        hold(one.person)
    assert not LegalHold.objects.exists()


def test_old_sealed_submissions_and_ended_sessions_go_too():
    make.receive()
    Session.objects.create(session_key="x", session_data="", expire_date=timezone.now() - DAY)
    run = retention.run(over())
    assert not Envelope.objects.exists() and not Session.objects.exists()
    assert run.counts["chore/sessions/"] == {"deleted": 1}
    assert run.counts["envelopes//contact"] == {"due": 1, "deleted": 1}


# Kills, failures, two at once


def test_a_turn_that_is_cut_off_is_continued_with_exact_counts(settings):
    settings.RETENTION_BATCH = 1
    for n in range(3):
        enquiry(email=f"n{n}@example.com", phone="")
    hold(Enquiry.objects.order_by("created_at").first().person)
    first = retention.turn(now=over(), seconds=0)
    assert first.finished_at is None and Enquiry.objects.count() == 3
    assert retention.is_running()
    second = retention.run(over())
    assert second.pk == first.pk and second.finished_at
    assert second.counts[KEY] == {"due": 3, "held": 1, "deleted": 2}


def test_a_kill_in_the_middle_loses_nothing_and_counts_nothing_twice(settings, monkeypatch):
    settings.RETENTION_BATCH = 1
    for n in range(3):
        enquiry(email=f"n{n}@example.com", phone="")
    source, done = sources["inbox"], []
    expire = type(source).expire

    def killed(self, ids):
        if done:
            raise SystemExit
        done.append(ids)
        return expire(self, ids)

    monkeypatch.setattr(type(source), "expire", killed)
    with pytest.raises(SystemExit):
        retention.run(over())
    assert Enquiry.objects.count() == 2
    assert RetentionRun.objects.get().counts[KEY] == {"due": 1, "deleted": 1}
    monkeypatch.setattr(type(source), "expire", expire)
    assert retention.run(over()).counts[KEY] == {"due": 3, "deleted": 3}
    assert RetentionRun.objects.count() == 1


def test_one_bad_row_keeps_neither_its_neighbours_nor_other_rooms(monkeypatch):
    bad, _good = enquiry(), enquiry(email="other@example.com", phone="")
    source = sources["inbox"]
    expire = type(source).expire

    def picky(self, ids):
        if str(bad.pk) in ids:
            raise RuntimeError(make.EMAIL)
        return expire(self, ids)

    monkeypatch.setattr(type(source), "expire", picky)
    run = retention.run(over())
    assert run.counts[KEY] == {"due": 2, "deleted": 1, "failed": 1}
    assert run.error_class == "RuntimeError" and run.finished_at
    assert Enquiry.objects.get() == bad
    assert make.EMAIL not in str(run.counts)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_are_one():
    enquiry()
    inside, leave, found = threading.Event(), threading.Event(), []

    def other():
        with alone() as is_alone:
            found.append(is_alone)
            inside.set()
            leave.wait(10)
        connections.close_all()

    thread = threading.Thread(target=other)
    thread.start()
    assert inside.wait(10)
    assert retention.run(over()) is None
    leave.set()
    thread.join()
    assert found == [True] and Enquiry.objects.exists()
    assert retention.run(over()).counts[KEY]["deleted"] == 1


# When


def at(hour, day=20):
    return dt.datetime(2026, 11, day, hour, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def test_it_runs_once_a_night_after_its_hour():
    first = retention.nightly(at(3))
    RetentionRun.objects.update(started_at=at(3))
    assert first.finished_at
    assert retention.nightly(at(4)) is None
    assert retention.nightly(at(2, day=21)) is None
    assert retention.nightly(at(3, day=21)).pk != first.pk


def test_a_machine_that_was_off_at_night_catches_up_by_day():
    assert retention.nightly(at(14)) is not None


def test_a_process_without_private_keys_deletes_nothing(settings):
    settings.HOLDS_PRIVATE_KEYS = False
    assert retention.nightly(at(3)) is None
    assert not RetentionRun.objects.exists()


# Preview, warning, command, screen


def test_the_forecast_counts_by_form_and_purpose_and_deletes_nothing():
    enquiry()
    hold(enquiry(email="other@example.com", phone="").person)
    (line,) = [each for each in retention.forecast(14, 30, now=over() - 20 * DAY) if each.group]
    assert (line.purpose, line.group) == ("enquiry", "Liên hệ")
    assert line.due == {0: 0, 14: 0, 30: 1} and line.held == 1
    assert Enquiry.objects.count() == 2


def test_officers_are_warned_once_a_week_without_any_data():
    make.colleague(*MANAGER, email="officer@example.com")
    make.colleague(make.ACCESS_ADMIN, email="editor@example.com")
    enquiry()
    soon = over() - 5 * DAY
    for _night in range(3):
        retention.run(soon)
    (sent,) = mail.outbox
    assert sent.to == ["officer@example.com"] and SCREEN in sent.body
    assert not [text for text in (make.NAME, make.EMAIL, "912345678") if text in sent.body + sent.subject]
    RetentionRun.objects.update(started_at=timezone.now() - 8 * DAY)
    retention.run(soon)
    assert len(mail.outbox) == 2


def test_a_mail_server_that_is_down_stops_no_deletion(monkeypatch):
    make.colleague(*MANAGER, email="officer@example.com")
    enquiry(email="old@example.com", phone="")
    monkeypatch.setattr(
        "django.core.mail.EmailMessage.send", lambda self: (_ for _ in ()).throw(OSError("down"))
    )
    run = retention.run(over() - 5 * DAY)
    assert run.finished_at and run.error_class == "OSError"


def test_the_command_says_or_does(monkeypatch):
    enquiry()
    later = over()
    monkeypatch.setattr(timezone, "now", lambda: later)
    out = StringIO()
    call_command("retention", "--dry-run", stdout=out)
    assert "Due now: 1" in out.getvalue() and Enquiry.objects.exists()
    call_command("retention", "--now", stdout=out)
    assert not Enquiry.objects.exists() and make.EMAIL not in out.getvalue()
    with pytest.raises(CommandError):
        call_command("retention")


def test_the_screen_is_for_who_manages_retention_alone(client):
    sign_in(client, make.lead())
    one = enquiry()
    held = hold(one.person)
    for url in (SCREEN, reverse("privacy_retention:run"), reverse("privacy_retention:place"),
                reverse("privacy_retention:lift", args=[held.pk])):  # fmt: skip
        assert client.get(url).status_code in (404, 405)
        assert client.post(url, {"reason": "xyz", "term": make.EMAIL}).status_code in (404, 405)
    assert not RetentionRun.objects.exists()
    assert LegalHold.objects.get().lifted_at is None


def test_columns_are_explained_where_there_are_any(client):
    sign_in(client, make.colleague(*MANAGER))
    page = client.get(SCREEN).content.decode()
    assert "retention-table" not in page
    assert "Later columns" not in page and "Cột sau" not in page


def test_the_screen_places_and_lifts_holds_and_starts_a_run(client):
    one = enquiry()
    sign_in(client, make.colleague(*MANAGER))
    place = reverse("privacy_retention:place")
    assert client.post(place, {"term": one.receipt, "reason": " "}).status_code == 422
    assert client.post(place, {"term": "nobody@example.com", "reason": "Vụ kiện"}).status_code == 422
    assert not LegalHold.objects.exists()
    for term in (one.receipt, make.EMAIL, make.PHONE):
        LegalHold.objects.all().delete()
        assert client.post(place, {"term": term, "reason": "Vụ kiện 12"}).status_code == 302
        assert LegalHold.objects.get().person_id == one.person_id
    page = client.get(SCREEN)
    assert "Vụ kiện 12" in page.content.decode() and make.EMAIL not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    lift = reverse("privacy_retention:lift", args=[LegalHold.objects.get().pk])
    client.post(lift, {"reason": ""})
    assert LegalHold.objects.get().lifted_at is None
    assert client.get(lift).status_code == 405
    client.post(lift, {"reason": "Đã hòa giải"})
    assert LegalHold.objects.get().lifted_at is not None
    client.post(reverse("privacy_retention:run"))
    assert RetentionRun.objects.count() == 1
