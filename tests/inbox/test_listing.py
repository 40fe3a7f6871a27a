"""The list: masks only, what is due first, and finding without telling."""

import datetime as dt

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from inbox import services
from inbox.models import Enquiry
from rights import erasure
from vault import services as vault
from vault.models import ReadLog, RecordIndex

from . import factories as make
from .screens import LIST, enquiry, shows_plaintext, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]


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


@pytest.mark.parametrize("term", ["0987 654 321", "tran an", make.PHONE, "marka"])
def test_what_a_known_person_gives_later_finds_that_enquiry(client, term):
    """And changes nothing of who the person is (ADR 0013)."""
    version = make.form_version()
    first = enquiry(version=version)
    second = enquiry(version=version, full_name="Trần An", phone="+84987654321")
    assert first.person_id == second.person_id
    found = sign_in(client, make.sales()).post(reverse("inbox:search"), {"term": term}).content.decode()
    is_first = term in (make.PHONE, "marka")
    assert (reverse("inbox:enquiry", args=[first.pk]) in found) is is_first
    assert reverse("inbox:enquiry", args=[second.pk]) in found
    assert vault.find(phone="+84987654321").count() == 0
    held = enquiry(version=version, phone="+84987000111", signals=["honeypot"])
    found = client.post(reverse("inbox:search"), {"term": "0987000111"}).content.decode()
    assert reverse("inbox:enquiry", args=[held.pk]) not in found
    erasure.erase(first.person)
    assert not RecordIndex.objects.exists()


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


def test_whoever_takes_calls_learns_nothing_of_people_held_for_review(client):
    held = enquiry(signals=["honeypot"])
    caller, call = reverse("privacy_ledger:caller"), reverse("privacy_ledger:call", args=[held.person_id])
    masks = ("N. V. M.", "ma•••@e•••.com", "678", held.receipt)

    def shown():
        found = client.post(caller, {"term": make.EMAIL}, follow=True).content.decode()
        assert call in found, "a withdrawal by phone must not wait for a review"
        return [mask for mask in masks if mask in found + client.get(call).content.decode()]

    sign_in(client, make.sales())
    assert shown() == []
    assert call not in client.post(caller, {"term": held.receipt}).content.decode()
    sign_in(client, make.lead())
    assert shown() == list(masks)
    sign_in(client, make.sales())
    services.release(held, by=make.lead())
    assert shown() == list(masks)


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


def counted(view):
    """How many queries `view` takes of each database, once the process is warm."""
    view()
    with (
        CaptureQueriesContext(connections["default"]) as default,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        assert view().status_code == 200
    return len(default), len(keys)


def test_queries_do_not_grow(client):
    """The open, the done, the held, and what a search finds: masked, with who has it and when it is due."""
    lead = make.lead()
    version = make.form_version()
    sign_in(client, lead)
    views = {
        name: lambda name=name: client.get(reverse(f"inbox:{name}")) for name in ("open", "done", "held")
    }
    views["search"] = lambda: client.post(reverse("inbox:search"), {"term": make.NAME})

    def one_of_each(number):
        mail = {"version": version, "email": f"p{number}@example.com", "phone": ""}
        services.assign(enquiry(**mail), to=lead, by=lead)
        services.set_status(enquiry(**mail), status="done", by=lead)
        enquiry(**mail, signals=["honeypot"])

    one_of_each(0)
    few = {name: counted(view) for name, view in views.items()}
    for number in range(1, 20):
        one_of_each(number)
    assert {name: counted(view) for name, view in views.items()} == few


def test_queries_of_one_enquiry_do_not_grow(client):
    """With its events, notes, readings and what the same person sent before."""
    lead = make.lead()
    version = make.form_version()
    sign_in(client, lead)
    one, other = enquiry(version=version), enquiry(version=version)
    screens = {
        "masked": lambda: client.get(reverse("inbox:enquiry", args=[one.pk])),
        "read": lambda: client.post(reverse("inbox:read", args=[one.pk]), {"reason": "answer"}),
    }

    def work():
        services.assign(one, to=lead, by=lead)
        services.assign(one, to=None, by=lead)
        services.set_status(one, status="open", by=lead)
        services.set_status(one, status="waiting", by=lead)
        services.add_note(one, text="Đã gọi.", by=lead)

    work()
    few = {name: counted(view) for name, view in screens.items()}
    for _time in range(30):
        work()
    for _time in range(5):
        enquiry(version=version)
    assert other.person_id == one.person_id
    assert one.events.count() >= 30 and one.notes.count() >= 30
    assert {name: counted(view) for name, view in screens.items()} == few


def test_why_it_was_held_is_said_in_words(client):
    held = enquiry(signals=["honeypot", "unheard-of"])
    user = make.lead()
    UserProfile.objects.create(user=user, preferred_language="en")
    html = sign_in(client, user).get(reverse("inbox:enquiry", args=[held.pk])).content.decode()
    assert "a field that people don&#x27;t see was filled in, unheard-of" in html
