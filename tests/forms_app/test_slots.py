"""Times for a call back: which are offered, and what is no such time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import trans_real

from common.hours import opening_hours
from forms_app import slots

from .builders import (
    make_question,
    refused,
    sealed,
    send,
    soup,
    url,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]


def test_slot_on_offer(client):
    page = make_question("callback_slot", required=True)
    options = soup(client.get(url(page))).select("main select[name=callback_slot] optgroup option")
    chosen = options[-1]["value"]
    response = send(client, page, {"callback_slot": chosen, "consent-research": "on"})
    assert response.status_code == 303
    stored = datetime.fromisoformat(sealed()[0]["answers"]["callback_slot"])
    assert stored == datetime.fromisoformat(chosen) and stored.utcoffset() == timedelta(hours=7)
    assert opening_hours().is_open(stored)


def next_weekday(weekday, hour, minute=0):
    zone = opening_hours().zone
    day = timezone.localdate() + timedelta(days=7)
    day += timedelta(days=(weekday - day.weekday()) % 7)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    "moment",
    [
        lambda: timezone.now() - timedelta(days=1),
        lambda: next_weekday(6, 10),
        lambda: next_weekday(1, 3),
        lambda: next_weekday(1, 9, 7),
        lambda: next_weekday(1, 9) + timedelta(days=70),
    ],
    ids=["past", "sunday", "night", "between slots", "too far ahead"],
)
def test_slots_not_on_offer(client, moment):
    assert refused(client, "callback_slot", moment().isoformat(), required=True)


@pytest.mark.parametrize("junk", ["tomorrow", "2026-99-99T10:00", "x" * 500])
def test_slots_that_are_none(client, junk):
    assert refused(client, "callback_slot", junk, required=True)


def test_a_stale_list_is_offered_anew(client):
    page = make_question("callback_slot", required=True)
    old = (timezone.now() - timedelta(days=30)).isoformat()
    response = send(client, page, {"callback_slot": old, "consent-research": "on"})
    fresh = soup(response).select("main select[name=callback_slot] optgroup option")
    assert response.status_code == 422
    assert (
        send(client, page, {"callback_slot": fresh[0]["value"], "consent-research": "on"}).status_code == 303
    )


def test_slots_need_half_an_hour_of_notice():
    opens = next_weekday(1, 8).astimezone(UTC)
    first = slots.free_slots(days_ahead=1, now=opens)[0]
    assert first.start == opens + slots.NOTICE


def test_fresh_slots_for_scripts(client):
    answer = client.get("/forms/slots/en/14")
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert slots.find_slot(answer.json()["groups"][0]["slots"][0]["value"], days_ahead=14)


@pytest.mark.parametrize("language", ["fr", "vi-VN", "xx", "EN", "vi_VN"])
def test_slots_speak_the_sites_languages_alone(client, language):
    translations = trans_real._translations
    client.get("/forms/slots/vi/14")
    known = set(translations)
    assert client.get(f"/forms/slots/{language}/14", follow=True).status_code == 404
    assert set(translations) - known <= {"vi", "en"}


def test_days_are_written_as_in_the_visitors_language():
    monday = datetime(2026, 11, 23, 1, tzinfo=UTC)
    for language, written in {"vi": "Thứ Hai, 23/11/2026", "en": "Monday, 23 November 2026"}.items():
        with translation.override(language):
            assert slots.slot_groups(days_ahead=0, now=monday)[0][0] == written
