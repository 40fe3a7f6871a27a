"""The one door out of the vault: who may, what is logged, and what is refused."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connections, transaction

from tests.vault.builders import make_person, make_reader, make_record, make_user
from vault import access
from vault import services as vault
from vault.errors import KeyDestroyed, Unreadable
from vault.models import PersonKey, ReadLog, SealedFile, SealedRecord

pytestmark = pytest.mark.django_db


def flip(raw, position=-1):
    changed = bytearray(raw)
    changed[position] ^= 1
    return bytes(changed)


def test_revealing_gives_the_data_and_writes_the_log():
    record, reader = make_record(), make_reader()
    assert vault.reveal(record, by=reader, reason="answering", purpose="enquiry") == {
        "full_name": "Nguyễn Văn An",
        "email": "an@example.com",
    }
    line = ReadLog.objects.get()
    assert (line.actor, line.actor_name, line.actor_roles) == (reader, "reader", ["Group of reader"])
    assert (line.person_id, line.record_id) == (record.person_id, record.pk)
    assert (line.fields, line.reason, line.purpose) == (["email", "full_name"], "answering", "enquiry")


def test_only_the_fields_asked_for_are_shown_and_logged():
    record = make_record()
    assert list(vault.reveal(record, ["email"], by=make_reader(), reason="calling")) == ["email"]
    assert ReadLog.objects.get().fields == ["email"]


def test_the_log_holds_nothing_of_the_data():
    vault.reveal(make_record(), by=make_reader(), reason="answering")
    assert "example.com" not in str(ReadLog.objects.values_list("fields", "reason", "purpose"))


@pytest.mark.parametrize(
    "who",
    [
        lambda: None,
        AnonymousUser,
        lambda: make_user(username="nobody"),
        lambda: get_user_model().objects.create_superuser("root", "root@example.com", "x"),
        lambda: make_user("vault.open_vault", username="gone", is_active=False),
        lambda: make_user("vault.see_read_log", username="auditor"),
    ],
    ids=["none", "anonymous", "no permission", "superuser", "inactive", "other permission"],
)
def test_the_door_stays_shut_for(who):
    record, user = make_record(files=[b"file"]), who()
    for attempt in (
        lambda: vault.reveal(record, by=user, reason="curious"),
        lambda: vault.reveal_file(record, 0, by=user, reason="curious"),
        lambda: vault.reveal_many([record], by=user, reason="curious"),
        lambda: vault.masked([record], by=user),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert not ReadLog.objects.exists()


def test_a_superuser_with_the_permission_may():
    root = get_user_model().objects.create_superuser("root", "root@example.com", "x")
    root.user_permissions.add(Permission.objects.get(codename="open_vault"))
    assert vault.reveal(make_record(), by=root, reason="answering")


def test_permissions_are_read_once_per_user_object(django_assert_num_queries):
    reader = get_user_model().objects.get(pk=make_reader().pk)
    # The permissions, and whether a colleague has to confirm the account first.
    with django_assert_num_queries(2):
        assert access.may_open(reader)
        assert not access.holds(reader, "vault.see_read_log")


@pytest.mark.parametrize("reason", ["", "   ", None])
def test_no_reason_no_data(reason):
    with pytest.raises(ValueError, match="reason"):
        vault.reveal(make_record(), by=make_reader(), reason=reason)
    assert not ReadLog.objects.exists()


def test_if_the_log_cannot_be_written_nothing_is_shown(monkeypatch):
    record, reader, shown = make_record(), make_reader(), None

    def refuse(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(ReadLog.objects, "bulk_create", refuse)
    with pytest.raises(DatabaseError):
        shown = vault.reveal(record, by=reader, reason="answering")
    assert shown is None


def test_reading_inside_a_transaction_that_could_roll_back_is_refused():
    record, reader = make_record(), make_reader()
    with pytest.raises(RuntimeError), transaction.atomic():
        vault.reveal(record, by=reader, reason="answering")
    assert not ReadLog.objects.exists()


def test_several_records_take_constant_queries():
    reader = make_reader()
    access.may_open(reader)
    records = [make_record(make_person(f"p{n}@example.com")) for n in range(12)]
    counts = set()
    for part in (records[:1], records):
        with CountQueries() as counted:
            vault.reveal_many(part, by=reader, reason="answering")
        counts.add(tuple(counted.numbers))
    assert len(counts) == 1
    assert ReadLog.objects.count() == 13


class CountQueries:
    """Counts the queries on each database."""

    def __enter__(self):
        from django.test.utils import CaptureQueriesContext

        self.captures = [CaptureQueriesContext(connections[alias]) for alias in ("default", "keys")]
        for capture in self.captures:
            capture.__enter__()
        return self

    def __exit__(self, *exception):
        for capture in self.captures:
            capture.__exit__(*exception)
        self.numbers = [len(capture) for capture in self.captures]


def test_masks_of_a_list_take_one_query_in_each_database():
    reader = make_reader()
    access.may_open(reader)
    records = [make_record(make_person(f"p{n}@example.com")) for n in range(30)]
    with CountQueries() as counted:
        masks = vault.masked(records, by=reader)
    assert counted.numbers == [1, 1]
    assert len(masks) == 30
    assert masks[records[7].pk] == {"full_name": "N. V. A.", "email": "a•••@e•••.com"}
    assert vault.masked([records[3].pk], by=reader) == {records[3].pk: masks[records[3].pk]}
    assert not ReadLog.objects.exists()


def test_an_upper_room_can_let_its_workers_see_masks_only(monkeypatch):
    monkeypatch.setattr(access, "_mask_permissions", {access.OPEN_VAULT})
    worker, record = make_user("vault.see_read_log", username="worker"), make_record()
    with pytest.raises(PermissionDenied):
        vault.masked([record], by=worker)
    access.let_see_masks("vault.see_read_log")
    assert vault.masked([record], by=worker)[record.pk]
    with pytest.raises(PermissionDenied):
        vault.reveal(record, by=worker, reason="curious")


def test_files_come_back_whole_and_are_logged():
    record, reader = make_record(files=[b"one", b"\x00\xff" * 1000]), make_reader()
    assert vault.reveal_file(record, 1, by=reader, reason="reading the plan") == b"\x00\xff" * 1000
    assert ReadLog.objects.get().fields == ["file:1"]
    with pytest.raises(SealedFile.DoesNotExist):
        vault.reveal_file(record, 2, by=reader, reason="reading the plan")


@pytest.mark.parametrize("column", ["payload", "mask"])
@pytest.mark.parametrize("position", [0, 5, 20, -1])
def test_a_flipped_byte_is_refused(column, position):
    record, reader = make_record(), make_reader()
    SealedRecord.objects.filter(pk=record.pk).update(**{column: flip(getattr(record, column), position)})
    if column == "mask":
        assert vault.masked([record], by=reader) == {record.pk: {}}
    else:
        with pytest.raises(Unreadable):
            vault.reveal(record, by=reader, reason="answering")
        assert not ReadLog.objects.exists()


def test_sealed_bytes_open_only_in_their_own_place():
    reader, person = make_reader(), make_person()
    record, other = make_record(person), make_record(person)
    stranger = make_record(make_person("b@example.com"))
    places = SealedRecord.objects.filter(pk=record.pk)
    for change in (
        {"payload": other.payload},
        {"payload": stranger.payload},
        {"payload": record.mask},
        {"kind": "note"},
        {"person_id": stranger.person_id},
    ):
        places.update(**change)
        with pytest.raises(Unreadable):
            vault.reveal(record, by=reader, reason="answering")
        places.update(payload=record.payload, kind=record.kind, person_id=record.person_id)
    assert vault.reveal(record, by=reader, reason="answering")


def test_files_cannot_be_swapped():
    record, reader = make_record(files=[b"one", b"two"]), make_reader()
    one, two = record.files.all()
    SealedFile.objects.filter(pk=one.pk).update(payload=two.payload)
    with pytest.raises(Unreadable):
        vault.reveal_file(record, 0, by=reader, reason="answering")


def test_nothing_decrypts_by_being_looked_at():
    person = make_person(phone="0912345678", name="Nguyễn Văn An")
    record = make_record(person)
    line = ReadLog(actor_name="reader")
    looked_at = [person, record, PersonKey.objects.get(), person.index_entries.first(), line]
    shown = " ".join(f"{thing!r} {thing!s} {vars(thing)}" for thing in looked_at)
    shown += repr(vault.Identifiers(email="an@example.com", phone="0912345678", name="Nguyễn Văn An"))
    for secret in ("an@example", "912345678", "Nguyễn", "nguyen", "N. V. A."):
        assert secret not in shown


def test_a_destroyed_key_makes_everything_of_a_person_unreadable():
    person, bystander = make_person(phone="0912345678"), make_person("b@example.com")
    record, kept, reader = make_record(person, files=[b"file"]), make_record(bystander), make_reader()
    vault.destroy_person_key(person)
    vault.destroy_person_key(person)  # repeating does no harm
    with pytest.raises(KeyDestroyed):
        vault.reveal(record, by=reader, reason="answering")
    with pytest.raises(KeyDestroyed):
        vault.reveal_file(record, 0, by=reader, reason="answering")
    assert vault.masked([record, kept], by=reader) == {
        record.pk: {},
        kept.pk: {"full_name": "N. V. A.", "email": "a•••@e•••.com"},
    }
    assert not vault.find(email="an@example.com").exists()
    person.refresh_from_db()
    assert person.erased_at
    assert make_person() != person
    assert vault.reveal(kept, by=reader, reason="answering")
