"""What the pages show: everything held, readings by role and day, hostile text as text."""

import pytest
from django.db import connection
from django.utils import timezone

from rights.models import PrivacyRequest
from tests.rights import builders
from tests.rights_centre.visiting import (
    HOSTILE,
    address,
    enter,
    hold_text,
    main,
    page,
    post,
)
from vault import services as vault
from vault.models import ReadLog

pytestmark = pytest.mark.django_db


def test_the_overview_says_what_why_since_when_and_until(person):
    request = hold_text(person, "marker-text")
    builders.agree(person, "care")
    text = main(page(enter(builders.EMAIL))).get_text(" ")
    for expected in (request.reference, "Mục đích news", "Mục đích care", "T. T. M."):
        assert expected in text
    assert "marker-text" not in text and builders.EMAIL not in text


def test_contents_are_shown_on_demand_and_the_reading_is_logged(person):
    request = hold_text(person, "marker-text")
    client = enter(builders.EMAIL)
    response = post(client, "privacy_centre_reveal", {"item": f"rights:{request.pk}"})
    assert response.status_code == 200 and "no-store" in response["Cache-Control"]
    assert "marker-text" in main(response).get_text()
    line = ReadLog.objects.get()
    assert (line.actor_name, line.record_id) == (vault.THEMSELVES, request.record_id)
    response = post(client, "privacy_centre_reveal", {"item": "identity"})
    assert builders.EMAIL in main(response).get_text()


def test_everything_includes_who_they_are_taken_to_be(person):
    response = post(enter(builders.EMAIL), "privacy_centre_reveal", {"item": "all"})
    assert builders.EMAIL in main(response).select_one("#identity").get_text()


def test_somebody_else_s_things_are_not_found(person):
    other = builders.person(email="other@example.com")
    request = hold_text(other, "marker-text")
    client = enter(builders.EMAIL)
    response = post(client, "privacy_centre_reveal", {"item": f"rights:{request.pk}"})
    assert response.status_code == 404
    assert request.reference not in main(page(client)).get_text()


def test_readers_are_named_by_role_and_day_only(person):
    request = hold_text(person, "marker-text")
    officer = builders.officer(first_name="Lan", last_name="Bí Mật")
    vault.reveal(request.record, by=officer, reason="the customer asked")
    client = enter(builders.EMAIL)
    shown = main(page(client)).select_one("#readings").get_text(" ")
    assert request.reference in shown
    assert "Bí Mật" not in shown and officer.username not in shown and "asked" not in shown


def test_hostile_answers_are_shown_as_text(person):
    vault.set_identity(person, name=HOSTILE)
    hold_text(person, HOSTILE)
    client = enter(builders.EMAIL)
    for item in ("all", "identity"):
        html = post(client, "privacy_centre_reveal", {"item": item}).content.decode()
        assert "<script>alert" not in html and "&lt;script&gt;alert" in html


def test_no_page_carries_anything_personal_in_its_address(person):
    client = enter(builders.EMAIL)
    for response in (
        post(client, "privacy_centre_correct", {"name": "Lê Văn Mới"}),
        post(client, "privacy_centre_withdraw", {"purpose": "news"}),
    ):
        location = response["Location"]
        assert location.split("?")[0] == address() and "news" not in location


def test_pages_take_the_same_number_of_queries_for_many_things(person):
    from django.test.utils import CaptureQueriesContext

    client = enter(builders.EMAIL)
    counts = []
    for number in (2, 12):
        for n in range(number):
            builders.ask("complain", person, text=f"n {n} of {number}", received_at=timezone.now())
            PrivacyRequest.objects.filter(closed_at=None).update(
                status="closed", outcome="fulfilled", closed_at=timezone.now()
            )
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))
    # A few for each request, which is the requests' own source; none for what the centre adds.
    assert counts[1] - counts[0] <= 4 * 12, counts
