"""The screens: they work, who may not enter finds nothing, and plaintext appears only when read."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page
from wagtail.users.models import UserProfile

from inbox import services
from inbox.answers import Row, say_in
from inbox.models import EnquiryNote
from inbox.views.actions import safe_name
from privacy.models import FormVersion
from privacy.services import freeze_form
from rights import services as rights
from tests.forms_app import builders as forms
from vault import services as vault
from vault.models import Envelope, ReadLog

from . import factories as make
from .screens import LIST, addresses, enquiry, shows_plaintext, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]


@pytest.mark.parametrize("who", ["editor", "superuser", "reader without the inbox"])
def test_others_find_nothing(client, who):
    one = enquiry()
    user = {
        "editor": lambda: make.colleague(*make.EDITOR),
        "superuser": lambda: get_user_model().objects.create_superuser("root"),
        "reader without the inbox": lambda: make.colleague(make.ACCESS_ADMIN, "vault.open_vault"),
    }[who]()
    sign_in(client, user)
    for method, urls in addresses(one).items():
        for url in urls:
            response = getattr(client, method)(
                url, {"reason": "answer", "term": make.EMAIL, "status": "done"}
            )
            assert response.status_code == 404, (method, url)
            assert one.receipt not in response.content.decode()
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert LIST not in home
    one.refresh_from_db()
    assert one.status == "new"
    assert not ReadLog.objects.exists()


def test_the_unknown_and_the_deactivated_are_sent_to_sign_in(client):
    one = enquiry()
    user = make.sales()
    sign_in(client, user)
    user.is_active = False
    user.save()
    for method, urls in addresses(one).items():
        for url in urls:
            response = getattr(client, method)(url)
            assert response.status_code == 302 and "/login/" in response["Location"], (method, url)


def test_an_address_adds_no_recipient_to_the_reply(client):
    one = enquiry(email="a?bcc=x@evil.example")
    sign_in(client, make.sales())
    response = client.post(reverse("inbox:read", args=[one.pk]), {"reason": "answer"})
    assert 'href="mailto:a%3Fbcc%3Dx@evil.example"' in response.content.decode()


def test_reading_shows_everything_once_and_is_logged(client):
    one = enquiry()
    colleague = make.sales()
    sign_in(client, colleague)
    page = reverse("inbox:enquiry", args=[one.pk])
    assert not shows_plaintext(client.get(page))

    response = client.post(reverse("inbox:read", args=[one.pk]), {"reason": "callback", "take": "on"})
    assert set(shows_plaintext(response)) >= {make.NAME, make.EMAIL, make.MESSAGE}
    text = response.content.decode()
    assert "Máy chủ ảo" in text, "a choice is shown by its label, in the visitor's language"
    assert f'href="tel:{make.PHONE}"' in text and f'href="mailto:{make.EMAIL}"' in text
    assert "0912 345 678" in text
    assert "no-store" in response["Cache-Control"]
    line = ReadLog.objects.get()
    assert (line.actor, line.reason, line.record_id) == (colleague, "callback", one.record_id)
    assert {"full_name", "email", "phone", "message"} <= set(line.fields)
    one.refresh_from_db()
    assert (one.status, one.assignee) == ("open", colleague)

    assert not shows_plaintext(client.get(page))
    assert client.get(reverse("inbox:read", args=[one.pk])).status_code == 302
    assert ReadLog.objects.count() == 1


def corrected(response):
    found = BeautifulSoup(response.content, "html.parser").select("[data-corrected]")
    return {each.find_parent("dd")["data-field"]: each.get_text(" ", strip=True) for each in found}


@pytest.mark.django_db(transaction=True)
def test_what_was_corrected_on_request_stands_beside_what_was_sent(client):
    sign_in(client, make.sales())
    one = enquiry()
    address = reverse("inbox:read", args=[one.pk])
    assert corrected(client.post(address, {"reason": "answer"})) == {}
    request = rights.open_request(
        person=one.person, kind="correct", source="phone", locale="vi", verified_at=timezone.now()
    )
    rights.correct(request, by=None, identity={"name": "Lê Văn Mới", "phone": "+84987654321", "email": ""})
    response = client.post(address, {"reason": "answer"})
    now = corrected(response)
    assert "Lê Văn Mới" in now["full_name"] and "098" in now["phone"] and set(now) == {"full_name", "phone"}
    assert 'href="tel:+84987654321"' in response.content.decode()
    assert make.NAME in response.content.decode(), "what was sent stays readable"
    assert corrected(client.get(reverse("inbox:enquiry", args=[one.pk]))) == {}
    reasons = ReadLog.objects.filter(record=vault.identity_record(one.person))
    assert reasons.exists(), "the corrected details are read too"


def test_reading_needs_a_reason_and_the_vault(client):
    one = enquiry()
    sign_in(client, make.sales())
    url = reverse("inbox:read", args=[one.pk])
    empty = ["  ", ".", "\u200b\u200b\u200b"]
    for data in ({}, {"reason": "curious"}, *({"reason": "other", "words": words} for words in empty)):
        response = client.post(url, data)
        assert response.status_code == 422 and not shows_plaintext(response)
    sign_in(client, make.colleague(make.ACCESS_ADMIN, "inbox.work_enquiries"))
    assert client.get(reverse("inbox:enquiry", args=[one.pk])).status_code == 200
    assert client.post(url, {"reason": "answer"}).status_code == 404
    assert not ReadLog.objects.exists()


def test_unsafe_actions_need_post_and_the_token(client):
    one = enquiry()
    colleague = make.sales()
    client.handler.enforce_csrf_checks = True
    sign_in(client, colleague)
    for name in ("read", "assign", "status", "note"):
        url = reverse(f"inbox:{name}", args=[one.pk])
        assert client.post(url, {"reason": "answer", "status": "done", "text": "x"}).status_code == 403, name
        assert client.get(url).status_code in (302, 405), name
    one.refresh_from_db()
    assert one.status == "new" and not ReadLog.objects.exists()


def test_only_a_lead_assigns_to_others(client):
    one = enquiry()
    colleague, lead = make.sales(), make.lead()
    url = reverse("inbox:assign", args=[one.pk])
    sign_in(client, colleague)
    assert client.post(url, {"assignee": lead.pk}).status_code == 404
    client.post(url, {"assignee": colleague.pk})
    one.refresh_from_db()
    assert one.assignee == colleague
    sign_in(client, lead)
    assert client.post(url, {"assignee": make.colleague(*make.EDITOR).pk}).status_code == 404
    client.post(url, {"assignee": lead.pk})
    one.refresh_from_db()
    assert one.assignee == lead
    assert [event.kind for event in one.events.all()] == ["received", "assigned", "assigned"]


def test_notes_are_sealed_and_shown_with_a_reading(client):
    one = enquiry()
    sign_in(client, make.sales())
    client.post(reverse("inbox:note", args=[one.pk]), {"text": "Đã gọi cho chị Marka"})
    assert EnquiryNote.objects.count() == 1
    page = reverse("inbox:enquiry", args=[one.pk])
    assert "Đã gọi cho chị Marka" not in client.get(page).content.decode()
    shown = client.post(reverse("inbox:read", args=[one.pk]), {"reason": "check"}).content.decode()
    assert "Đã gọi cho chị Marka" in shown
    assert ReadLog.objects.count() == 2


def test_a_file_is_a_download_that_nothing_runs(client):
    content = b"<script>alert(1)</script>"
    file = {"field": "file", "name": "../hồ sơ\u202e.html", "content_type": "text/html", "content": content}
    one = enquiry(files=[file])
    sign_in(client, make.sales())
    url = reverse("inbox:file", args=[one.pk, 0])
    for reason in ({}, {"reason": "x"}, {"reason": "other"}, {"reason": "other", "words": "…"}):
        assert client.post(url, reason).status_code == 404, reason
    assert not ReadLog.objects.exists()
    response = client.post(url, {"reason": "answer"})
    assert response.content == content
    assert response["Content-Type"] == "application/octet-stream"
    assert (
        response["Content-Disposition"].startswith("attachment")
        and ".." not in response["Content-Disposition"]
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert ReadLog.objects.filter(fields=["file:0"]).exists()
    assert client.post(reverse("inbox:file", args=[one.pk, 7]), {"reason": "answer"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a.pdf", "a.pdf"),
        ("C:\\x\\hồ sơ.pdf", "hồ sơ.pdf"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("..", ".."),
        ("/", "file"),
    ],
)
def test_file_names_are_made_safe(name, safe):
    assert safe_name(name) == safe


def test_colleagues_see_each_other(client):
    one = enquiry()
    first, second, lead = make.sales(first_name="Bình"), make.sales(), make.lead()
    services.read(one, by=first, reason="answer")
    services.assign(one, to=first, by=first)
    page = reverse("inbox:enquiry", args=[one.pk])
    text = sign_in(client, second).get(page).content.decode()
    assert first.get_username() in text and "Bình" in text
    assert "Who has read this" not in text
    assert first.get_username() in sign_in(client, lead).get(page).content.decode()


def test_consents_are_shown_as_they_were(client):
    version = make.form_version(clauses=("enquiry", "news"))
    one = enquiry(version=version, consents={"enquiry": True})
    text = sign_in(client, make.sales()).get(reverse("inbox:enquiry", args=[one.pk])).content.decode()
    assert "<b>enquiry</b>" in text and "<b>news</b>" in text
    assert "inbox-decision--given" in text and "inbox-decision--refused" in text


def test_wagtails_own_log_knows_nothing(client):
    one = enquiry()
    sign_in(client, make.lead())
    client.post(reverse("inbox:read", args=[one.pk]), {"reason": "answer"})
    client.post(reverse("inbox:status", args=[one.pk]), {"status": "done"})
    assert not ModelLogEntry.objects.filter(content_type__app_label__in=["inbox", "vault"]).exists()


def test_a_question_that_was_not_shown_is_not_called_unanswered(client):
    version = make.form_version()
    make.receive(version, shown=["full_name", "email", "message"], phone="", topic="")
    one = services.take_in(Envelope.objects.get(state=Envelope.State.SEALED).pk)
    sign_in(client, make.sales())
    html = client.post(reverse("inbox:read", args=[one.pk]), {"reason": "answer"}).content.decode()
    assert 'data-field="full_name"' in html
    assert 'data-field="phone"' not in html
    assert "_shown" not in html


def test_a_question_in_another_language_is_named_in_the_reader_s_too(client):
    homes = forms.make_site()
    page = forms.make_form(homes=homes)
    version = FormVersion.objects.filter(page=page).latest("created_at")
    twin = Page.objects.get(pk=homes["en"].pk)
    Page.objects.filter(pk=twin.pk).update(translation_key=page.translation_key)
    name = {**version.snapshot["fields"][0], "label": "Your name"}
    topic = {
        "key": "topic",
        "type": "choice",
        "label": "Topic",
        "choices": [{"key": "vps", "label": "Servers"}],
    }
    freeze_form(
        page=twin, channel="contact", locale="en", snapshot={**version.snapshot, "fields": [name, topic]}
    )

    def said_in(language):
        row = Row("topic", "Chủ đề", "choice", "Máy chủ", chosen=["vps", "gone"])
        rows = [Row(name["key"], "Họ và tên", "full_name", "An"), row]
        say_in(language, rows, version)
        return [(each.own_label, each.own_text) for each in rows]

    assert said_in("en") == [("Your name", ""), ("Topic", "Servers\ngone")]
    assert said_in("vi") == [("", ""), ("", "")]


def preset(client, one):
    """(the reason that is chosen beforehand, whether “assign it to me” is ticked)."""
    page = client.get(reverse("inbox:enquiry", args=[one.pk]))
    form = BeautifulSoup(page.content, "html.parser").select_one("[data-inbox-read]")
    (reason,) = form.select("[name=reason][checked]")
    return reason["value"], form.select_one("[name=take]").has_attr("checked")


def test_who_reads_a_held_enquiry_checks_it_and_does_not_take_it(client):
    version = make.form_version("callback")
    sign_in(client, make.lead())
    assert preset(client, enquiry(version=version, signals=["too_fast"])) == ("check", False)
    assert preset(client, enquiry(version=version)) == ("callback", True)


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ({"email": "", "phone": ""}, "left no e-mail address and no phone number"),
        ({"email": ""}, "This is their first enquiry."),
        ({"phone": ""}, "This is their first enquiry."),
    ],
)
def test_of_who_left_no_contact_no_first_enquiry_is_claimed(client, contact, said):
    one, user = enquiry(**contact), make.sales()
    UserProfile.objects.create(user=user, preferred_language="en")
    page = sign_in(client, user).get(reverse("inbox:enquiry", args=[one.pk]))
    (line,) = BeautifulSoup(page.content, "html.parser").select(".inbox-earlier li")
    assert said in line.get_text()


def test_who_has_read_it_is_named_in_full(client):
    one = enquiry()
    reader = make.sales(first_name="Bình", last_name="Lê")
    services.read(one, by=reader, reason="answer")
    overseer = make.colleague(*make.SALES, "vault.see_read_log")
    page = sign_in(client, overseer).get(reverse("inbox:enquiry", args=[one.pk]))
    lines = BeautifulSoup(page.content, "html.parser").select(".inbox-history strong")
    assert reader.get_full_name() in [line.get_text() for line in lines]
