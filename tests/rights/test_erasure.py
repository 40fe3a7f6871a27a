"""Erasure takes everything, once and again; a restored backup is unreadable, and clean after the replay."""

import datetime as dt
import json
import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from privacy.models import ConsentEvent, LegalHold
from privacy.personal_data import Held as HeldThing
from privacy.personal_data import Source, sources
from rights import erasure, services
from rights.errors import Held, LetterNotSent, NotPossible, StillSending
from rights.models import Letter, PrivacyRequest
from rights.services import letters
from tests import databases
from vault import erasure_list
from vault import services as vault
from vault.errors import KeyDestroyed
from vault.models import BlindIndex, Envelope, Person, PersonKey, SealedRecord, Tombstone

from . import builders as make

NOTE = {"kind": "note", "data": {"text": "marker-zq92"}, "masks": {}}


class Notes(Source):
    """A room of the test's own that keeps notes about people."""

    code, label, models = "notes", "Notes", ()
    went_to = ()

    def held(self, person):
        return [
            HeldThing("notes", str(r.pk), "Note", ("news",), r.created_at, None, (r.pk,), self.went_to)
            for r in SealedRecord.objects.filter(person=person, kind="note")
        ]

    def erase(self, person):
        return SealedRecord.objects.filter(person=person, kind="note").delete()[0]


@pytest.fixture(autouse=True)
def notes(monkeypatch):
    monkeypatch.setitem(sources._entries, "notes", Notes())


@pytest.fixture(autouse=True)
def own_list(settings, tmp_path):
    settings.ERASURE_LOG = tmp_path / "kept" / "erasures.log"
    return settings.ERASURE_LOG


def someone(email=make.EMAIL):
    """A person about whom something is held."""
    one = make.person(email)
    vault.store(one, **NOTE)
    return one


def nothing_is_left(person):
    return (
        not SealedRecord.objects.filter(person=person).exists()
        and not BlindIndex.objects.filter(person=person).exists()
        and not PersonKey.objects.filter(pk=person.pk).exists()
        and not vault.find(email=make.EMAIL).exists()
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("unrun_tasks")
class TestErasing:
    def test_the_preview_says_what_goes_and_reads_nothing(self):
        make.declare_purposes("news")
        person = someone()
        make.agree(person, "news")
        one = make.ask("delete", of=person)
        found = erasure.preview(person)
        assert {part.code: len(part.held) for part in found.parts if part.code in {"notes", "rights"}} == {
            "notes": 1,
            "rights": 1,
        }
        assert (found.records, found.consents, found.readings) == (3, 1, 0)
        assert not found.is_held and not found.is_erased
        assert one.reference in next(part for part in found.parts if part.code == "rights").held[0].label

    def test_everything_goes_and_the_proof_stays(self):
        make.declare_purposes("news")
        person, officer = someone(), make.officer()
        make.agree(person, "news")
        one = make.ask("delete", of=person)
        done = services.complete(one, by=officer)
        person.refresh_from_db()
        assert person.erased_at is not None
        assert nothing_is_left(person)
        assert Tombstone.objects.count() == 1
        assert ConsentEvent.objects.filter(subject_id=person.pseudonym).count() == 1
        assert (done.status, done.outcome) == ("closed", "fulfilled")
        assert done.record is None and done.executed_at
        assert [event.kind for event in one.events.all()] == ["received", "carried_out", "completed"]
        with pytest.raises(KeyDestroyed):
            vault.store(person, **NOTE)

    def test_other_open_requests_are_overtaken(self):
        person = someone()
        copy, gone = make.ask("copy", of=person), make.ask("delete", of=person)
        services.complete(gone, by=make.officer())
        copy.refresh_from_db()
        assert (copy.status, copy.outcome) == ("closed", "overtaken")

    def test_twice_is_once(self):
        person = someone()
        first, second = erasure.erase(person), erasure.erase(person)
        assert (first.again, second.again) == (False, True)
        assert second.counts["notes"] == 0
        assert Tombstone.objects.count() == 1
        assert nothing_is_left(person)

    def test_a_second_officer_comes_too_late(self):
        one = make.ask("delete", of=someone())
        services.complete(one, by=make.officer())
        with pytest.raises(NotPossible):
            services.complete(PrivacyRequest.objects.get(pk=one.pk), by=make.officer())

    def test_who_writes_again_is_a_new_person_without_a_past(self):
        old = someone()
        request = make.ask("view", of=old)
        erasure.erase(old)
        new = make.person()
        assert new.pk != old.pk and new.pseudonym != old.pseudonym
        assert [part for part in erasure.preview(new).parts if part.code in {"notes", "rights"}] == []
        assert list(vault.find(email=make.EMAIL)) == [new]
        assert PrivacyRequest.objects.get(pk=request.pk).person_id == old.pk

    def test_a_legal_hold_forbids_it(self):
        one = make.ask("delete", of=someone())
        hold = LegalHold.objects.create(person=one.person, reason="Vụ án 12", placed_by_name="x")
        with pytest.raises(Held):
            services.complete(one, by=make.officer())
        assert vault.find(email=make.EMAIL).exists()
        assert not erasure_list.path().exists() or erasure_list.path().read_text() == ""
        hold.lifted_at = timezone.now()
        hold.save()
        services.complete(one, by=make.officer())
        assert nothing_is_left(one.person)

    def test_recipients_don_t_hold_it_up_and_the_last_one_completes_the_request(self):
        make.declare_purposes("news", recipients=[("mailer", ["news"]), ("lab", ["news"]), ("other", [])])
        person, officer = someone(), make.officer()
        make.agree(person, "news")
        one = make.ask("delete", of=person)
        assert [task.recipient for task in one.tasks.all()] == ["lab", "mailer"]
        deadline = one.deadline
        services.complete(one, by=officer)
        assert nothing_is_left(person)
        assert one.is_open and one.executed_at and one.deadline == deadline
        assert services.complete(one, by=officer).is_open
        assert [event.kind for event in one.events.all()].count("carried_out") == 1
        first, last = one.tasks.all()
        services.finish_task(first, by=officer)
        one.refresh_from_db()
        assert one.is_open
        services.finish_task(last, by=officer)
        one.refresh_from_db()
        assert (one.status, one.outcome) == ("closed", "fulfilled")
        assert one.events.last().kind == "completed" and one.events.last().actor == officer

    def test_what_was_carried_out_is_neither_taken_back_nor_repeated(self):
        make.declare_purposes("news", recipients=[("mailer", ["news"])])
        one, officer = make.ask("delete", of=someone()), make.officer()
        services.erase_for(one, by=officer)
        one.refresh_from_db()
        assert one.is_open
        for act in (services.take_back, services.erase_for):
            with pytest.raises(NotPossible):
                act(one, by=officer)

    def test_whoever_received_data_is_asked_whatever_the_policy_says_today(self, monkeypatch):
        monkeypatch.setattr(Notes, "went_to", ("former-mailer",))
        one = make.ask("delete", of=someone())
        assert [(task.recipient, task.what) for task in one.tasks.all()] == [("former-mailer", "erase")]
        assert one.third_party_involved

    def test_the_unproven_are_not_erased(self):
        one = make.ask("delete", of=someone(), verified=False)
        with pytest.raises(NotPossible):
            services.complete(one, by=make.officer())
        assert vault.find(email=make.EMAIL).exists()

    def test_the_list_names_nobody_and_is_for_its_owner(self, own_list):
        person = someone()
        erasure.erase(person)
        line = json.loads(own_list.read_text())
        assert set(line) == {"at", "key", "person", "receipts"}
        assert str(person.pk) not in own_list.read_text()
        assert str(person.pseudonym) not in own_list.read_text()
        assert stat.S_IMODE(own_list.stat().st_mode) == 0o600

    def test_nothing_is_erased_that_can_not_be_listed(self, own_list):
        own_list.parent.mkdir()
        own_list.mkdir()
        person = someone()
        with pytest.raises(OSError, match="directory"):
            erasure.erase(person)
        assert vault.find(email=make.EMAIL).exists()

    def test_a_torn_line_of_the_list_is_passed_over(self, own_list):
        erasure.erase(someone())
        with own_list.open("a") as file:
            file.write('{"at": "2026-11-')
        people, _receipts = erasure_list.listed()
        assert len(people) == 1

    def test_the_letter_goes_before_the_address(self):
        one = make.ask("delete", of=someone())
        letter = {"language": "vi", "subject": "Kết quả", "body": "Dữ liệu được xoá hôm nay."}
        services.erase_for(one, by=make.officer(), letter=letter)
        assert [(m.to, m.subject) for m in mail.outbox] == [([make.EMAIL], "Kết quả")]
        assert nothing_is_left(one.person)
        stored = one.letters.get()
        assert (stored.state, stored.record) == ("sent", None)

    def test_a_letter_that_does_not_go_stops_it(self, settings):
        one, officer = make.ask("delete", of=someone()), make.officer()
        letter = {"language": "vi", "subject": "Kết quả", "body": "Dữ liệu được xoá hôm nay."}
        settings.EMAIL_BACKEND = "tests.rights.mail_backends.Down"
        with pytest.raises(LetterNotSent):
            services.erase_for(one, by=officer, letter=letter)
        assert vault.find(email=make.EMAIL).exists()
        # Nobody is told later of an erasure that did not take place.
        assert one.letters.get().state == "draft"
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        services.sweep()
        assert mail.outbox == []
        services.erase_for(one, by=officer, letter=letter)
        assert len(mail.outbox) == 1 and nothing_is_left(one.person)

    def test_waiting_letters_are_dropped_and_never_sent(self):
        one, officer = make.ask("delete", of=someone()), make.officer()
        letter = services.save_letter(
            one, kind="acknowledgement", language="vi", subject="S", body="B", by=officer
        )
        services.mail_letter(letter, by=officer)
        erasure.erase(one.person)
        assert services.deliver(letter.pk) is False
        letter.refresh_from_db()
        assert letter.state == "dropped" and mail.outbox == []

    def test_not_while_a_letter_is_on_its_way(self, settings):
        one, officer = make.ask("delete", of=someone()), make.officer()
        letter = services.save_letter(
            one, kind="acknowledgement", language="vi", subject="S", body="B", by=officer
        )
        services.mail_letter(letter, by=officer)
        settings.EMAIL_BACKEND = "tests.rights.mail_backends.ErasesMeanwhile"
        assert services.deliver(letter.pk) is True
        from tests.rights import mail_backends

        assert mail_backends.ErasesMeanwhile.outcome is StillSending
        assert vault.find(email=make.EMAIL).exists()
        erasure.erase(one.person)
        assert nothing_is_left(one.person)
        letter.refresh_from_db()
        assert letter.state == "sent"

    def test_nothing_goes_to_an_address_that_was_read_before_the_erasure(self, monkeypatch):
        one, officer = make.ask("delete", of=someone()), make.officer()
        letter = services.save_letter(
            one, kind="acknowledgement", language="vi", subject="S", body="B", by=officer
        )
        services.mail_letter(letter, by=officer)
        compose = letters._message

        def slowly(leased):
            message = compose(leased)
            # The worker stood still for longer than its lease.
            Letter.objects.filter(pk=leased.pk).update(next_try=timezone.now())
            erasure.erase(one.person)
            return message

        monkeypatch.setattr(letters, "_message", slowly)
        assert services.deliver(letter.pk) is False
        letter.refresh_from_db()
        assert mail.outbox == [] and letter.state == "dropped"


# A restored backup


@pytest.fixture
def backup(tmp_path):
    """(take, restore): a copy of the site's database without the key store, as backups are made."""
    name = connections["default"].settings_dict["NAME"]
    if databases.is_sqlite():
        copy, live = tmp_path / "backup.sqlite3", Path(name)

        def take():
            with closing(sqlite3.connect(live)) as source:
                source.execute("VACUUM INTO ?", [str(copy)])

        def restore():
            connections["default"].close()
            for suffix in ("", "-wal", "-shm"):
                live.with_name(live.name + suffix).unlink(missing_ok=True)
            shutil.copyfile(copy, live)

        yield take, restore
        return
    kept = f"{name}_backup"

    def clone(source, target):
        connections["default"].close()
        with databases.maintenance() as cursor:
            databases.drop(cursor, target)
            cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    yield lambda: clone(name, kept), lambda: clone(kept, name)
    with databases.maintenance() as cursor:
        databases.drop(cursor, kept)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("unrun_tasks")
def test_a_restored_backup_is_unreadable_and_gone_after_the_replay(backup, capsys):
    take, restore = backup
    erased, kept = someone(), someone("other@example.com")
    notes = {p.pk: SealedRecord.objects.get(person=p, kind="note") for p in (erased, kept)}
    reader = make.colleague(make.OPEN_VAULT)
    take()

    services.complete(make.ask("delete", of=erased), by=make.officer())
    assert nothing_is_left(erased)

    restore()
    erased.refresh_from_db()
    assert erased.erased_at is None and Tombstone.objects.count() == 0
    assert SealedRecord.objects.filter(pk=notes[erased.pk].pk).exists()
    assert list(vault.find(email=make.EMAIL)) == [erased]
    # Unreadable: the key died with the erasure, and keys are not in this backup.
    with pytest.raises(KeyDestroyed):
        vault.reveal(notes[erased.pk], by=reader, reason="test")
    assert vault.reveal(notes[kept.pk], by=reader, reason="test") == NOTE["data"]

    call_command("replay_erasures")
    assert "Erased again: 1. Already erased: 0." in capsys.readouterr().out
    erased.refresh_from_db()
    assert erased.erased_at is not None
    assert nothing_is_left(erased)
    assert SealedRecord.objects.filter(person=kept, kind="note").exists()
    assert list(vault.find(email="other@example.com")) == [kept]

    call_command("replay_erasures")
    assert "Erased again: 0. Already erased: 1." in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.usefixtures("unrun_tasks")
class TestReplaying:
    def test_a_restored_key_is_destroyed_again(self):
        person = someone()
        key = PersonKey.objects.get(pk=person.pk)
        erasure.erase(person)
        key.save(force_insert=True)  # the keys came back with an older backup of theirs
        assert erasure.replay().erased == 1
        assert not PersonKey.objects.filter(pk=person.pk).exists()

    def test_a_hold_of_the_backup_does_not_stop_it(self):
        person = someone()
        erasure.erase(person)
        Person.objects.filter(pk=person.pk).update(erased_at=None)
        LegalHold.objects.create(person=person, reason="lifted after the backup", placed_by_name="x")
        assert erasure.replay().erased == 1

    def test_others_are_left_alone(self):
        person = someone()
        result = erasure.replay()
        assert (result.erased, result.clean, result.envelopes) == (0, 0, 0)
        assert vault.find(email=make.EMAIL).get() == person

    def test_a_submission_of_theirs_in_the_backup_does_not_come_in_again(self):
        make.declare_purposes("news")
        person = someone()
        from privacy.decisions import record_decision

        record_decision(
            person=person,
            purpose="news",
            decision="given",
            language="vi",
            method="privacy_centre",
            receipt="AAAA-BBBB-CCCC",
        )
        erasure.erase(person)
        theirs = vault.seal({"v": 1}, receipt="AAAA-BBBB-CCCC", channel="contact")
        others = vault.seal({"v": 1}, receipt="DDDD-EEEE-FFFF", channel="contact")
        assert erasure.replay().envelopes == 1
        assert list(Envelope.objects.values_list("pk", flat=True)) == [others.pk]
        assert theirs.pk != others.pk

    def test_whose_key_the_nightly_deletion_destroyed_is_listed_and_cleaned_too(self):
        person, kept = make.person(), someone("other@example.com")
        row, key = Person.objects.get(pk=person.pk), PersonKey.objects.get(pk=person.pk)
        index = list(BlindIndex.objects.filter(person=person))
        assert sources["people"].expire([person.pk]) == 1
        assert erasure_list.names_person(erasure_list.listed()[0], person.pk)
        # The backup has them as they were, and so has that of the keys.
        row.save()
        key.save(force_insert=True)
        BlindIndex.objects.bulk_create(index)
        assert erasure.replay().erased == 1
        assert nothing_is_left(person)
        assert vault.find(email="other@example.com").get() == kept

    def test_whose_key_is_gone_is_erased_although_no_list_names_them(self, own_list):
        person, kept = someone(), someone("other@example.com")
        PersonKey.objects.filter(pk=person.pk).delete()
        assert not own_list.exists()
        assert erasure.replay().erased == 1
        assert nothing_is_left(person)
        new = vault.person_for(vault.Identifiers(email=make.EMAIL))
        vault.note_identity(new, email=make.EMAIL)
        assert new.pk != person.pk and vault.find(email="other@example.com").get() == kept

    def test_another_day_s_key_store_erases_nobody(self, capsys):
        people = [someone(f"{n}@example.com") for n in range(3)]
        PersonKey.objects.filter(pk__in=[person.pk for person in people[:2]]).delete()
        call_command("replay_erasures")
        assert "2 people have no key" in capsys.readouterr().err
        assert not Person.objects.exclude(erased_at=None).exists()

    def test_without_the_list_it_says_so(self, capsys, own_list):
        assert not own_list.exists()
        call_command("replay_erasures")
        assert "no list of erasures" in capsys.readouterr().err


# At the same time


def at_once(*acts):
    """Runs the functions in a thread each, from one moment on; returns what each returned or raised."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        barrier.wait()
        try:
            results[number] = act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("unrun_tasks")
class TestAtTheSameTime:
    def test_two_erasures_are_one(self):
        person = someone()
        results = at_once(lambda: erasure.erase(person), lambda: erasure.erase(person))
        assert sorted(result.again for result in results) == [False, True]
        assert Tombstone.objects.count() == 1 and nothing_is_left(person)

    def test_the_same_asked_twice_is_one_open_request(self):
        person = make.person()
        first, second = at_once(lambda: make.ask("view", of=person), lambda: make.ask("view", of=person))
        assert {first.duplicate_of, second.duplicate_of} == {None, first if second.duplicate_of else second}
        assert PrivacyRequest.objects.filter(closed_at=None).count() == 1

    def test_a_request_during_an_erasure_leaves_nothing_behind(self):
        person = someone()
        results = at_once(lambda: erasure.erase(person), lambda: make.ask("view", of=person))
        assert not isinstance(results[0], Exception)
        assert isinstance(results[1], NotPossible | PrivacyRequest)
        assert nothing_is_left(person)
        assert not PrivacyRequest.objects.filter(person=person, closed_at=None).exists()

    def test_a_step_with_a_note_and_an_erasure_don_t_wait_for_each_other(self):
        one, officer = make.ask("view", of=someone()), make.officer()
        erased, extended = at_once(
            lambda: erasure.erase(one.person),
            lambda: services.extend(
                one,
                until=one.due_at.date() + dt.timedelta(days=2),
                reason="many",
                by=officer,
                words="gọi lại",
            ),
        )
        assert not isinstance(erased, Exception) and nothing_is_left(one.person)
        assert isinstance(extended, NotPossible | PrivacyRequest)

    def test_a_letter_sent_during_an_erasure_goes_whole_or_not_at_all(self):
        one, officer = make.ask("view", of=someone()), make.officer()
        letter = services.save_letter(
            one, kind="information", language="vi", subject="S", body="B", by=officer
        )
        services.mail_letter(letter, by=officer)
        erased, sent = at_once(lambda: erasure.erase(one.person), lambda: services.deliver(letter.pk))
        letter.refresh_from_db()
        if isinstance(erased, StillSending):
            assert sent is True and letter.state == "sent"
        else:
            assert nothing_is_left(one.person)
            assert (sent, letter.state) in {(False, "dropped"), (True, "sent")}


def test_letters_have_every_state_that_an_erasure_looks_at():
    assert {"pending", "sending", "sent"} <= set(Letter.State.values)
