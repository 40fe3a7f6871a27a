"""Receipts: given to who sent a form and nobody else, checked by anybody, telling when they are forged."""

import base64
import copy
import hashlib
import json
import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from privacy import receipts
from privacy.canonical import canonical
from privacy.models import ConsentEvent, Receipt
from tests.forms_app import builders as build
from tests.inbox import factories
from tests.privacy.behind import guard_again, run_unguarded
from vault.models import Envelope, Person
from website.middleware import page_cache

pytestmark = pytest.mark.django_db
ORIGIN = {"Origin": "http://testserver"}


@pytest.fixture(autouse=True)
def triggers_again():
    yield
    guard_again()


def address(name, language="vi", *arguments):
    with override(language):
        return reverse(name, args=arguments)


def submit(client, **changes):
    """A visitor sends the contact form; returns the thank-you page's address."""
    page = build.make_form()
    response = build.send(client, page, **changes)
    assert response.status_code == 303
    return response["Location"]


def token_of(location):
    return location.rstrip("/").rpartition("/")[2]


def received(client):
    """The receipt as a visitor downloads it."""
    token = token_of(submit(client))
    return json.loads(client.get(address("receipt_json", "vi", token)).content)


def check(client, record, language="vi"):
    """The verification page's answer: (status, whether genuine, its words)."""
    text = record if isinstance(record, str) else json.dumps(record, ensure_ascii=False)
    response = client.post(address("verify_receipt", language), {"receipt": text}, headers=ORIGIN)
    assert response["Referrer-Policy"] == "same-origin", "the next receipt is posted from this page"
    verdict = build.soup(response).select_one("[data-verdict]")
    return response.status_code, verdict["data-verdict"], verdict.get_text(" ", strip=True)


# From the form to the receipt


def test_the_thank_you_page_leads_to_the_receipt(client):
    location = submit(client)
    thanks = client.get(location)
    assert thanks.status_code == 200
    link = build.soup(thanks).select_one("main a.button")["href"]
    assert link == address("receipt", "vi", token_of(location))
    page = client.get(link)
    text = build.soup(page).select_one("main").get_text(" ", strip=True)
    number = build.soup(thanks).select_one("[data-receipt]").get_text(strip=True)
    assert page.status_code == 200 and number in text
    for event in ConsentEvent.objects.all():
        assert event.hash in text
    # Not no-referrer: a browser would send the newsletter form of these pages without its origin.
    for header, value in (("Referrer-Policy", "same-origin"), ("X-Robots-Tag", "noindex")):
        assert thanks[header] == page[header] == value
    for response in (thanks, page):
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies
    assert len(page_cache.store) <= 1, "only the form itself is kept"


@pytest.mark.parametrize("language, name", [("vi", "Hoa Kỳ"), ("en", "the United States")])
def test_countries_have_names_on_the_page_and_letters_in_the_document(language, name):
    words = {"VN": "Việt Nam", "US": name} if language == "vi" else {"VN": "Vietnam", "US": name}
    document = {"storage_locations": ["VN", "US", "QQ"], "jurisdiction": "VN", "pii_controllers": []}
    with override(language):
        page = render_to_string("privacy/receipts/_document.html", {"document": document, "decisions": []})
    assert f"{words['VN']}, {words['US']}, QQ" in page and ">VN" not in page


def test_the_number_alone_opens_nothing(client):
    location = submit(client)
    number = Envelope.objects.get().receipt
    bare = location[: -len(token_of(location)) - 1]
    assert bare.endswith(f"/thanks/{number}/")
    thanks = client.get(bare)
    assert thanks.status_code == 200
    assert not build.soup(thanks).select("main a.button")
    for guess in (number, "x" * 32, token_of(location)[:-1] + "~"):
        # The page waits for what has the form of a secret; nothing of a receipt is on it.
        page = client.get(address("receipt", "vi", guess))
        assert page.status_code == (202 if receipts.TOKEN.fullmatch(guess) else 404)
        assert "document" not in (page.context or {})
        assert client.get(address("receipt_json", "vi", guess)).status_code == 404
    # A secret that belongs to another receipt is none for this one.
    other = token_of(build.send(client, build.FormPage.objects.get())["Location"])
    assert not build.soup(client.get(f"{bare}{other}/")).select("main a.button")


def test_before_the_intake_the_page_says_so_and_looks_again(client, unrun_tasks):
    location = submit(client)
    thanks = client.get(location)
    link = build.soup(thanks).select_one("main a.button")["href"]
    waiting = client.get(link)
    assert waiting.status_code == 202
    assert re.fullmatch(r"\d+; url=.*\?look=1", waiting["Refresh"])
    assert "no-store" in waiting["Cache-Control"]
    last = client.get(link, {"look": "6"})
    assert "Refresh" not in last, "it does not ask for ever"
    assert last.status_code == 404
    from inbox.services import take_in

    take_in(Envelope.objects.get().pk)
    assert client.get(link).status_code == 200


def test_the_database_does_not_hold_the_address(client):
    token = token_of(submit(client))
    receipt = Receipt.objects.get()
    assert receipt.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) == 32 and token not in json.dumps(receipt.document)
    assert receipts.by_token(token) == receipt
    for wrong in ("", None, token + "a", token[:-1], "é" * 32, "x" * 32):
        assert receipts.by_token(wrong) is None


def test_two_tokens_are_never_the_same():
    assert len({receipts.new_token() for _ in range(200)}) == 200


def test_a_receipt_holds_what_the_standard_asks_and_nobody_s_data(client):
    record = received(client)
    document = record["receipt"]
    person = Person.objects.get()
    assert document["pii_principal_id"]
    assert {each["consent_status"] for each in document["records"]} == {
        "dpv:ConsentGiven",
        "dpv:ConsentRefused",
    }
    for name in ("schema_version", "receipt_id", "jurisdiction", "privacy_notice", "storage_locations"):
        assert document[name]
    assert document["privacy_notice"]["sha256"] and document["pii_controllers"][0]["name"]
    text = json.dumps(record, ensure_ascii=False)
    assert str(person.pk) not in text
    for secret in ("Ửng", "ung@visitor.example", "912 345 678", "912345678", "hỏi giá"):
        assert secret not in text


def test_the_file_is_a_download(client):
    token = token_of(submit(client))
    response = client.get(address("receipt_json", "en", token))
    assert response["Content-Disposition"].startswith('attachment; filename="receipt-')
    assert response["Content-Type"].startswith("application/json")
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_receipt_is_only_read(client, method):
    token = token_of(submit(client))
    response = getattr(client, method)(address("receipt", "vi", token), headers=ORIGIN)
    assert response.status_code in {405, 415}


def test_a_submission_that_nobody_waits_for_has_its_proof_too():
    number = factories.receive()
    receipt = Receipt.objects.get(number=number)
    assert [each["event"]["receipt"] for each in receipt.document["records"]] == [number]


def test_a_receipt_comes_with_its_enquiry_or_not_at_all(monkeypatch, client):
    def broken(**fields):
        raise RuntimeError

    monkeypatch.setattr(receipts, "issue", broken)
    submit(client)
    assert not ConsentEvent.objects.exists() and not Receipt.objects.exists()
    assert Envelope.objects.get().state == Envelope.State.FAILED


# Checking


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_genuine_receipt_is_called_genuine(client, language):
    status, verdict, _text = check(client, received(client), language)
    assert (status, verdict) == (200, "good")


def test_a_receipt_can_be_checked_as_a_file(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    raw = json.dumps(received(client), ensure_ascii=False).encode()
    file = SimpleUploadedFile("receipt.json", b"\xef\xbb\xbf" + raw, content_type="application/json")
    response = client.post(address("verify_receipt"), {"file": file, "receipt": ""}, headers=ORIGIN)
    assert build.soup(response).select_one("[data-verdict=good]")
    assert "no-store" in response["Cache-Control"] and not response.cookies


def test_a_receipt_can_be_checked_without_us(client):
    """As docs/receipts.md says: standard libraries, the public keys, nothing of ours."""
    record = received(client)
    published = json.loads(client.get("/.well-known/receipt-keys.json").content)
    key = next(key for key in published["keys"] if key["kid"] == record["signature"]["key_id"])
    raw = base64.urlsafe_b64decode(key["x"] + "=" * (-len(key["x"]) % 4))

    def written(value):
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    signature = base64.b64decode(record["signature"]["value"])
    Ed25519PublicKey.from_public_bytes(raw).verify(signature, written(record["receipt"]))
    previous = None
    for each in record["receipt"]["records"]:
        assert hashlib.sha256(written(each["event"])).hexdigest() == each["event_hash"]
        assert hashlib.sha256(each["event"]["wording"].encode()).hexdigest() == each["event"]["clause_sha256"]
        assert previous in {None, each["event"]["previous_hash"]}
        previous = each["event_hash"]


def paths(value, before=()):
    """Every leaf of a JSON value."""
    if isinstance(value, dict) and value:
        for key, each in value.items():
            yield from paths(each, (*before, key))
    elif isinstance(value, list) and value:
        for number, each in enumerate(value):
            yield from paths(each, (*before, number))
    else:
        yield before


def test_a_change_anywhere_in_it_is_told(client):
    record = received(client)
    leaves = list(paths(record["receipt"]))
    assert len(leaves) > 60
    from privacy import checking

    for leaf in leaves:
        forged = copy.deepcopy(record)
        holder = forged["receipt"]
        for key in leaf[:-1]:
            holder = holder[key]
        old = holder[leaf[-1]]
        holder[leaf[-1]] = f"{old}x" if isinstance(old, str) else (old or 0) + 1 if type(old) is int else "x"
        assert not checking.check(json.dumps(forged).encode()).ok, leaf


FORGERIES = {
    "no parts": ('{"receipt": 1}', "receipt, signature"),
    "twice": ('{"receipt": {}, "receipt": {}}', "twice"),
    "a float": ('{"receipt": 1.5}', "number"),
    "no number": ('{"receipt": NaN}', "number"),
}


@pytest.mark.parametrize(("text", "words"), FORGERIES.values(), ids=FORGERIES.keys())
def test_a_damaged_receipt_is_told_in_words(client, text, words):
    build.make_site()
    status, verdict, said = check(client, text, "en")
    assert (status, verdict) == (422, "bad")
    assert words in said


def forged(record, change):
    copied = copy.deepcopy(record)
    change(copied)
    return copied


def test_each_forgery_is_told_by_its_kind(client):
    record = received(client)

    def says(change):
        return check(client, forged(record, change), "en")[2]

    assert "signature doesn't fit" in says(
        lambda r: r["receipt"]["records"][1].update(consent_status="dpv:ConsentGiven")
    )
    assert "never published" in says(lambda r: r["signature"].update(key_id="l99"))
    assert "damaged" in says(lambda r: r["signature"].update(value="…"))
    assert "signature doesn't fit" in says(
        lambda r: r["signature"].update(value=base64.b64encode(b"\0" * 64).decode())
    )
    assert "another way of signing" in says(lambda r: r["signature"].update(algorithm="none"))
    assert "receipt.issued_at" in says(lambda r: r["receipt"].pop("issued_at"))
    assert "receipt.records[1].event.wording" in says(
        lambda r: r["receipt"]["records"][0]["event"].pop("wording")
    )
    assert "another kind" in says(lambda r: r["receipt"].update(schema_version="2"))


def test_a_receipt_of_another_key_is_none_of_ours(client):
    record = received(client)
    private = Ed25519PrivateKey.generate()
    record["signature"]["value"] = base64.b64encode(private.sign(canonical(record["receipt"]))).decode()
    assert check(client, record, "en")[1] == "bad"


def test_a_ledger_that_lost_it_is_told(client):
    record = received(client)
    run_unguarded("DELETE FROM privacy_consentevent WHERE seq = 2")
    _status, verdict, said = check(client, record, "en")
    assert verdict == "bad" and "our record was changed" in said


def test_a_forged_receipt_learns_nothing_of_the_ledger(client, django_assert_max_num_queries):
    from privacy import checking

    record = forged(received(client), lambda r: r["receipt"].update(jurisdiction="XX"))
    with django_assert_max_num_queries(0):
        outcome = checking.check(json.dumps(record).encode())
    assert outcome.document is None


def test_nothing_of_it_is_stored(client):
    record = received(client)
    record["receipt"]["marker"] = "marker-zq81"
    before = {model: model.objects.count() for model in (Receipt, ConsentEvent, Envelope)}
    check(client, record)
    assert before == {model: model.objects.count() for model in before}


def test_a_flood_is_asked_to_wait(client, settings):
    build.make_site()
    settings.FORMS_RATE_HARD = 2
    url = address("verify_receipt")
    codes = [client.post(url, {"receipt": "{}"}, headers=ORIGIN).status_code for _ in range(4)]
    assert codes == [422, 422, 429, 429]


def test_another_site_cannot_post_it(client):
    build.make_site()
    response = client.post(
        address("verify_receipt"), {"receipt": "{}"}, headers={"Origin": "https://elsewhere.example"}
    )
    assert response.status_code == 403


def test_the_empty_page_is_the_same_for_everyone(client):
    build.make_site()
    first, second = (client.get(address("verify_receipt", "en")) for _ in range(2))
    assert first.status_code == 200 and first["ETag"] == second["ETag"]


def test_the_keys_are_public_and_hold_no_secret(client):
    from vault import keys

    published = client.get("/.well-known/receipt-keys.json").content.decode()
    assert json.loads(published)["current"] in keys.public().ledger
    for raw in keys.private().ledger.values():
        for secret in (base64.b64encode(raw), base64.urlsafe_b64encode(raw).rstrip(b"="), raw.hex().encode()):
            assert secret.decode() not in published


def test_a_web_process_shows_and_checks_receipts(client, settings):
    """It holds no private keys: what it serves was signed elsewhere."""
    token = token_of(submit(client))
    settings.VAULT_PRIVATE_KEYS_FILE = None
    settings.HOLDS_PRIVATE_KEYS = False
    assert client.get(address("receipt", "vi", token)).status_code == 200
    record = json.loads(client.get(address("receipt_json", "vi", token)).content)
    assert check(client, record)[1] == "good"


def test_the_names_of_the_addresses_stay():
    for name in ("receipt", "receipt_json"):
        assert address(name, "en", "t" * 32).startswith("/en/receipt/")
    with pytest.raises(NoReverseMatch):
        address("receipt", "en")
