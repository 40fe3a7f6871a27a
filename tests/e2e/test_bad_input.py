"""What no browser sends, through the server that runs: a clear 4xx page, nothing stored, nothing told."""

import re
import socket
import time
import uuid
from contextlib import closing
from urllib.parse import urlencode

import pytest

from .browser import opened
from .processes import servers_of
from .visitor import Answer, fill, post, receipt, request, same_origin

CONTACT = {"vi": "/vi/lien-he/", "en": "/en/contact/"}
# What the page says in each language; the tests don't depend on the catalogue beyond these.
WORDS = {
    "vi": re.compile(r"quý khách|không|quá|Vui lòng|vui lòng"),
    "en": re.compile(r"\bplease\b", re.IGNORECASE),
}
URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
MEGA = 1_000_000

pytestmark = pytest.mark.parametrize("language", ["vi", "en"])
refused = pytest.mark.usefixtures("nothing_is_stored")


def stored(demo):
    """The receipt numbers of everything that was taken in so far, still sealed or in the inbox."""
    tables = ("vault_envelope", "inbox_enquiry")
    return {row for table in tables for row in demo.query(f"SELECT receipt FROM {table}")}  # noqa: S608


@pytest.fixture
def nothing_is_stored(demo):
    before = stored(demo)
    yield
    assert stored(demo) == before


def assert_refused(answer, language, *statuses):
    """A page of the site, in the language of its address, that says what happened; no inner workings."""
    assert answer.status in statuses, (answer.status, answer.text[:300])
    assert answer.soup.html["lang"] == language
    heading = answer.soup.select_one("main h1").get_text(strip=True)
    text = answer.soup.select_one("main").get_text(" ", strip=True)
    assert heading
    assert WORDS[language].search(text), text
    assert not re.search(r"Traceback|Exception|django|\.py\b", answer.text)
    assert "no-store" in answer.headers["cache-control"]
    assert "set-cookie" not in answer.headers


def good(demo, language):
    return fill(demo, CONTACT[language], marker="bad" + uuid.uuid4().hex[:8])


def send(demo, language, body, headers=None):
    return request(
        demo, CONTACT[language], method="POST", body=body, headers=same_origin(demo, headers or URLENCODED)
    )


def raw(demo, language, head, body=b"", *, hang_up=False):
    """What the server answers to these very bytes."""
    lines = [
        f"POST {CONTACT[language]} HTTP/1.1",
        f"Host: 127.0.0.1:{demo.port}",
        f"Origin: {demo.url}",
        "Connection: close",
        *head,
    ]
    with closing(socket.create_connection(("127.0.0.1", demo.port), timeout=30)) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        if hang_up:
            line.shutdown(socket.SHUT_WR)
        return read_answer(line)


def read_answer(line):
    from http.client import HTTPResponse

    response = HTTPResponse(line, method="POST")
    response.begin()
    pairs = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, pairs, response.read())


def encoded(filled):
    return urlencode(filled.values).encode()


@refused
@pytest.mark.parametrize("size", [6 * MEGA, 40 * MEGA, 100 * MEGA], ids=["6-MB", "40-MB", "100-MB"])
def test_an_oversized_body(demo, language, size):
    """The client may send all of it before it listens; it reads a page, not a reset."""
    before, started = memory(demo), time.monotonic()
    assert_refused(send(demo, language, b"message=" + b"x" * size), language, 413)
    assert time.monotonic() - started < 20
    assert memory(demo) - before < 64 * MEGA, "what is refused is not kept"


def memory(demo):
    """The most that the web server's processes have held so far, in bytes."""
    status = [open(f"/proc/{pid}/status").read() for pid in servers_of(demo)]  # noqa: PTH123, SIM115
    return sum(int(re.search(r"VmHWM:\s+(\d+)", text).group(1)) * 1024 for text in status)


@refused
def test_a_file_of_100_mb_from_a_browser(demo, browser, language, tmp_path):
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(100 * MEGA)
    with opened(browser, demo) as (page, watch):
        page.goto(CONTACT[language])
        page.locator("main input[type=file]").set_input_files(large)
        page.locator("main form").evaluate("form => form.noValidate = true")
        with page.expect_navigation() as navigation:
            page.locator("main form [type=submit]").click()
        assert navigation.value.status == 413
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("main h1").inner_text()
        watch.assert_clean()


@refused
def test_too_many_fields(demo, language):
    body = encoded(good(demo, language)) + b"".join(b"&f%d=1" % n for n in range(5000))
    assert_refused(send(demo, language, body), language, 400)


@refused
@pytest.mark.parametrize(
    "junk", [b"%FF%FE", b"\xff\xfe", b"%00", b"\x00"], ids=["escaped", "plain", "nul", "plain-nul"]
)
def test_bytes_that_are_no_text(demo, language, junk):
    body = encoded(good(demo, language)).replace(b"&message=", b"&message=" + junk)
    assert junk in body
    assert_refused(send(demo, language, body), language, 400)


@refused
def test_bytes_that_are_no_text_in_multipart(demo, language):
    boundary = "b" + uuid.uuid4().hex
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="message"\r\n\r\n'.encode()
    body = part + b"\xff\xfe\x00" + f"\r\n--{boundary}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    assert_refused(send(demo, language, body, kind), language, 400)


@refused
def test_a_million_combining_marks(demo, language):
    filled = good(demo, language).set("message", "a" + "\u0301" * MEGA)
    started = time.monotonic()
    assert_refused(post(demo, filled), language, 413)
    assert time.monotonic() - started < 5
    tower = good(demo, language).set("message", "a" + "\u0301" * 1000)
    assert_refused(post(demo, tower), language, 422)


@refused
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", ""])
def test_the_wrong_content_type(demo, language, kind):
    assert_refused(
        send(demo, language, b'{"email": "x"}', {"Content-Type": kind} if kind else {"Accept": "*/*"}),
        language,
        400,
        415,
    )


@refused
@pytest.mark.parametrize("version", ["", "nonsense", "3d2cbc65-cde6-4b59-a87e-d1109c6feddb", "1" * 5000])
def test_a_forged_version(demo, language, version):
    assert_refused(post(demo, good(demo, language).set("_version", version)), language, 400)


@refused
def test_a_forged_consent(demo, language):
    assert_refused(post(demo, good(demo, language).set("consent-callback", "on")), language, 400)


@refused
@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}], ids=["origin", "fetch"]
)
def test_a_post_from_another_site(demo, language, headers):
    assert_refused(post(demo, good(demo, language), headers=headers), language, 403)


@refused
@pytest.mark.parametrize(
    ("name", "content"),
    [("run.exe", b"MZ\x90\x00"), ("page.png", b"<svg onload=alert(1)>"), ("macro.docm", b"PK\x03\x04")],
)
def test_a_disallowed_file(demo, language, name, content):
    filled = good(demo, language)
    filled.files = [(field, name, "image/png", content) for field, *_rest in filled.files]
    answer = post(demo, filled)
    assert_refused(answer, language, 422)
    assert name in answer.soup.select_one("main .form__error").get_text()


@refused
def test_a_chunked_body_without_a_length(demo, language):
    body = encoded(good(demo, language))
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    head = ["Content-Type: application/x-www-form-urlencoded", "Transfer-Encoding: chunked"]
    assert_refused(raw(demo, language, head, chunks), language, 400)


@refused
@pytest.mark.parametrize("multipart", [False, True], ids=["urlencoded", "multipart"])
def test_a_connection_that_breaks_off(demo, language, multipart):
    """All but the last words of the message came through: a whole form to look at, and still refused."""
    filled = good(demo, language)
    message = next(value for name, value in filled.values if name == "message")
    values = [(name, value) for name, value in filled.values if name != "message"] + [("message", message)]
    body, kind = urlencode(values).encode(), "application/x-www-form-urlencoded"
    if multipart:
        boundary = uuid.uuid4().hex
        kind = f"multipart/form-data; boundary={boundary}"
        part = f'--{boundary}\r\nContent-Disposition: form-data; name="{{}}"\r\n\r\n{{}}\r\n'
        body = "".join(part.format(name, value) for name, value in values).encode()
    head = [f"Content-Type: {kind}", f"Content-Length: {len(body) + 500}"]
    assert_refused(raw(demo, language, head, body, hang_up=True), language, 400)


@refused
def test_a_length_that_is_too_short(demo, language):
    head = ["Content-Type: application/x-www-form-urlencoded", "Content-Length: 10"]
    assert_refused(raw(demo, language, head, encoded(good(demo, language))), language, 400)


@refused
@pytest.mark.parametrize("lengths", [["abc"], ["-5"], ["3", "5"]], ids=["no-number", "negative", "two"])
def test_a_length_that_is_none(demo, language, lengths):
    """The server itself can't tell where such a request ends: it says so without a page and hangs up."""
    head = ["Content-Type: application/x-www-form-urlencoded", *(f"Content-Length: {n}" for n in lengths)]
    answer = raw(demo, language, head, b"a=1")
    assert (answer.status, answer.body) == (400, b"")


def test_what_is_good_gets_through(demo, language):
    """The same visitor, the same way: so the refusals above are for what was wrong."""
    number = receipt(demo, post(demo, good(demo, language)))
    assert (number,) in stored(demo)
