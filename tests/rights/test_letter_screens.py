"""Letters and erasures by the officer's screens: written, printed, mailed, and asked twice."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse

from rights import services, wording
from rights.models import Letter
from vault import erasure_list
from vault.models import ReadLog

from . import builders as make
from .screens import shows_plaintext, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks", "own_list")]


def test_a_letter_from_generating_to_mailing(client, officer):
    one = make.ask("delete")
    page = client.get(url("write", one), {"kind": "acknowledgement", "language": "en"}).content.decode()
    assert "Dear Sir or Madam" in page
    data = {"kind": "acknowledgement", "language": "en", "subject": "Hello", "body": "Edited marker-zq93"}
    assert client.post(url("write", one), {**data, "act": "forged"}).status_code == 404
    assert client.post(url("write", one), {**data, "body": "", "act": "draft"}).status_code == 422
    client.post(url("write", one), {**data, "act": "draft"})
    letter = Letter.objects.get()
    assert letter.state == "draft"
    closed = client.get(url("letter", one, letter.pk))
    assert "marker-zq93" not in closed.content.decode()
    opened = client.post(url("letter", one, letter.pk))
    assert "marker-zq93" in opened.content.decode() and "no-store" in opened["Cache-Control"]
    client.post(url("letter", one, letter.pk), {**data, "body": "Edited again", "act": "mail"})
    letter.refresh_from_db()
    assert letter.state == "pending"
    services.deliver(letter.pk)
    assert [m.body for m in mail.outbox] == ["Edited again"]
    again = client.post(url("letter", one, letter.pk), {**data, "act": "mail"})
    assert again.status_code == 422 and len(mail.outbox) == 1


def test_a_letter_to_print_has_the_name_and_is_noted(client, officer):
    one = make.ask("delete")
    data = {"kind": "acknowledgement", "language": "vi", "subject": "Tiếp nhận", "body": "Kính gửi"}
    response = client.post(url("write", one), {**data, "act": "print"})
    letter = Letter.objects.get()
    assert response["Location"] == url("letter", one, letter.pk)
    page = client.post(url("print", one, letter.pk))
    assert make.NAME in page.content.decode() and "Tiếp nhận" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    one.refresh_from_db()
    assert one.ack_sent_at
    assert ReadLog.objects.filter(actor=officer, reason="privacy_letter").count() == 2


def test_a_letter_belongs_to_its_request(client, officer):
    one, other = make.ask("delete"), make.ask("view", of=make.person("other@example.com"))
    letter = services.save_letter(one, kind="information", language="vi", subject="S", body="B", by=officer)
    assert client.post(url("letter", other, letter.pk)).status_code == 404
    assert client.post(url("print", other, letter.pk)).status_code == 404


def erasing(one, **fields):
    return {"typed": one.reference, "language": "vi", "subject": "Kết quả", "body": "Xoá hôm nay.", **fields}


def test_erasing_needs_the_number_typed(client, officer):
    one = make.ask("delete")
    preview = client.get(url("erase", one)).content.decode()
    assert one.reference in preview
    for typed in ("", "yes", one.reference.lower()):
        assert client.post(url("erase", one), erasing(one, typed=typed)).status_code == 422
    one.refresh_from_db()
    assert one.is_open and one.person.erased_at is None
    response = client.post(url("erase", one), erasing(one, send_letter="on"))
    assert response["Location"] == url("request", one)
    one.refresh_from_db()
    assert one.outcome == "fulfilled" and one.person.erased_at
    assert [(m.to, m.subject) for m in mail.outbox] == [([make.EMAIL], "Kết quả")]
    page = client.get(url("request", one))
    assert page.status_code == 200 and not shows_plaintext(page)
    assert client.get(url("erase", one)).status_code == 404
    assert client.get(url("write", one)).status_code == 404
    assert erasure_list.path().read_text().count("\n") == 1


def test_the_letter_before_an_erasure_is_in_the_language_that_was_chosen(client, officer):
    one = make.ask("delete", locale="vi")
    for address, language in ((url("erase", one), "vi"), (f"{url('erase', one)}?language=en", "en")):
        form = BeautifulSoup(client.get(address).content, "html.parser")
        chosen = form.select_one("form[method=get] input[type=radio][checked]")
        assert (
            chosen["value"] == form.select_one("form[method=post] input[name=language]")["value"] == language
        )
        assert form.select_one("[name=subject]")["value"] == wording.compose(one, "completion", language)[0]


def test_erasing_asks_again_who_is_at_the_keyboard(client):
    user = make.officer()
    user.set_password("Mat-khau-dai-2026")
    user.save()
    client.force_login(user)
    one = make.ask("delete")
    asked = client.get(url("erase", one))
    assert asked.status_code == 302 and "/accounts/" in asked["Location"]
    assert client.post(url("erase", one), erasing(one))["Location"] == url("erase", one)
    one.refresh_from_db()
    assert one.person.erased_at is None
    # What was typed is not kept anywhere while the proof is asked for.
    assert "Xoá hôm nay" not in str(dict(client.session))
    client.post(reverse("account_reauthenticate"), {"password": "Mat-khau-dai-2026"})
    assert client.get(url("erase", one)).status_code == 200
    client.post(url("erase", one), erasing(one))
    one.refresh_from_db()
    assert one.person.erased_at


def test_other_kinds_and_the_unproven_have_no_erasure(client, officer):
    for one in (make.ask("view"), make.ask("delete", verified=False)):
        assert client.get(url("erase", one)).status_code == 404
        assert client.post(url("erase", one), erasing(one)).status_code == 404
