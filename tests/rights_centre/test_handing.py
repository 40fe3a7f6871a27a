"""An officer hands over the archive, or a code on the phone, to whoever can't be mailed one."""

import datetime as dt
import hashlib
import io
import json
import re
import zipfile

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from rights import services
from rights.models import CentreChallenge, CentreExport, CentreSession, PrivacyRequest
from tests.rights import builders
from tests.rights_centre.visiting import ask, browser, main, page, type_code
from vault import services as vault
from vault.models import ReadLog

pytestmark = pytest.mark.django_db

PASSWORD = "Mat-khau-dai-2026"  # noqa: S105


@pytest.fixture
def officer(client):
    user = builders.officer(first_name="Hạnh")
    client.force_login(user)
    return user


@pytest.fixture
def caller():
    """Somebody who is known by a number alone."""
    one = builders.person(email="", phone=builders.PHONE)
    vault.store(one, kind="note", data={"text": "đã gọi lại"}, masks={})
    return one


def url(name, one):
    return reverse(f"rights:{name}", args=[one.pk])


def links(client, one):
    content = BeautifulSoup(client.get(url("request", one)).content, "html.parser")
    return {link.get("href") for link in content.select("a")}


def code_shown(response):
    return BeautifulSoup(response.content, "html.parser").select_one("#issued-code").text


# The archive


def test_the_archive_is_made_handed_over_and_on_record(client, officer, caller):
    one = builders.ask("copy", of=caller, source="phone", locale="en")
    assert url("archive", one) in links(client, one)
    made = client.post(url("archive", one), {"act": "make"})
    assert made.status_code == 200 and "no-store" in made["Cache-Control"]
    response = client.post(url("archive", one), {"act": "take"})
    assert response["Content-Type"] == "application/zip" and "no-store" in response["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        document = json.loads(archive.read("data.json"))
    assert document["language"] == "en"
    assert document["person"]["identity"]["phone"] == builders.PHONE
    exported, taken = one.events.filter(kind__in=("exported", "export_taken"))
    assert exported.actor == taken.actor == officer
    assert exported.detail["sha256"] == taken.detail["sha256"]
    assert exported.detail["sha256"] == hashlib.sha256(response.content).hexdigest()
    # Whoever opened it reads it, in the log too.
    lines = ReadLog.objects.filter(person=caller)
    assert lines.exists() and {line.actor for line in lines} == {officer}
    one.refresh_from_db()
    assert one.is_open
    page_of_request = client.get(url("request", one)).content.decode()
    assert exported.detail["sha256"][:16] in page_of_request and builders.NAME not in page_of_request


def test_an_archive_that_is_over_is_not_handed_over(client, officer, caller):
    one = builders.ask("view", of=caller)
    client.post(url("archive", one), {"act": "make"})
    CentreExport.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert client.post(url("archive", one), {"act": "take"}).status_code == 422
    assert not one.events.filter(kind="export_taken").exists()


@pytest.mark.parametrize(("kind", "verified"), [("delete", True), ("complain", True), ("copy", False)])
def test_other_kinds_and_the_unproven_have_no_archive(client, officer, caller, kind, verified):
    one = builders.ask(kind, of=caller, verified=verified)
    assert url("archive", one) not in links(client, one)
    assert client.get(url("archive", one)).status_code == 404
    assert client.post(url("archive", one), {"act": "make"}).status_code == 404
    assert not CentreExport.objects.exists()


@pytest.mark.parametrize(
    "permissions",
    [(builders.ADMIN,), (builders.ADMIN, builders.WORK), (builders.ADMIN, builders.OPEN_VAULT)],
)
@pytest.mark.parametrize("name", ["archive", "code"])
def test_who_may_not_read_finds_neither(client, caller, permissions, name):
    one = builders.ask("copy", of=caller)
    ask(browser(), builders.PHONE)
    client.force_login(builders.colleague(*permissions))
    assert client.get(url(name, one)).status_code == 404
    assert client.post(url(name, one), {"act": "make"}).status_code == 404
    assert not CentreExport.objects.exists() and not ReadLog.objects.exclude(actor=None).exists()
    assert not CentreChallenge.objects.exclude(code_digest="").exists()


@pytest.mark.parametrize("name", ["archive", "code"])
def test_both_ask_again_who_is_at_the_keyboard(client, caller, name):
    user = builders.officer()
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    one = builders.ask("copy", of=caller)
    ask(browser(), builders.PHONE)
    assert "/accounts/" in client.get(url(name, one))["Location"]
    assert client.post(url(name, one), {"act": "make"})["Location"] == url(name, one)
    assert not CentreExport.objects.exists()
    assert not CentreChallenge.objects.exclude(code_digest="").exists()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(url(name, one)).status_code == 200


# The code


def test_a_code_read_out_opens_the_caller_s_own_browser_once(client, officer, caller):
    visitor = browser()
    ask(visitor, builders.PHONE)
    assert mail.outbox == []
    one = PrivacyRequest.objects.get(person=caller)
    assert client.post(url("code", one)).status_code == 404  # nobody has checked who they are
    services.verify(one, by=officer)
    assert url("code", one) in links(client, one)
    shown = client.post(url("code", one))
    code = code_shown(shown)
    assert re.fullmatch(r"\d{4} \d{4}", code) and "no-store" in shown["Cache-Control"]
    assert code not in client.get(url("code", one)).content.decode()
    assert code.replace(" ", "") not in str(list(CentreChallenge.objects.values()))
    issued = one.events.get(kind="code_issued")
    assert issued.actor == officer and code not in str(issued.detail)
    # Another browser that asked for the same number earlier or never gets in with it.
    stranger = browser()
    ask(stranger, builders.EMAIL)
    assert type_code(stranger, code).status_code == 422
    assert type_code(visitor, code).status_code == 303
    assert main(page(visitor)).select_one("#held")
    assert CentreSession.objects.get().person == caller
    assert type_code(visitor, code).status_code in {403, 422}


def test_without_a_waiting_browser_there_is_no_code(client, officer, caller):
    one = builders.ask("view", of=caller)
    response = client.post(url("code", one))
    assert response.status_code == 422
    assert not one.events.filter(kind="code_issued").exists()


def test_a_code_has_few_tries_and_little_time(client, officer, caller, settings):
    one = builders.ask("view", of=caller)
    visitor = browser()
    ask(visitor, builders.PHONE)
    code = code_shown(client.post(url("code", one)))
    CentreChallenge.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert type_code(visitor, code).status_code == 422
    ask(visitor, builders.PHONE)
    code = code_shown(client.post(url("code", one)))
    for _try in range(5):
        type_code(visitor, "00000000" if code != "0000 0000" else "1")
    assert type_code(visitor, code).status_code == 422
    assert not CentreSession.objects.exists()


def test_whose_address_is_known_is_mailed_a_code_and_read_none(client, officer):
    """A number beside an address proves nothing; the archive can still answer a request on paper."""
    one = builders.ask("view", of=builders.person(phone=builders.PHONE))
    ask(browser(), builders.PHONE)
    assert url("code", one) not in links(client, one) and url("archive", one) in links(client, one)
    assert client.post(url("code", one)).status_code == 404
    assert not one.events.filter(kind="code_issued").exists()
