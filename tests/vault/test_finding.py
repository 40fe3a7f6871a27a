"""Recognising and finding people by what they typed, however they typed it."""

import unicodedata
from threading import Barrier, Thread

import pytest
from django.db import connections

from tests.vault.builders import make_person
from vault import services as vault
from vault.identity import normalise_email, normalise_phone
from vault.masks import mask_email, mask_name, mask_phone
from vault.models import BlindIndex, Person, PersonKey

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    ["Nguyễn Văn An", unicodedata.normalize("NFD", "NGUYỄN"), "nguyen", "an nguyen", "  Văn  AN ", "Nguyễn"],
)
def test_a_name_is_found_however_it_is_typed(typed):
    person = make_person(name=unicodedata.normalize("NFC", "Nguyễn Văn An"))
    assert list(vault.find(name=typed)) == [person]


def test_dj_is_found_as_d():
    person = make_person(name="Đặng Đình Đức")
    assert list(vault.find(name="dang duc")) == [person]


@pytest.mark.parametrize("typed", ["nguyen binh", "ngu", ""])
def test_a_name_is_not_found_by(typed):
    make_person(name="Nguyễn Văn An")
    assert not vault.find(name=typed).exists()


@pytest.mark.parametrize(
    "typed", ["0912345678", "+84912345678", "0912 345 678", "84 912.345.678", "+84 (0)912 345 678"]
)
def test_a_phone_is_found_however_it_is_typed(typed):
    person = make_person(phone="0912 345 678")
    assert list(vault.find(phone=typed)) == [person]


@pytest.mark.parametrize("typed", ["AN@example.COM", " an@example.com ", "An@Example.com"])
def test_an_address_is_found_however_it_is_typed(typed):
    person = make_person("an@example.com")
    assert list(vault.find(email=typed)) == [person]


def test_everything_given_must_fit():
    an = make_person("an@example.com", name="Nguyễn An", phone="0912345678")
    make_person("binh@example.com", name="Nguyễn Bình")
    assert list(vault.find(name="nguyen", phone="0912345678")) == [an]
    assert vault.find(name="nguyen").count() == 2
    assert not vault.find(email="binh@example.com", phone="0912345678").exists()


@pytest.mark.parametrize(
    "terms", [{}, {"email": "no address"}, {"phone": "abc"}, {"phone": "12", "name": "An"}]
)
def test_nothing_usable_finds_nobody(terms):
    make_person(name="An")
    assert not vault.find(**terms).exists()


def test_the_index_holds_digests_only():
    make_person(phone="0912345678", name="Nguyễn Văn An")
    rows = BlindIndex.objects.values_list("kind", "digest")
    assert sorted(kind for kind, _digest in rows) == ["email", "name", "name", "name", "phone"]
    assert all(len(digest) == 64 and int(digest, 16) for _kind, digest in rows)


def test_the_same_word_has_another_digest_in_another_kind():
    person = vault.person_for(vault.Identifiers(email="an@an", name="an@an"))
    assert person.index_entries.values("digest").distinct().count() == 2


def test_an_older_index_key_still_finds(tmp_path, settings):
    import json

    from vault import keys

    keys.generate(tmp_path)
    settings.VAULT_PRIVATE_KEYS_FILE = tmp_path / "private.json"
    person = make_person()
    private = json.loads((tmp_path / "private.json").read_text())
    private["index"]["keys"]["i2"] = private["master"]["keys"]["m1"]
    private["index"]["current"] = "i2"
    (tmp_path / "private.json").write_text(json.dumps(private))
    assert list(vault.find(email="an@example.com")) == [person]
    assert make_person() == person


# Who is who (ADR 0013)


def test_the_same_address_is_the_same_person():
    assert make_person("an@example.com", name="An") == make_person("AN@EXAMPLE.COM", name="Nguyễn An")
    assert PersonKey.objects.count() == Person.objects.count() == 1


def test_a_phone_given_alone_recognises_whoever_is_known_by_it_alone():
    person = make_person("", phone="0912345678")
    assert make_person("", phone="+84912345678") == person


def test_a_phone_given_alone_does_not_lead_to_someone_with_an_address():
    """They could have given a stranger's number, and would see what the stranger sends."""
    person = make_person("an@example.com", phone="0912345678")
    assert make_person("", phone="0912345678") != person


def test_another_address_with_a_known_phone_is_somebody_else():
    person = make_person("an@example.com", phone="0912345678")
    assert make_person("binh@example.com", phone="0912345678") != person


def test_nobody_gets_their_address_onto_someone_known_by_phone_alone():
    """Whoever proves the address would see, and could erase, what the other one sent."""
    person = make_person("", phone="0912345678")
    other = make_person("an@example.com", phone="0912345678")
    assert other != person
    assert list(vault.find(email="an@example.com")) == [other]


def test_a_shared_phone_given_alone_is_none_of_those_who_share_it():
    sharing = {
        make_person("an@example.com", phone="0912345678"),
        make_person("b@example.com", phone="0912345678"),
    }
    caller = make_person("", phone="0912345678")
    assert caller not in sharing
    assert make_person("", phone="0912345678") == caller


def test_nobody_gets_a_number_or_a_name_onto_someone_known_by_address():
    """The number would find them, and an officer would read a code out to who has it."""
    person = make_person("an@example.com", name="An")
    assert make_person("an@example.com", name="Kẻ Gian", phone="0912345678") == person
    assert not vault.find(phone="0912345678") and not vault.find(name="Gian")
    assert list(vault.find(email="an@example.com", name="An")) == [person]


def test_a_name_recognises_nobody():
    assert make_person("", name="Nguyễn Văn An") != make_person("", name="Nguyễn Văn An")


@pytest.mark.django_db(transaction=True)
def test_two_intakes_at_once_make_one_person():
    start, found = Barrier(4), []

    def intake():
        start.wait()
        try:
            found.append(make_person("new@example.com", phone="0912345678").pk)
        finally:
            connections.close_all()

    threads = [Thread(target=intake) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert Person.objects.count() == 1


# Normal forms and masks


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("An@Ví-Dụ.VN", "an@xn--v-d-rma6749a.vn"),
        ("An@xn--v-d-rma6749a.vn", "an@xn--v-d-rma6749a.vn"),
        ("an@ｅxample.com", "an@example.com"),
        (f"an@{'a' * 70}.com", f"an@{'a' * 70}.com"),
        ("none", ""),
        (None, ""),
        ("", ""),
    ],
)
def test_addresses_in_normal_form(typed, normal):
    assert normalise_email(typed) == normal


@pytest.mark.parametrize(
    ("typed", "normal"),
    [("028 3822 5678", "+842838225678"), ("+1 202 555 0123", "+12025550123"), ("x", ""), (None, "")],
)
def test_phones_in_normal_form(typed, normal):
    assert normalise_phone(typed) == normal


@pytest.mark.parametrize(
    ("mask", "plain", "masked"),
    [
        (mask_name, "Nguyễn Văn An", "N. V. A."),
        (mask_name, "  đặng  ", "Đ."),
        (mask_name, "", ""),
        (mask_email, "nguyen.an@gmail.com", "ng•••@g•••.com"),
        (mask_email, "an@vi.vn", "a•••@v•••.vn"),
        (mask_email, "nonsense", "•••"),
        (mask_phone, "+84912345678", "••• ••• 678"),
        (mask_phone, "113", "••• •••"),
    ],
)
def test_masks(mask, plain, masked):
    assert mask(plain) == masked
