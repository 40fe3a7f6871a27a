"""Evidence for the board: checks look at the things themselves, and turn red when these are not so."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from privacy.models import RetentionRun
from privacy.promises import Evidence, Promise, board, check_all, own, promises, vaulted
from tests.privacy.builders import declare, make_needed
from tests.staff.builders import make_staff
from vault import services as vault
from vault.models import PersonKey, ReadLog, SealedRecord

pytestmark = pytest.mark.django_db
CODES = ("sealed-vault", "read-log", "forgetting")


def sound():
    """A policy that declares what the rooms keep things for."""
    make_needed("vi", "en")
    declare()


@pytest.fixture
def person():
    found = vault.person_for(vault.Identifiers(email="evidence@example.com"))
    vault.store(found, kind="enquiry", data={"message": "x"}, masks={"email": "e"}, files=[b"file"])
    return found


def failing(evidence):
    return [number for number, part in enumerate(evidence.parts) if not part.ok]


def test_a_sound_vault_is_green_in_every_part(person):
    sound()
    for check in (
        vaulted.contents_are_sealed,
        vaulted.readings_are_logged,
        own.people_can_be_forgotten,
    ):
        found = check()
        assert found.ok and found.parts and not failing(found), found.parts


def test_contents_in_the_clear_are_found(person):
    SealedRecord.objects.update(payload=b'{"message": "in the clear"}')
    assert failing(vaulted.contents_are_sealed()) == [2]
    assert not vaulted.contents_are_sealed().ok


def test_a_column_for_words_is_found():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE vault_sealedrecord ADD COLUMN note text")
    assert vaulted.plain_columns() == ["vault_sealedrecord.note"]
    assert failing(vaulted.contents_are_sealed()) == [1]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE vault_sealedrecord DROP COLUMN note")


def test_a_lost_key_is_found(person):
    PersonKey.objects.all().delete()
    assert failing(vaulted.contents_are_sealed()) == [3]


def test_a_key_that_outlived_an_erasure_is_found(person):
    key = PersonKey.objects.get(pk=person.pk)
    vault.destroy_person_key(person)
    assert vaulted.contents_are_sealed().ok and own.people_can_be_forgotten().parts[2].ok
    PersonKey(person_id=key.person_id, wrapped=key.wrapped, master_id=key.master_id).save(force_insert=True)
    assert failing(vaulted.contents_are_sealed()) == [4]
    assert not own.people_can_be_forgotten().ok


def test_a_cipher_that_opens_anywhere_is_found(monkeypatch):
    monkeypatch.setattr("vault.sealing._binding", lambda *parts: b"")
    assert failing(vaulted.contents_are_sealed()) == [5]


def test_a_missing_guard_of_the_read_log_is_found():
    table = ReadLog._meta.db_table
    assert vaulted.readings_are_logged().ok
    with connection.cursor() as cursor:
        on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "append_only_update_{table}"{on}')
    assert failing(vaulted.readings_are_logged()) == [0]


def test_a_deletion_that_stopped_running_breaks_forgetting(settings):
    sound()
    assert own.people_can_be_forgotten().ok
    old = timezone.now() - dt.timedelta(days=30)
    RetentionRun.objects.create(started_at=old, finished_at=old)
    assert failing(own.people_can_be_forgotten()) == [4]


def test_a_table_that_nobody_answers_for_breaks_forgetting(monkeypatch):
    sound()
    monkeypatch.setattr("privacy.checks.EXEMPT", {})
    assert failing(own.people_can_be_forgotten()) == [0]


@pytest.mark.parametrize("code", CODES)
def test_the_board_leads_officers_to_what_was_looked_at(client, code, person):
    sound()
    check_all([code])
    client.force_login(make_staff("Privacy officer"))
    address = reverse("privacy_promise", args=[code])
    assert address in client.get(reverse("privacy_promises")).content.decode()
    html = client.get(address).content.decode()
    assert html.count('data-ok="yes"') == len(promises[code].check().parts) > 2
    assert 'data-ok="no"' not in html and "evidence@example.com" not in html
    assert client.get(reverse("privacy_promise", args=["nonsense"])).status_code == 404
    client.force_login(make_staff("Administrator", username="root", is_superuser=True))
    assert client.get(address).status_code == 404


@pytest.fixture
def lapse():
    promises.register(
        "lapse", Promise("lapse", "A lapse", "x", lambda: Evidence(True, "late: 1", lapsed=True))
    )
    yield
    promises._entries.pop("lapse")


def test_what_was_late_lately_is_not_green_and_not_broken(client, lapse):
    sound()
    assert "lapse" not in check_all(["lapse"])
    assert board.rows()["lapse"].state == board.LAPSED
    row = board.rows(public=True)["lapse"]
    assert board.Clause("x", "x", "x", [row]).state == board.LAPSED
    html = client.get(reverse("promises")).content.decode()
    part = html.split('data-promise="lapse"')[1].split("</div>")[0]
    assert 'data-state="lapsed"' in part and "late: 1" in part
    client.force_login(make_staff("Privacy officer"))
    assert 'data-state="lapsed"' in client.get(reverse("privacy_promise", args=["lapse"])).content.decode()
