"""What is no receipt gets no verdict on the page that checks them: it says what to do instead."""

import pytest

from tests.forms_app import builders as build
from tests.privacy.test_receipts import ORIGIN, address, check

pytestmark = pytest.mark.django_db

NO_RECEIPTS = {
    "spaces": (" \n", "Nothing was given"),
    "no json": ("{", "not JSON"),
    "a number": ("17", "not a receipt"),
    "a list": ("[]", "not a receipt"),
    "other json": ('{"name": "x"}', "not a receipt"),
    "deep": ("[" * 100_000, "not JSON"),
    "too large": ("x" * 200_000, "too large"),
}


@pytest.mark.parametrize(("text", "words"), NO_RECEIPTS.values(), ids=NO_RECEIPTS.keys())
def test_no_verdict_is_given_on_what_is_no_receipt(client, text, words):
    build.make_site()
    status, verdict, said = check(client, text, "en")
    assert (status, verdict) == (422, "none")
    assert words in said and "does not hold" not in said


def test_nothing_given_is_no_forgery(client):
    build.make_site()
    response = client.post(address("verify_receipt", "en"), headers=ORIGIN)
    said = build.soup(response).select_one("[data-verdict=none]").get_text(" ", strip=True)
    assert response.status_code == 422 and said.startswith("Nothing was given to check")
