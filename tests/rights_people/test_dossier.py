"""One person on one screen: found by POST, masked until read, and closed to everybody else."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from rights import erasure
from tests.privacy.builders import make_form_version, make_purpose, record
from tests.rights import builders as make
from vault import services as vault
from vault.models import ReadLog

FIND = reverse("people:find")
PLAIN = (make.NAME, make.EMAIL, make.TEXT)


@pytest.fixture
def person(db):
    make.declare_purposes("news")
    one = make.person(phone=make.PHONE)
    make.agree(one, "news")
    make.ask("view", one)
    return one


@pytest.fixture
def signed_in(client, db):
    client.force_login(make.officer())
    return client


def address(person, name="person"):
    return reverse(f"people:{name}", args=[person.pk])


def shows_plaintext(response):
    return [plain for plain in PLAIN if plain in response.content.decode()]


@pytest.mark.parametrize("term", [make.EMAIL, "0912 345 678", "markerzq"])
def test_a_person_is_found_by_what_they_tell(signed_in, person, term):
    response = signed_in.post(FIND, {"term": term})
    assert (response.status_code, response["Location"]) == (302, address(person))


def test_a_search_that_finds_nobody_says_so(signed_in, person):
    response = signed_in.post(FIND, {"term": "nobody@example.com"})
    assert response.status_code == 200
    assert address(person) not in response.content.decode()


def test_a_number_that_stands_in_what_somebody_sent_is_said_to_stand_there(signed_in, person):
    """It leads to them, and not as if it were known to be theirs."""
    record = vault.store(person, kind="enquiry", data={"phone": "+84987654321"}, masks={})
    vault.index_record(record, vault.Identifiers(phone="+84987654321", email=make.EMAIL))
    response = signed_in.post(FIND, {"term": "0987 654 321"})
    assert response.status_code == 200
    assert address(person) in response.content.decode()
    assert "thông tin này nằm trong nội dung họ đã gửi" in response.content.decode()
    known = signed_in.post(FIND, {"term": make.EMAIL})
    assert known["Location"] == address(person), "once, by what they are known by"


def test_several_people_show_masks_only(signed_in, person):
    other = make.person(email="markerzq.khac@example.com", name="Nguyễn Markerzq")
    response = signed_in.post(FIND, {"term": "markerzq"})
    text = response.content.decode()
    assert address(person) in text
    assert address(other) in text
    assert not shows_plaintext(response)


def test_the_screen_shows_what_is_held_and_agreed_but_no_plaintext(signed_in, person):
    response = signed_in.get(address(person))
    text = response.content.decode()
    assert response.status_code == 200
    assert person.privacy_requests.get().reference in text
    assert "Mục đích news" in text
    assert not shows_plaintext(response)
    assert "no-store" in response["Cache-Control"]
    assert not ReadLog.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_reading_shows_everything_once_and_is_logged(signed_in, person):
    response = signed_in.post(address(person, "read"), {"reason": "Kiểm tra yêu cầu"})
    assert make.TEXT in response.content.decode()
    lines = ReadLog.objects.filter(person=person)
    assert lines.exists()
    assert {line.reason for line in lines} == {"Kiểm tra yêu cầu"}
    after = signed_in.get(address(person))
    assert not shows_plaintext(after)
    assert "Kiểm tra yêu cầu" in after.content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_was_read_is_named_by_what_it_is(signed_in, person):
    note = vault.store(person, kind="enquiry-note", data={"text": "Gọi lại sau"}, masks={})
    vault.reveal(note, by=make.officer(), reason="Xem")
    lines = BeautifulSoup(signed_in.get(address(person)).content, "html.parser").get_text()
    assert "Ghi chú của nhân viên" in lines


@pytest.mark.parametrize("reason", ["", "  ", ".."])
def test_reading_needs_a_reason(signed_in, person, reason):
    response = signed_in.post(address(person, "read"), {"reason": reason})
    assert response.status_code == 422
    assert not shows_plaintext(response)
    assert not ReadLog.objects.exists()


def test_getting_the_reading_address_reads_nothing(signed_in, person):
    assert signed_in.get(address(person, "read")).status_code == 302
    assert not ReadLog.objects.exists()


@pytest.mark.parametrize(
    "permissions",
    [
        (make.ADMIN,),
        (make.ADMIN, "inbox.work_enquiries", make.OPEN_VAULT),
        (make.ADMIN, "privacy.see_ledger"),
    ],
)
def test_others_find_no_door(client, person, permissions):
    client.force_login(make.colleague(*permissions))
    assert client.get(FIND).status_code == 404
    assert client.post(FIND, {"term": make.EMAIL}).status_code == 404
    for name in ("person", "read", "asked"):
        assert client.get(address(person, name)).status_code in {404, 405}
        assert client.post(address(person, name), {"reason": "vì sao"}).status_code in {404, 405}


def test_a_superuser_finds_no_door(client, person, admin_user):
    client.force_login(admin_user)
    assert client.get(address(person)).status_code == 404


def test_without_the_vault_nothing_is_read(client, person):
    client.force_login(make.colleague(make.ADMIN, make.WORK))
    assert client.get(address(person)).status_code == 200
    assert client.post(address(person, "read"), {"reason": "vì sao"}).status_code == 404


def test_asking_needs_the_token(person):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make.officer())
    assert strict.post(address(person, "asked"), {"kind": "delete", "source": "phone"}).status_code == 403


def test_a_proven_wish_to_be_erased_leads_to_the_preview(signed_in, person):
    response = signed_in.post(
        address(person, "asked"), {"kind": "delete", "source": "phone", "verified": "on"}
    )
    one = person.privacy_requests.get(kind="delete")
    assert response["Location"] == reverse("rights:erase", args=[one.pk])


def test_an_unproven_wish_waits_for_the_proof(signed_in, person):
    response = signed_in.post(address(person, "asked"), {"kind": "delete", "source": "phone"})
    one = person.privacy_requests.get(kind="delete")
    assert response["Location"] == reverse("rights:request", args=[one.pk])
    assert one.verified_at is None


def test_who_was_erased_is_found_by_nothing_they_gave(signed_in, person):
    erasure.erase(person)
    for term in (make.EMAIL, make.PHONE, make.NAME):
        assert address(person) not in signed_in.post(FIND, {"term": term}).content.decode()
    response = signed_in.get(address(person))
    assert response.status_code == 200
    assert not shows_plaintext(response)
    assert vault.identity_record(person) is None


@pytest.mark.django_db(transaction=True)
def test_who_read_what_is_said_in_words(client):
    make_purpose()
    one = make.person()
    company = {"key": "text-62dd09ab", "type": "text", "label": "Tên công ty", "required": False}
    record(one, make_form_version(fields=[company]))
    data = {"full_name": "x", "text-62dd09ab": "y", "text-62dd09ac": "z", "_files": [], "_shown": []}
    kept = vault.store(one, kind="enquiry", data=data, masks={})
    reader = make.colleague(make.OPEN_VAULT, first_name="Bình", last_name="Lê")
    reader.groups.add(Group.objects.get_or_create(name="Sales")[0])
    vault.reveal(kept, by=reader, reason="answer")
    ReadLog.objects.create(person=one, actor_name="somebody", fields=["consents"], reason="x")
    officer = make.colleague(*make.OFFICER, "vault.see_read_log")
    UserProfile.objects.create(user=officer, preferred_language="vi")
    client.force_login(officer)
    table = BeautifulSoup(client.get(address(one)).content, "html.parser").select_one(".rights-readings")
    said = table.get_text(" ")
    with translation.override("vi"):
        role = translation.pgettext("role", "Sales")
    assert role != "Sales"
    for word in ("Tên công ty", reader.get_full_name(), role):
        assert word in said
    for raw in ("_files", "_shown", "full_name", "text-62dd", "consents", reader.get_username(), "Sales"):
        assert raw not in said


def test_what_stands_under_its_own_name_is_named_once(signed_in, person):
    things = BeautifulSoup(signed_in.get(address(person)).content, "html.parser").select(".rights-thing h3")
    for thing in things:
        words = thing.get_text(" ", strip=True)
        assert (
            words.count("Name and contact details") <= 1 and words.count("Họ tên và thông tin liên hệ") <= 1
        )
