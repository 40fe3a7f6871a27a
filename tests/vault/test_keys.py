"""The key files: made once, never overwritten, rotated without losing what was sealed before."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from tests.vault.builders import PAYLOAD, make_person, make_reader, make_record
from vault import keys
from vault import services as vault
from vault.errors import KeysIncomplete, Unreadable, VaultLocked
from vault.models import PersonKey


@pytest.fixture
def own_keys(tmp_path, settings):
    """Key files of this test alone."""
    keys.generate(tmp_path)
    settings.VAULT_PUBLIC_KEYS_FILE = tmp_path / "public.json"
    settings.VAULT_PRIVATE_KEYS_FILE = tmp_path / "private.json"
    return tmp_path


def test_keys_are_for_their_owner_alone(own_keys):
    for name in ("public.json", "private.json"):
        assert stat.S_IMODE((own_keys / name).stat().st_mode) == 0o600
    assert sorted(path.name for path in own_keys.iterdir()) == ["private.json", "public.json"]


def test_the_files_have_the_agreed_shape(own_keys):
    public = json.loads((own_keys / "public.json").read_text())
    private = json.loads((own_keys / "private.json").read_text())
    assert public["envelope"]["current"] == "e1"
    assert public["ledger"]["current"] == "l1"
    assert set(private) == {"envelope", "master", "index", "ledger"}
    assert not set(public["envelope"]["keys"].values()) & set(private["envelope"].values())


def test_keys_are_never_overwritten(own_keys):
    before = (own_keys / "private.json").read_bytes()
    assert keys.generate(own_keys) is False
    assert (own_keys / "private.json").read_bytes() == before


def test_a_lost_public_file_is_made_again_from_the_private_one(own_keys):
    before = json.loads((own_keys / "public.json").read_text())
    (own_keys / "public.json").unlink()
    assert keys.generate(own_keys) is True
    assert json.loads((own_keys / "public.json").read_text()) == before


def test_a_lost_private_file_is_not_replaced_by_another(own_keys):
    (own_keys / "private.json").unlink()
    with pytest.raises(KeysIncomplete, match="restore"):
        keys.generate(own_keys)


def test_missing_keys_are_named_with_the_remedy(tmp_path, settings):
    settings.VAULT_PUBLIC_KEYS_FILE = tmp_path / "none.json"
    with pytest.raises(KeysIncomplete, match="make_keys"):
        keys.public()


def test_no_key_shows_in_a_repr(own_keys):
    private = keys.private()
    assert repr(private.master["m1"]) not in repr(private)
    assert "b'" not in repr(private)


def test_a_private_file_open_to_others_is_reported(own_keys):
    (own_keys / "private.json").chmod(0o644)
    assert "vault.W001" in {message.id for message in run_checks(tags=["security"])}


@pytest.mark.django_db
def test_rotated_envelope_keys_reach_a_running_process_and_old_envelopes_open(own_keys):
    old = vault.seal(PAYLOAD, receipt="OLD", channel="contact")
    call_command("rotate_keys", "envelope", stdout=StringIO())
    new = vault.seal(PAYLOAD, receipt="NEW", channel="contact")
    assert (old.key_id, new.key_id) == ("e1", "e2")
    assert vault.open_envelope(old)[0] == vault.open_envelope(new)[0] == PAYLOAD
    assert keys.public().ledger_current == "l1"


@pytest.mark.django_db
def test_rewrapping_moves_every_person_to_the_current_master_key(own_keys):
    people = [make_person(f"p{n}@example.com") for n in range(5)]
    records = [make_record(person) for person in people]
    call_command("rotate_keys", "master", stdout=StringIO())
    out = StringIO()
    call_command("rewrap_keys", batch=2, stdout=out)
    assert "Re-wrapped: 5. Already current: 0. Unreadable: 0." in out.getvalue()
    assert set(PersonKey.objects.values_list("master_id", flat=True)) == {"m2"}
    # The old master key may go now; everything is still readable.
    private = json.loads((own_keys / "private.json").read_text())
    del private["master"]["keys"]["m1"]
    (own_keys / "private.json").write_text(json.dumps(private))
    reader = make_reader()
    assert all(vault.reveal(record, by=reader, reason="test")["full_name"] for record in records)
    again = vault.rewrap_person_keys()
    assert (again.rewrapped, again.current, again.unreadable) == (0, 5, 0)


@pytest.mark.django_db
def test_an_interrupted_rewrapping_is_taken_up_again(own_keys, monkeypatch):
    for n in range(5):
        make_person(f"p{n}@example.com")
    keys.rotate("master")
    wrap, calls = vault.person_keys.sealing.wrap_key, []

    def dies_at_the_fourth(*args, **kwargs):
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return wrap(*args, **kwargs)

    monkeypatch.setattr("vault.services.person_keys.sealing.wrap_key", dies_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        vault.rewrap_person_keys(batch=2)
    assert PersonKey.objects.filter(master_id="m2").count() == 2
    monkeypatch.setattr("vault.services.person_keys.sealing.wrap_key", wrap)
    assert vault.rewrap_person_keys(batch=2).rewrapped == 3


@pytest.mark.django_db
def test_rewrapping_reports_keys_that_do_not_open(own_keys):
    person = make_person()
    PersonKey.objects.filter(pk=person.pk).update(wrapped=b"\x01" + bytes(60))
    keys.rotate("master")
    with pytest.raises(CommandError):
        call_command("rewrap_keys", stdout=StringIO())
    assert PersonKey.objects.get(pk=person.pk).master_id == "m1"


@pytest.mark.django_db
def test_a_lost_master_key_is_named(own_keys):
    record = make_record()
    PersonKey.objects.update(master_id="m9")
    with pytest.raises(VaultLocked, match="m9"):
        vault.reveal(record, by=make_reader(), reason="test")


@pytest.mark.django_db
def test_a_persons_key_does_not_unwrap_for_another(own_keys):
    first, second = make_person("a@example.com"), make_person("b@example.com")
    wrapped = PersonKey.objects.get(pk=second.pk).wrapped
    record = make_record(first)
    PersonKey.objects.filter(pk=first.pk).update(wrapped=wrapped)
    with pytest.raises(Unreadable):
        vault.reveal(record, by=make_reader(), reason="test")


def test_rotations_at_once_lose_no_key(own_keys):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: keys.rotate("master"), range(8)))
    assert len(set(made)) == 8
    assert set(made) < set(keys.private().master)
