"""The screens: they work, who may not enter finds nothing, and plaintext appears only when read."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from inbox import services
from inbox.models import Enquiry, EnquiryNote, Notification
from inbox.views.actions import safe_name
from vault.models import Envelope, ReadLog

from . import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]

LIST = reverse("inbox:open")
ACTIONS = ("read", "assign", "status", "note", "review")
PLAIN = (make.NAME, make.EMAIL, "912 345 678", "912345678", make.MESSAGE)


def sign_in(client, user):
    """Signs in as after a second factor."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": timezone.now().timestamp()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def enquiry(**options):
    make.receive(**options)
    return services.take_in(Envelope.objects.get(state=Envelope.State.SEALED).pk)


def shows_plaintext(response):
    text = response.content.decode()
    return [plain for plain in PLAIN if plain in text]


def addresses(one):
    return {
        "get": [LIST, *(reverse(f"inbox:{n}") for n in ("open_results", "done", "held", "search")),
                reverse("inbox:enquiry", args=[one.pk]), reverse("inbox:read", args=[one.pk])],
        "post": [reverse("inbox:search"), reverse("inbox:file", args=[one.pk, 0]),
                 *(reverse(f"inbox:{name}", args=[one.pk]) for name in ACTIONS)],
    }  # fmt: skip


def test_the_list_shows_masks_only(client):
    one = enquiry()
    response = sign_in(client, make.sales()).get(LIST)
    assert response.status_code == 200
    text = response.content.decode()
    assert reverse("inbox:enquiry", args=[one.pk]) in text
    assert "N. V. M." in text and "ma•••@e•••.com" in text and "678" in text
    assert not shows_plaintext(response)
    assert not ReadLog.objects.exists()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("missing", ["full_name", "email", "phone"])
def test_the_list_does_without_any_one_contact(client, missing):
    one = enquiry(**{missing: ""})
    assert reverse("inbox:enquiry", args=[one.pk]) in sign_in(client, make.sales()).get(LIST).content.decode()


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


@pytest.mark.parametrize(
    "term",
    [make.EMAIL, " MARKA.ZQ81@Example.com ", "0912345678", "+84 912 345 678", "0912.345.678",
     make.NAME, "nguyen marka", "MARKA"],
)  # fmt: skip
def test_search_finds_by_contact(client, term):
    one = enquiry()
    response = sign_in(client, make.sales()).post(reverse("inbox:search"), {"term": term})
    assert response.status_code == 200
    assert reverse("inbox:enquiry", args=[one.pk]) in response.content.decode()


def test_search_finds_by_receipt_and_nobody_else(client):
    one = enquiry()
    sign_in(client, make.sales())
    url = reverse("inbox:enquiry", args=[one.pk])
    for term in (one.receipt, one.receipt.lower().replace("-", " ")):
        assert url in client.post(reverse("inbox:search"), {"term": term}).content.decode()
    for term in ("someone@example.com", "0987654321", "Trần", "", "@"):
        response = client.post(reverse("inbox:search"), {"term": term})
        assert response.status_code == 200 and url not in response.content.decode()
    assert client.get(reverse("inbox:search"), {"term": make.EMAIL})["Location"] == LIST


def test_held_enquiries_are_for_reviewers(client):
    held = enquiry(signals=["honeypot"])
    sign_in(client, make.sales())
    assert reverse("inbox:enquiry", args=[held.pk]) not in client.get(LIST).content.decode()
    assert client.get(reverse("inbox:held")).status_code == 404
    assert client.get(reverse("inbox:enquiry", args=[held.pk])).status_code == 404
    found = client.post(reverse("inbox:search"), {"term": make.EMAIL}).content.decode()
    assert reverse("inbox:enquiry", args=[held.pk]) not in found

    sign_in(client, make.lead())
    assert reverse("inbox:enquiry", args=[held.pk]) in client.get(reverse("inbox:held")).content.decode()
    review = reverse("inbox:review", args=[held.pk])
    client.post(review, {"verdict": "spam"})
    held.refresh_from_db()
    assert held.is_spam and held.quarantined and held.status == "done"
    client.post(review, {"verdict": "release"})
    held.refresh_from_db()
    assert not held.is_spam and not held.quarantined and held.status == "new" and held.closed_at is None
    assert client.post(review, {"verdict": "forged"}).status_code == 404


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
    assert client.post(url).status_code == 404, "without a reason"
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


def test_overdue_comes_first_and_says_so(client):
    version = make.form_version()
    late, fresh = enquiry(version=version), enquiry(version=version)
    now = timezone.now()
    Enquiry.objects.filter(pk=late.pk).update(
        created_at=now - dt.timedelta(days=2), due_at=now - dt.timedelta(days=1)
    )
    Enquiry.objects.filter(pk=fresh.pk).update(due_at=now + dt.timedelta(days=1))
    response = sign_in(client, make.sales()).get(LIST)
    assert [row.pk for row in response.context["object_list"]] == [late.pk, fresh.pk]
    assert response.content.decode().count("inbox-overdue") == 1
    assert client.get(reverse("inbox:enquiry", args=[late.pk])).context["next_url"].endswith(f"{fresh.pk}/")
    assert (
        client.get(reverse("inbox:enquiry", args=[fresh.pk])).context["previous_url"].endswith(f"{late.pk}/")
    )


def test_filters_narrow_the_list(client):
    mine = enquiry()
    colleague = make.sales()
    services.assign(mine, to=colleague, by=colleague)
    callback = enquiry(version=make.form_version(channel="callback", language="en"))
    sign_in(client, colleague)

    def listed(**query):
        return {row.pk for row in client.get(LIST, query).context["object_list"]}

    assert listed() == {mine.pk, callback.pk}
    assert listed(assignee="me") == {mine.pk}
    assert listed(assignee="nobody") == {callback.pk}
    assert listed(channel="callback") == {callback.pk}
    assert listed(locale="vi") == {mine.pk}
    assert listed(status="open") == set()
    services.set_status(mine, status="done", by=colleague)
    assert listed() == {callback.pk}
    assert [row.pk for row in client.get(reverse("inbox:done")).context["object_list"]] == [mine.pk]


def test_queries_do_not_grow(client):
    colleague = make.sales()
    version = make.form_version()
    sign_in(client, colleague)

    def queries():
        client.get(LIST)
        with (
            CaptureQueriesContext(connections["default"]) as default,
            CaptureQueriesContext(connections["keys"]) as keys,
        ):
            assert client.get(LIST).status_code == 200
        return len(default), len(keys)

    enquiry(version=version)
    few = queries()
    for number in range(49):
        services.assign(
            enquiry(version=version, email=f"p{number}@example.com", phone=""), to=colleague, by=colleague
        )
    assert queries() == few


def test_the_mail_names_nobody(client):
    user = make.sales(email="sales@example.com")
    UserProfile.objects.create(user=user, preferred_language="en")
    one = enquiry()
    assert services.send_notification(Notification.objects.get().pk)
    assert not services.send_notification(Notification.objects.get().pk), "sent once"
    message = mail.outbox[0]
    source = message.message().as_string() + message.subject + message.body
    assert reverse("inbox:enquiry", args=[one.pk]) in message.body
    assert message.to == ["sales@example.com"]
    for marker in (*PLAIN, "marka", "Marka", "N. V. M.", "marker"):
        assert marker not in source


def test_a_mail_server_that_is_down_loses_nothing(settings):
    make.sales(email="sales@example.com")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    enquiry()
    one = Notification.objects.get()
    assert not services.send_notification(one.pk)
    one.refresh_from_db()
    assert (one.state, one.attempts, one.error_class) == ("pending", 1, "ConnectionRefusedError")
    assert one.next_try > timezone.now()
    Enquiry.objects.update(received_at=timezone.now() - dt.timedelta(hours=1))
    assert services.health()["unsent_notifications"] == 1

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    services.sweep()
    assert not mail.outbox, "its next try is not due yet"
    Notification.objects.update(next_try=timezone.now() - dt.timedelta(minutes=1))
    services.sweep()
    assert len(mail.outbox) == 1
    assert services.health()["unsent_notifications"] == 0


def test_nobody_is_told_of_what_is_done_or_not_theirs():
    user = make.sales(email="sales@example.com")
    one = enquiry()
    services.set_status(one, status="done", by=user)
    assert not services.send_notification(Notification.objects.get().pk)
    assert Notification.objects.get().state == "dropped" and not mail.outbox


def test_the_dashboard_counts_and_names_nobody(client):
    enquiry()
    response = sign_in(client, make.sales()).get(reverse("wagtailadmin_home"))
    assert LIST in response.content.decode()
    assert not shows_plaintext(response) and "N. V. M." not in response.content.decode()


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


def test_why_it_was_held_is_said_in_words(client):
    held = enquiry(signals=["honeypot", "unheard-of"])
    user = make.lead()
    UserProfile.objects.create(user=user, preferred_language="en")
    html = sign_in(client, user).get(reverse("inbox:enquiry", args=[held.pk])).content.decode()
    assert "a field that people don&#x27;t see was filled in, unheard-of" in html


@pytest.mark.parametrize("who", ["lead", "administrator", "editor"])
def test_trouble_is_shown_to_who_can_see_to_it(client, who):
    user = {
        "lead": make.lead,
        "administrator": lambda: make.colleague(is_superuser=True),
        "editor": lambda: make.colleague(*make.EDITOR),
    }[who]()
    home = reverse("wagtailadmin_home")
    sign_in(client, user)
    assert "inbox-health" not in client.get(home).content.decode()
    make.receive()
    Envelope.objects.update(created_at=timezone.now() - dt.timedelta(minutes=10))  # and no worker
    html = client.get(home).content.decode()
    assert ("inbox-health" in html) is (who != "editor")
    if who == "lead":
        assert "help-warning" in client.get(LIST).content.decode()
    assert not any(plain in html for plain in PLAIN)
