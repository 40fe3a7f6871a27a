"""What a visitor types is nowhere but in the vault, however often the product is used."""

import base64
import gzip
import html
import json
import re
import sqlite3
import unicodedata
import urllib.parse
import uuid
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.core import signing

from .browser import opened
from .site import wait_for
from .test_public import FORMS
from .test_web_role import WebProcess
from .traces import encodings, found_in, in_files, in_postgres
from .visitor import accented, fill, phone_of, post, receipt

# All markers of one run begin alike, so that one search finds each of them. Letters alone: the inbox takes a
# term with many digits for a phone number.
RUN = "mk" + uuid.uuid4().hex[:12].translate(str.maketrans("0123456789", "ghijklmnop"))
HOME = {"vi": "/vi/", "en": "/en/"}
CENTRE = {"vi": "/vi/quyen-rieng-tu/", "en": "/en/privacy/"}
# Forms inside other pages: the newsletter in the footer, the callback in the call-to-action band.
EMBEDDED = ("footer form[data-form]", ".cta form[data-form]")


@dataclass
class Sent:
    """One visitor of this run: what marks everything they typed, and by what the inbox finds them."""

    marker: str
    term: str = ""


def new_marker():
    new_marker.count += 1
    return f"{RUN}{new_marker.count:02d}"


new_marker.count = 0


def filled_by(site, path, **options):
    """A form filled in by a visitor of their own: (what they are known by, the filled form)."""
    marker = new_marker()
    filled = fill(site, path, marker=marker, **options)
    names = {name for name, _value in filled.values}
    terms = {"email": f"{marker}@visitor.example", "phone": f"0{phone_of(marker)}"}
    return Sent(marker, next((terms[name] for name in terms if name in names), marker)), filled


@pytest.fixture(scope="module")
def sent(demo):
    """Every form of both languages, on its own page and inside others, sent once: visitors by receipt."""
    places = [(path, {}) for path in FORMS["vi"] + FORMS["en"]]
    places += [(path, {"form": form}) for path in HOME.values() for form in EMBEDDED]
    found = {}
    for path, options in places:
        visitor, filled = filled_by(demo, path, **options)
        found[receipt(demo, post(demo, filled))] = visitor
    return found


def sign_in(page, demo, role):
    page.goto(demo.sign_in_link(role))
    page.locator("main form button[type=submit], form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/admin/"))


@contextmanager
def reworded(demo, slug):
    """The form page `slug` as a new version, as after an editor changed its button."""
    code = (
        "from forms_app.models import FormPage; page = FormPage.objects.get(slug={slug!r});"
        " page.submit_label = {label}; page.save_revision().publish()"
    )
    demo.manage("shell", "-c", code.format(slug=slug, label="page.submit_label + ' ?'"))
    try:
        yield
    finally:
        demo.manage("shell", "-c", code.format(slug=slug, label="page.submit_label.removesuffix(' ?')"))


def refused_posts(demo, folder):
    """Posts that are answered with the form and all that was typed: 422, 409 and 429."""
    _visitor, wrong = filled_by(demo, "/vi/lien-he/")
    name = next(value for name, value in wrong.values if name == "email")
    assert post(demo, wrong.set("email", name.replace("@", " at "))).status == 422
    _visitor, old = filled_by(demo, "/en/contact/")
    with reworded(demo, "contact"):
        assert post(demo, old).status == 409
    strict = WebProcess(demo, folder, FORMS_RATE_HARD="0")
    try:
        wait_for(strict.is_up, limit=60, what="the web process to answer")
        _visitor, many = filled_by(strict, "/vi/lien-he/")
        assert post(strict, many).status == 429
    finally:
        strict.stop()


def held_post(demo):
    """One that filled in the trap; it waits for a judgement."""
    visitor, filled = filled_by(demo, "/vi/lien-he/")
    receipt(demo, post(demo, filled.set("web_address", f"https://{visitor.marker}.example/")))
    return visitor


def ask_for_codes(demo, visitors):
    """The way into the privacy centre, by e-mail and by phone."""
    for visitor, path in zip(visitors, [*CENTRE.values()] * len(visitors), strict=False):
        way_in = fill(demo, path, marker=visitor.marker)
        assert post(demo, way_in.set("contact", visitor.term)).status in {200, 303}


def read_here(page, visitor):
    """Reads the enquiry on the screen and leaves a note: whether it is the visitor's."""
    assert RUN not in page.content(), "opening alone reveals"
    page.locator("[data-inbox-read] button").click()
    page.locator("[data-inbox-plain]").wait_for()
    if visitor.marker not in page.content():
        return False
    note = page.locator("textarea[name=text]")
    note.fill(f"{visitor.marker} note")
    note.locator("xpath=ancestor::form").locator("button").first.click()
    page.get_by_text(f"{visitor.marker} note").first.wait_for()
    assert RUN not in page.url
    return True


def search(page, demo, term):
    """The addresses of what the inbox finds by `term`."""
    page.goto(f"{demo.url}/admin/inbox/")
    page.locator(".inbox-search [name=term]").fill(term)
    page.locator(".inbox-search button").click()
    page.wait_for_url(re.compile(r"/inbox/search/$"))
    return [row.get_attribute("href") for row in page.locator("a[data-inbox-row]").all()]


def read_and_note(page, demo, visitor):
    """Finds a visitor by what they are known by and by their name, reads what they sent, notes something."""
    found = wait_for(lambda: search(page, demo, visitor.term), limit=60, what="the enquiry by its sender")
    text = page.content().replace(visitor.term, "")  # the search field still has what was typed into it
    assert RUN not in text, "the list shows what it masks"
    for address in found:
        page.goto(f"{demo.url}{address}")
        if read_here(page, visitor):
            return
    raise AssertionError(f"{visitor.term} finds somebody else")


def look_everywhere(demo, folders, visitors):
    """Everything of this run that lies in a file, a database, a log or a mail; but see `without_address`."""
    needles = {RUN: encodings(RUN) | encodings(accented(RUN))}
    needles = needles[RUN].union(*(phone_needles(visitor.marker) for visitor in visitors))
    found = [hit for folder in folders for hit in in_files(folder, needles, skip=("mail",))]
    found += [("mail", hit) for mail in mails(demo) for hit in found_in(without_address(mail), needles)]
    found += [("output", hit) for hit in found_in(demo.output().encode(), needles)]
    for name in ("DATABASE_URL", "KEYS_DATABASE_URL"):
        if name in demo.environment:
            found += in_postgres(demo.environment[name], needles)
    return found


def phone_needles(marker):
    """A number as it is typed, stored, dialled and shown."""
    digits = phone_of(marker)
    groups = f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    return encodings(digits) | encodings(f"{digits[:3]} {digits[3:]}") | encodings(groups)


def mails(demo):
    return [path.read_bytes() for path in (demo.folder / "mail").glob("*")]


def without_address(mail):
    """A code for the privacy centre has to say whom it is for; nothing else of the mail may."""
    return re.sub(rb"^To: .*$", b"", mail, flags=re.MULTILINE)


def test_everything_arrives_and_leaves_no_trace(demo, browser, sent, tmp_path):
    refused_posts(demo, tmp_path)
    held = held_post(demo)
    with opened(browser, demo) as (page, watch):
        sign_in(page, demo, "sales")
        for visitor in sent.values():
            read_and_note(page, demo, visitor)
        named = next(iter(sent.values()))
        assert search(page, demo, f"dang {named.marker}"), "found by words of the name"
        assert not watch.failures
    with opened(browser, demo) as (page, watch):
        sign_in(page, demo, "sales_lead")

        def waiting():
            page.goto(f"{demo.url}/admin/inbox/held/")
            assert RUN not in page.content(), "the list shows what it masks"
            return [row.get_attribute("href") for row in page.locator("a[data-inbox-row]").all()]

        def is_read():
            for address in waiting():
                page.goto(f"{demo.url}{address}")
                if read_here(page, held):
                    return True
            return False

        wait_for(is_read, limit=60, what="the held enquiry")
        assert not watch.failures
    codes = len(mails(demo))
    ask_for_codes(demo, list(sent.values())[:4])
    wait_for(lambda: len(mails(demo)) > codes, limit=60, what="a code")
    with opened(browser, demo) as (page, watch):
        sign_in(page, demo, "privacy_officer")
        for visitor in list(sent.values())[:2]:
            page.goto(f"{demo.url}/admin/people/")
            page.fill("input[name=term]", visitor.term)
            page.locator("main form[action$='/people/'] button").click()
            page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}/$"))
            assert RUN not in page.content()
        assert not watch.failures

    folders = [demo.folder, demo.temporary, tmp_path]
    everybody = [*sent.values(), held, *(Sent(f"{RUN}{n:02d}") for n in range(1, new_marker.count + 1))]
    assert look_everywhere(demo, folders, everybody) == []


def planted(text):
    """{name: bytes}: `text` in each way in which it is looked for."""
    record = {"term": text, "padding": "x" * 400}
    escaped = json.dumps(record)
    planted = {
        "plain": f"x {text} y".encode(),
        "decomposed": unicodedata.normalize("NFD", f"x {text} y").encode(),
        "small": f"x {text.lower()} y".encode(),
        "wide": f"x {text} y".encode("utf-16-le"),
        "wide-big": f"x {text} y".encode("utf-16-be"),
        "hex": f"x {text} y".encode().hex().encode(),
        "url": urllib.parse.quote(f"x {text} y").encode(),
        "html": html.escape(f"x {text} y").encode(),
        "json": escaped.encode(),
        "json-in-json": json.dumps({"a": escaped}).encode(),
        "backwards": text[::-1].encode(),
        "session": signing.dumps(record, key="k", compress=True).encode(),
        "session-as-is": signing.dumps({"term": text}, key="k").encode(),
        "gzip": b"before" + gzip.compress(escaped.encode()) + b"behind",
    }
    for shift in range(3):
        content = b"z" * shift + f"{text}@b.example ".encode()
        planted[f"base64-{shift}"] = base64.b64encode(content)
        planted[f"base64url-{shift}"] = base64.urlsafe_b64encode(content)
    return planted


@pytest.mark.parametrize("text", [RUN, accented(RUN), phone_of(RUN)], ids=["marker", "accents", "phone"])
def test_the_search_for_traces_can_find_one(tmp_path, text):
    """A search that finds nothing proves something only if it can find."""
    for name, content in planted(text).items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / f"name-{text}").touch()
    found = {name for name, _needle in in_files(tmp_path, encodings(text))}
    assert found == {*planted(text), f"name-{text}"}


def test_the_search_reads_databases_row_by_row(tmp_path):
    """A value longer than a page lies in pieces in the file, a session's is packed besides."""
    with sqlite3.connect(tmp_path / "site.sqlite3") as connection:
        connection.execute("PRAGMA page_size = 512")
        connection.execute("CREATE TABLE sessions (data text)")
        noise = "".join(uuid.uuid4().hex for _ in range(200))
        packed = signing.dumps({"noise": noise, "term": RUN}, key="k", compress=True)
        connection.execute("INSERT INTO sessions VALUES (?)", (packed,))
    connection.close()
    found = {name for name, _needle in in_files(tmp_path, encodings(RUN))}
    assert "site.sqlite3:sessions" in found
