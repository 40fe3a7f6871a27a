"""Who a person is, and the two doors without a colleague: for themselves, and for a process."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from vault import services as vault
from vault.models import ReadLog, SealedRecord

AN = {"name": "Nguyễn Văn An", "email": "an@visitor.example", "phone": "+84912345678", "language": "vi"}


@pytest.fixture
def person(db):
    return vault.person_for(vault.Identifiers(email=AN["email"], phone=AN["phone"], name=AN["name"]))


def read(person):
    record = vault.identity_record(person)
    return vault.reveal_for_process([record], process="test", reason="test")[record.pk]


@pytest.mark.django_db(transaction=True)
def test_an_identity_is_kept_once_and_never_replaced_by_a_form(person):
    vault.note_identity(person, **AN)
    vault.note_identity(person, name="Kẻ Mạo Danh", email=AN["email"], phone="+84999999999", language="en")
    assert read(person) == AN
    assert SealedRecord.objects.filter(person=person, kind="identity").count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_not_known_is_filled_in_by_who_proved_who_they_are_alone(person):
    vault.note_identity(person, email=AN["email"], language="vi")
    vault.note_identity(person, **AN)
    assert read(person) == {"name": "", "email": AN["email"], "phone": "", "language": "vi"}
    vault.add_identity(person, **AN)
    assert read(person) == AN


@pytest.mark.django_db(transaction=True)
def test_a_correction_replaces_and_the_old_no_longer_finds(person):
    vault.note_identity(person, **AN)
    vault.set_identity(person, name="Nguyễn Văn Ân Khánh", phone="+84988777666")
    assert read(person) == {**AN, "name": "Nguyễn Văn Ân Khánh", "phone": "+84988777666"}
    assert list(vault.find(phone="0988 777 666")) == [person]
    assert list(vault.find(name="khanh")) == [person]
    assert list(vault.find(email=AN["email"])) == [person]
    assert not vault.find(phone=AN["phone"])


def test_the_identity_lies_sealed(person):
    vault.note_identity(person, **AN)
    row = SealedRecord.objects.get(person=person, kind="identity")
    # Not the language: two letters may stand among random bytes.
    for value in (AN[name] for name in ("name", "email", "phone")):
        assert value.encode() not in bytes(row.payload) + bytes(row.mask)


@pytest.mark.django_db(transaction=True)
def test_people_read_their_own_and_the_log_says_so(person):
    record = vault.note_identity(person, **AN)
    assert vault.reveal_own(person, [record], reason="privacy centre")[record.pk] == AN
    line = ReadLog.objects.get()
    assert (line.actor, line.actor_name, line.person, line.reason) == (
        None,
        vault.THEMSELVES,
        person,
        "privacy centre",
    )
    assert line.fields == sorted(AN)


@pytest.mark.django_db(transaction=True)
def test_nobody_reads_a_record_of_someone_else_as_their_own(person):
    record = vault.note_identity(person, **AN)
    stranger = vault.person_for(vault.Identifiers(email="binh@visitor.example"))
    with pytest.raises(PermissionDenied):
        vault.reveal_own(stranger, [record], reason="privacy centre")
    assert not ReadLog.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("process", "reason"), [("", "why"), ("notice", ""), ("notice", "  ")])
def test_a_process_reads_under_its_name_and_with_a_reason(person, process, reason):
    record = vault.note_identity(person, **AN)
    with pytest.raises(ValueError, match=r"name|reason"):
        vault.reveal_for_process([record], process=process, reason=reason)
    assert not ReadLog.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_reading_inside_a_transaction_that_could_take_its_trace_back(person):
    record = vault.note_identity(person, **AN)
    with transaction.atomic(), pytest.raises(RuntimeError):
        vault.reveal_own(person, [record], reason="privacy centre")
    with transaction.atomic(), pytest.raises(RuntimeError):
        vault.reveal_for_process([record], process="notice", reason="why")


def test_who_was_erased_is_on_record(person):
    other = vault.person_for(vault.Identifiers(email="binh@visitor.example"))
    vault.destroy_person_key(person)
    assert vault.entombed([person, other]) == [person]
