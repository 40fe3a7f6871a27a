"""Corrections: name and number at once, an address after a code to it, the rest by an officer."""

import pytest
from django.core import mail

from rights.models import CentreChallenge, PrivacyRequest
from tests.rights import builders
from tests.rights_centre.visiting import (
    address,
    ask,
    browser,
    enter,
    mailed_code,
    main,
    page,
    post,
    type_code,
)
from vault import services as vault

pytestmark = pytest.mark.django_db


def test_name_and_number_are_corrected_at_once(person):
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_correct", {"name": "Lê Văn Mới", "phone": "0987 654 321"})
    assert list(vault.find(phone="0987654321")) == [person]
    assert not vault.find(phone=builders.PHONE)
    assert "L. V. M." in main(page(client)).get_text()
    assert PrivacyRequest.objects.get().kind == "correct"


def test_anything_else_can_be_asked_to_be_corrected(person):
    client = enter(builders.EMAIL)
    link = address("privacy_centre_ask", "correct")
    assert main(page(client, "privacy_centre_correct")).select_one(f"a[href='{link}']")
    post(client, "privacy_centre_correct", {"name": "Lê Văn Mới"})
    assert post(client, "privacy_centre_ask", {"text": " "}, args=("correct",)).status_code == 422
    post(client, "privacy_centre_ask", {"text": "Địa chỉ marker sai"}, args=("correct",))
    request = PrivacyRequest.objects.get(closed_at=None)
    assert (request.kind, request.status, request.executed_at) == ("correct", "open", None)
    assert request.due_at and request.reference in main(page(client)).get_text()
    shown = main(post(client, "privacy_centre_reveal", {"item": f"rights:{request.pk}"}))
    assert "Địa chỉ marker sai" in shown.get_text()


def test_what_is_asked_after_a_correction_that_recipients_still_follow_is_not_lost():
    builders.declare_purposes("news", recipients=[("mailer", ["news"])])
    builders.agree(builders.person(), "news")
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_correct", {"name": "Lê Văn Mới"})
    assert PrivacyRequest.objects.get().is_open, "the mailer has to follow"
    post(client, "privacy_centre_ask", {"text": "Địa chỉ marker sai"}, args=("correct",))
    asked = PrivacyRequest.objects.latest("pk")
    assert asked.is_open and not asked.duplicate_of and asked.record


@pytest.mark.parametrize("data", [{}, {"phone": "abc"}, {"email": "abc"}])
def test_what_can_t_be_a_correction_is_told_so(person, data):
    response = post(enter(builders.EMAIL), "privacy_centre_correct", data)
    assert response.status_code == 422 and main(response).select_one(".form__error")


def test_a_new_address_counts_after_a_code_to_it(person):
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_correct", {"email": "new@example.com"})
    assert mail.outbox[-1].to == ["new@example.com"]
    assert not vault.find(email="new@example.com")
    assert type_code(client, mailed_code()).status_code == 303
    assert list(vault.find(email="new@example.com")) == [person]
    assert not vault.find(email=builders.EMAIL)
    assert CentreChallenge.objects.filter(contact=None).count() == CentreChallenge.objects.count()


def test_the_former_address_is_told_and_learns_nothing(person):
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_correct", {"email": "new@example.com"})
    type_code(client, mailed_code())
    told = mail.outbox[-1]
    assert told.to == [builders.EMAIL]
    assert "new@example.com" not in told.body and builders.NAME not in told.body
    with pytest.raises(TypeError):
        mailed_code()
    assert not CentreChallenge.objects.exclude(contact=None).exists()
    assert PrivacyRequest.objects.get(kind="correct").outcome == "fulfilled"


def test_an_address_of_another_record_is_left_to_an_officer(person):
    other = builders.person(email="other@example.com", name="Lê Văn Khác")
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_correct", {"email": "other@example.com"})
    assert type_code(client, mailed_code())["Location"].endswith("done=waits")
    assert list(vault.find(email="other@example.com")) == [other]
    assert list(vault.find(email=builders.EMAIL)) == [person], "they stay reachable where they were"
    request = PrivacyRequest.objects.get()
    assert (request.kind, request.status, request.person) == ("correct", "open", person)
    assert mail.outbox[-1].to == ["other@example.com"], "nobody is told of a change that did not come"


def test_a_number_that_somebody_types_locks_nobody_out(person):
    owner = builders.person(email="", phone="+84987654321", name="Lê Văn Chủ")
    post(enter(builders.EMAIL), "privacy_centre_correct", {"phone": "0987 654 321"})
    ask(browser(), "0987 654 321")
    call = PrivacyRequest.objects.get(kind="view")
    assert (call.person, call.status) == (owner, "unverified")
