"""Erasing: it destroys at once and ends the visit, and no page tells of a legal hold."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from privacy import gate
from privacy.models import LegalHold
from rights import services
from rights.models import CentreExport, CentreSession, Letter, PrivacyRequest
from tests.rights import builders
from tests.rights_centre.visiting import (
    address,
    ask,
    browser,
    enter,
    hold_text,
    mailed_code,
    main,
    page,
    post,
)
from vault import services as vault
from vault.models import SealedRecord

pytestmark = pytest.mark.django_db


def test_asking_again_for_an_erasure_that_waits_leaves_one_request(person):
    LegalHold.objects.create(person=person, reason="Vụ 12", placed_by_name="Lan")
    client = enter(builders.EMAIL)
    for _ in range(3):
        assert post(client, "privacy_centre_erase", {"sure": "on"})["Location"].endswith("done=waits")
    assert PrivacyRequest.objects.count() == 1


def test_erasing_destroys_at_once_and_ends_the_visit(person):
    hold_text(person, "marker-text")
    client = enter(builders.EMAIL)
    assert post(client, "privacy_centre_erase").status_code == 422, "a second word is needed"
    response = post(client, "privacy_centre_erase", {"sure": "on"})
    assert response["Location"].startswith(address("privacy_centre_ended"))
    person.refresh_from_db()
    assert person.erased_at and not SealedRecord.objects.filter(person=person).exists()
    assert not vault.find(email=builders.EMAIL)
    assert not CentreSession.objects.exists() and not CentreExport.objects.exists()
    assert not main(page(client)).select_one("#held")
    assert PrivacyRequest.objects.get(kind="delete").outcome == "fulfilled"


def test_recipients_keep_the_request_open_and_not_the_erasure():
    builders.declare_purposes("news", recipients=[("mailer", ["news"])])
    one = builders.person()
    builders.agree(one, "news")
    client = enter(builders.EMAIL)
    response = post(client, "privacy_centre_erase", {"sure": "on"})
    assert response["Location"].endswith("?done=erased")
    one.refresh_from_db()
    assert one.erased_at and not vault.find(email=builders.EMAIL).exists()
    request = PrivacyRequest.objects.get(person=one)
    assert request.is_open and request.executed_at and request.third_party_involved
    services.finish_task(request.tasks.get(), by=builders.officer())
    request.refresh_from_db()
    assert request.outcome == "fulfilled"


def test_who_was_erased_and_writes_again_sees_nothing_old(person):
    hold_text(person, "marker-old")
    post(enter(builders.EMAIL), "privacy_centre_erase", {"sure": "on"})
    again = builders.person()
    assert again.pk != person.pk
    hold_text(again, "marker-new")
    response = post(enter(builders.EMAIL), "privacy_centre_reveal", {"item": "all"})
    text = main(response).get_text()
    assert "marker-new" in text and "marker-old" not in text
    assert not gate.may_use(again, "news")


def test_after_an_erasure_the_address_is_like_any_unknown_one(person):
    post(enter(builders.EMAIL), "privacy_centre_erase", {"sure": "on"})
    before = len(mail.outbox)
    assert ask(browser(), builders.EMAIL).status_code == 303
    assert len(mail.outbox) == before + 1
    with pytest.raises(TypeError):
        mailed_code()


def test_a_legal_hold_sends_the_erasure_to_the_queue(person):
    LegalHold.objects.create(person=person, reason="Vụ 12", placed_by_name="Lan")
    client = enter(builders.EMAIL)
    assert post(client, "privacy_centre_erase", {"sure": "on"})["Location"].endswith("done=waits")
    person.refresh_from_db()
    assert person.erased_at is None
    assert PrivacyRequest.objects.get().is_open
    assert "Vụ 12" not in main(page(client, "privacy_centre_erase")).get_text()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_that_is_shown_tells_of_a_legal_hold(person, language):
    """It may stand for an authority's demand, of which nobody may be tipped off (ADR 0074)."""
    hold_text(person, "marker-text")
    client = enter(builders.EMAIL, language)
    names = ("privacy_centre", "privacy_centre_erase", "privacy_centre_archive")
    before = [page(client, name, language=language).content for name in names]
    LegalHold.objects.create(person=person, reason="Vụ 12", placed_by_name="Lan")
    assert [page(client, name, language=language).content for name in names] == before
    response = post(client, "privacy_centre_erase", {"sure": "on"}, language=language)
    assert response["Location"].endswith("done=waits")
    shown = main(client.get(response["Location"])).select_one("[role=status]").get_text()
    other = builders.person(email="other@example.com")
    letter = services.save_letter(
        builders.ask("view", other), kind="information", language="vi", subject="a", body="b", by=None
    )
    soon = timezone.now() + dt.timedelta(minutes=1)
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.SENDING, next_try=soon)
    waiting = enter("other@example.com", language)
    again = post(waiting, "privacy_centre_erase", {"sure": "on"}, language=language)
    notice = main(waiting.get(again["Location"])).select_one("[role=status]")
    assert notice.get_text() == shown, "one answer for every reason"
