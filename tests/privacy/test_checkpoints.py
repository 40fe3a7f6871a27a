"""Signed checkpoints: what rewriting or cutting off history leaves behind for who kept them elsewhere."""

import json
import os
from datetime import timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from common.sweeps import sweeps
from privacy import checkpoints, health, signing
from privacy import services as privacy
from privacy.ledger import GENESIS, event_hash
from privacy.models import ChainHead, Checkpoint, ConsentEvent
from tests.privacy.behind import broken_rows, guard_again, run_unguarded
from tests.privacy.builders import make_events, make_form_version, make_purpose, record
from vault.errors import VaultLocked
from vault.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.LEDGER_CHECKPOINTS = tmp_path / "checkpoints"
    yield settings.LEDGER_CHECKPOINTS
    guard_again()


def kept():
    return checkpoints.read(checkpoints.path())


def test_a_checkpoint_says_where_the_chain_stood():
    events = make_events()
    taken = checkpoints.take(verified=privacy.verify_ledger())
    document = Checkpoint.objects.get().document
    assert document["ledger"] == {"seq": 3, "head": events[-1].hash}
    assert (document["number"], document["previous"]) == (1, GENESIS)
    assert document["verified"] == {"ok": True, "problems": 0}
    assert signing.verify(document, taken.signature, taken.key_id)
    assert broken_rows(privacy.verify_ledger(kept())) == []


def test_one_a_day_each_naming_the_one_before():
    make_events()
    now = timezone.now()
    first = checkpoints.take(now=now)
    assert checkpoints.take(now=now) is None
    record(Person.objects.create(), make_form_version(title="Khác"))
    second = checkpoints.take(now=now + timedelta(days=1))
    assert second.document["previous"] == checkpoints.digest_of(first)
    # Only what is new is listed again.
    listed = second.document["rows"]["privacy_formversion"]
    assert len(listed) == 1 and not set(listed) & set(first.document["rows"]["privacy_formversion"])
    assert broken_rows(privacy.verify_ledger(kept())) == []


def test_the_file_is_appended_to_and_made_good():
    make_events()
    now = timezone.now()
    checkpoints.take(now=now)
    before = checkpoints.path().read_bytes()
    checkpoints.take(now=now + timedelta(days=1))
    assert checkpoints.path().read_bytes().startswith(before)
    assert len(kept()) == 2
    # A disk that was full yesterday: today's run writes what is missing, and nothing twice.
    checkpoints.path().write_bytes(before)
    assert checkpoints.file_missing() == 1
    assert checkpoints.file_missing() == 0
    assert [each["document"]["number"] for each in kept()] == [1, 2]
    assert checkpoints.path().stat().st_mode & 0o077 == 0


def test_the_worker_looks_once_a_day(monkeypatch):
    sweep = sweeps["privacy_ledger"]
    sweep()
    assert not Checkpoint.objects.exists(), "there is nothing to sign yet"
    make_events()
    sweep()
    sweep()
    assert Checkpoint.objects.count() == 1
    found = health.health()
    assert (found["ledger_ok"], found["checkpoint_late"]) == (True, False)


def test_the_figure_says_what_the_look_found():
    make_events()
    run_unguarded("UPDATE privacy_consentevent SET decision = 'withdrawn' WHERE seq = 2")
    health.look()
    found = health.health()
    assert found["ledger_ok"] is False and found["ledger_problems"] > 0


def test_a_missing_checkpoint_is_told(settings):
    assert health.health()["ledger_ok"] is None
    make_events()
    checkpoints.take(now=timezone.now() - timedelta(days=2))
    assert health.health()["checkpoint_late"] is True
    settings.LEDGER_CHECKPOINT_LATE_HOURS = 72
    assert health.health()["checkpoint_late"] is False


def test_without_private_keys_nothing_is_signed(settings):
    make_events()
    settings.HOLDS_PRIVATE_KEYS = False
    settings.VAULT_PRIVATE_KEYS_FILE = None
    health.look()
    with pytest.raises(VaultLocked):
        checkpoints.take()
    assert not Checkpoint.objects.exists()


# What nothing in the database shows any more


def cut_off(seq, head):
    """Events from `seq` on go, with head, checkpoints and triggers: a whole, shorter ledger is left."""
    run_unguarded("DELETE FROM privacy_consentevent WHERE seq >= %s", seq)
    run_unguarded("DELETE FROM privacy_checkpoint")
    ChainHead.objects.update(seq=seq - 1, hash=head)


def test_a_ledger_cut_short_with_its_head_is_found():
    events = make_events(4)
    checkpoints.take()
    cut_off(3, events[1].hash)
    assert broken_rows(privacy.verify_ledger()) == [], "alone, the ledger looks whole"
    problems = broken_rows(privacy.verify_ledger(kept()))
    assert "Kept checkpoint 1 knew event 4, which is gone." in problems
    assert "Kept checkpoint 1 is not in the database." in problems


def rewrite(seq, decision):
    """Changes a decision and writes every hash after it anew, as the program would have."""
    events = list(ConsentEvent.objects.order_by("seq"))
    previous = GENESIS
    for event in events:
        event.previous_hash = previous
        if event.seq == seq:
            event.decision = decision
        event.hash = event_hash(event)
        run_unguarded(
            "UPDATE privacy_consentevent SET decision = %s, previous_hash = %s, hash = %s WHERE seq = %s",
            event.decision,
            event.previous_hash,
            event.hash,
            event.seq,
        )
        previous = event.hash
    ChainHead.objects.update(hash=previous)


def test_history_written_anew_is_found():
    make_events(4)
    checkpoints.take()
    rewrite(2, "given")
    assert "Checkpoint 1 knew another event 4: history was rewritten." in broken_rows(privacy.verify_ledger())
    run_unguarded("DELETE FROM privacy_checkpoint")
    assert broken_rows(privacy.verify_ledger()) == [], "alone, the ledger looks sound"
    problems = broken_rows(privacy.verify_ledger(kept()))
    assert "Kept checkpoint 1 knew another event 4: history was rewritten." in problems


def test_a_checkpoint_signed_anew_is_not_the_one_that_was_kept():
    """Whoever has the database and the keys can sign a new past, but not put it into other hands."""
    make_events(3)
    checkpoints.take()
    before = kept()
    rewrite(1, "refused")
    run_unguarded("DELETE FROM privacy_checkpoint")
    checkpoints.path().unlink()
    checkpoints.take()
    assert broken_rows(privacy.verify_ledger(kept())) == []
    problems = broken_rows(privacy.verify_ledger(before))
    assert "Kept checkpoint 1 is another one in the database." in problems


def test_a_forged_kept_checkpoint_is_called_forged():
    make_events(2)
    checkpoints.take()
    forged = kept()
    forged[0]["document"]["ledger"]["seq"] = 7
    assert broken_rows(privacy.verify_ledger(forged)) == [
        "Kept checkpoint 1 was altered: its signature does not fit."
    ]


def test_a_missing_checkpoint_in_between_is_found():
    make_events(2)
    now = timezone.now()
    for day in range(3):
        checkpoints.take(now=now + timedelta(days=day))
    run_unguarded("DELETE FROM privacy_checkpoint WHERE id = 2")
    assert "Checkpoint 2 is missing: 3 follows 1." in broken_rows(privacy.verify_ledger())


# Commands


def test_the_command_prints_a_checkpoint_that_the_other_one_takes(tmp_path):
    make_events()
    out = StringIO()
    call_command("ledger_checkpoint", stdout=out)
    record_ = json.loads(out.getvalue())
    assert record_["document"]["ledger"]["seq"] == 3
    file = tmp_path / "kept.jsonl"
    file.write_text(out.getvalue())
    out = StringIO()
    call_command("verify_ledger", checkpoints=str(file), stdout=out)
    assert "Problems: 0." in out.getvalue()
    run_unguarded("DELETE FROM privacy_consentevent WHERE seq = 3")
    with pytest.raises(SystemExit) as stop:
        call_command("verify_ledger", checkpoints=str(file), stdout=StringIO(), stderr=StringIO())
    assert stop.value.code == 1


def test_all_checkpoints_can_be_printed():
    make_events()
    checkpoints.take(now=timezone.now() - timedelta(days=1))
    out = StringIO()
    call_command("ledger_checkpoint", all=True, stdout=out)
    assert [json.loads(line)["document"]["number"] for line in out.getvalue().splitlines()] == [1, 2]


@pytest.mark.parametrize("text", ["not json\n", "[]\n", '{"document": {}}\n'])
def test_a_file_that_is_none_is_refused(tmp_path, text):
    file = tmp_path / "kept.jsonl"
    file.write_text(text)
    with pytest.raises(CommandError, match="Line 1"):
        call_command("verify_ledger", checkpoints=str(file))
    with pytest.raises(CommandError):
        call_command("verify_ledger", checkpoints=str(tmp_path / "nothing"))


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_one_checkpoint():
    make_purpose()
    record(Person.objects.create(), make_form_version())
    start, results = Barrier(2), []

    def take():
        start.wait()
        try:
            results.append(checkpoints.take())
        finally:
            connections.close_all()

    threads = [Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result is None for result in results) == [False, True]
    assert Checkpoint.objects.count() == 1
    assert broken_rows(privacy.verify_ledger(kept())) == []


def test_the_file_is_where_the_operator_says(settings, tmp_path):
    settings.LEDGER_CHECKPOINTS = os.fspath(tmp_path / "elsewhere")
    make_events(1)
    checkpoints.take()
    assert (tmp_path / "elsewhere" / "checkpoints.jsonl").exists()
