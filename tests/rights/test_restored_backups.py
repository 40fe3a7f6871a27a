"""A restored backup is unreadable, and clean after the erasures are replayed."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

from privacy.models import LegalHold
from privacy.personal_data import sources
from rights import erasure, services
from tests import databases
from vault import erasure_list
from vault import services as vault
from vault.errors import KeyDestroyed
from vault.models import BlindIndex, Envelope, Person, PersonKey, SealedRecord, Tombstone

from . import builders as make
from .builders import NOTE, nothing_is_left, someone

pytestmark = pytest.mark.usefixtures("notes", "own_list")


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
