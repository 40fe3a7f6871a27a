"""What the site writes to its log, at the level it has in production: no address, no host, no typed word."""

import io
import logging

import pytest
from django.test import Client

from website.logs import QuietFormatter

pytestmark = pytest.mark.django_db
TYPED = "Nguyenvana0912"
TOKEN = (TYPED + "x" * 32)[:32]
RECEIPT = f"/en/receipt/{TOKEN}/"
FORM = "application/x-www-form-urlencoded"
HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def written():
    """What the handler of the settings writes meanwhile."""
    handler = next(each for each in logging.root.handlers if isinstance(each.formatter, QuietFormatter))
    before = handler.setStream(io.StringIO())
    assert logging.root.level == logging.WARNING
    yield handler.stream.getvalue
    handler.setStream(before)


def post(body, content_type=FORM, **headers):
    return Client().post(f"/vi/{TYPED}/", body, content_type=content_type, **{**HERE, **headers})


REFUSALS = {
    "an unknown page": (404, lambda: Client().get(f"/vi/{TYPED}/?q={TYPED}")),
    "a receipt that isn't there": (404, lambda: Client().get(RECEIPT, {"look": "6"})),
    "its file": (404, lambda: Client().get(f"{RECEIPT}receipt.json")),
    "NUL": (400, lambda: Client().get(f"/vi/?q={TYPED}%00")),
    "another host": (400, lambda: Client().get("/vi/", HTTP_HOST=f"{TYPED}.example")),
    "a broken body": (400, lambda: post(f"a={TYPED}%00".encode())),
    "from elsewhere": (403, lambda: post(b"a=b", HTTP_ORIGIN=f"https://{TYPED}.example")),
    "without a token": (
        403,
        lambda: Client(enforce_csrf_checks=True).post(f"/accounts/login/?next=/{TYPED}", {"login": TYPED}),
    ),
    "only to be read": (405, lambda: Client().post(RECEIPT, {"a": TYPED}, **HERE)),
    "another method": (405, lambda: Client().generic(TYPED.upper(), f"/vi/{TYPED}/", **HERE)),
    "too large": (413, lambda: post(TYPED.encode() * 30_000)),
    "another type": (415, lambda: post(b"{}", f"application/{TYPED}")),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_a_refusal_is_logged_without_what_was_asked(written, what):
    status, ask = REFUSALS[what]
    assert ask().status_code == status
    assert TYPED.lower() not in written().lower()


def test_it_says_which_page_refused(written):
    Client().get(f"{RECEIPT}receipt.json")
    assert written() == "WARNING django.request: GET 404 receipt_json\n"


def test_a_failure_is_logged_with_its_place_alone(written, monkeypatch):
    def broken(token):
        raise ValueError(f"The row of {token}")

    monkeypatch.setattr("privacy.views.receipts.receipts.by_token", broken)
    assert Client(raise_request_exception=False).get(RECEIPT).status_code == 500
    assert "ERROR django.request: GET 500 receipt\nbuiltins.ValueError\n" in written()
    assert "in broken" in written() and TYPED not in written()


def test_a_receipt_that_is_waited_for_is_no_refusal(written):
    assert Client().get(RECEIPT).status_code == 202
    assert written() == ""
