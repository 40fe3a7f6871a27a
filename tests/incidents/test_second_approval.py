"""After the first approval: who can give the second is said on the screen, and told by mail and at home."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.users.models import UserProfile

from incidents import services
from staff.models import CustodyChange

from . import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return in_english(make.officer(first_name="Officer", last_name="One", email="one@example.invalid"))


@pytest.fixture
def demand(by):
    return make.with_paper(make.demand(by, make.person()), by)


def in_english(user):
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "en"
    profile.save()
    return user


def colleagues():
    """(an administrator, another officer, who waits for a confirmation, who left)"""
    administrator = make.approver(first_name="Admin", last_name="Two", email="two@example.invalid")
    officer = make.officer(first_name="Officer", last_name="Three", email="three@example.invalid")
    held = make.officer(first_name="Held", last_name="Back", email="held@example.invalid")
    CustodyChange.objects.create(user=held, what=CustodyChange.What.PASSWORD, by=administrator)
    gone = make.officer(first_name="Gone", last_name="Away", email="gone@example.invalid", is_active=False)
    return in_english(administrator), officer, held, gone


def shown_to(client, user, demand):
    client.force_login(user)
    text = client.get(reverse("incidents:disclosure", args=[demand.code])).content.decode()
    return text.split("data-second>")[1].split("</p>")[0]


def told():
    return {address for message in mail.outbox for address in message.to}


def home_of(client, user):
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_after_an_officers_approval_administrators_and_other_officers_are_told(client, by, demand):
    colleagues()
    services.approve(demand, by=by)
    assert told() == {"two@example.invalid", "three@example.invalid"}
    words = shown_to(client, by, demand)
    assert "by an administrator or by another privacy officer" in words
    assert "Admin Two" in words and "Officer Three" in words
    assert "Held" not in words and "Gone" not in words and "Officer One" not in words


def test_after_an_administrators_approval_only_officers_are_told(client, by, demand):
    administrator, *_others = colleagues()
    make.approver(first_name="Admin", last_name="Four", email="four@example.invalid")
    services.approve(demand, by=administrator)
    assert told() == {"one@example.invalid", "three@example.invalid"}
    words = shown_to(client, administrator, demand)
    assert "given by a privacy officer" in words and "Officer One" in words and "Four" not in words


def test_the_mail_has_a_link_in_the_readers_language_and_nothing_about_anybody(by, demand):
    colleagues()
    services.approve(demand, by=by)
    english = next(message for message in mail.outbox if message.to == ["two@example.invalid"])
    assert "waits for your approval" in english.subject
    assert reverse("incidents:disclosure", args=[demand.code]) in english.body
    for message in mail.outbox:
        text = message.subject + message.body
        for plain in ("Mark", make.EMAIL, demand.authority_name, demand.paper_number, demand.scope):
            assert plain not in text


def test_the_second_approval_and_a_return_to_draft_mail_nobody(by, demand):
    administrator, officer, *_others = colleagues()
    services.approve(demand, by=by)
    mail.outbox.clear()
    services.approve(demand, by=officer)
    services.return_to_draft(demand, by=by)
    assert not services.tell_second_approver(demand.pk, administrator.pk) and not mail.outbox


def test_a_mail_that_fails_keeps_neither_the_approval_nor_the_others_back(by, demand, monkeypatch):
    colleagues()
    real = mail.EmailMessage.send

    def send(message, *arguments, **options):
        if message.to == ["two@example.invalid"]:
            raise OSError
        return real(message, *arguments, **options)

    monkeypatch.setattr(mail.EmailMessage, "send", send)
    services.approve(demand, by=by)
    assert demand.state == "first" and told() == {"three@example.invalid"}


def test_the_first_page_shows_the_demand_to_those_who_can_approve_it(client, by, demand):
    administrator, officer, *_others = colleagues()
    address = reverse("incidents:disclosure", args=[demand.code])
    assert address not in home_of(client, administrator)
    services.approve(demand, by=administrator)
    for user in (by, officer):
        assert address in home_of(client, user)
    for user in (administrator, make.approver(), make.colleague(make.ADMIN)):
        assert address not in home_of(client, user)
    services.approve(demand, by=by)
    assert address not in home_of(client, officer)


def test_where_nobody_can_approve_the_page_says_so(client, by, demand):
    services.approve(demand, by=by)
    assert "At present nobody can" in shown_to(client, by, demand) and not mail.outbox
