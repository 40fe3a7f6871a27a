"""What no form sends is turned away with a clear page in the visitor's language, whatever it is."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
SAME_SITE = {"HTTP_ORIGIN": "http://testserver"}
FORM = "application/x-www-form-urlencoded"


def is_clear(response, status, language="vi"):
    """A page with its title, in the language, with the headers of every page and without a cookie."""
    html = response.content.decode()
    assert response.status_code == status
    assert f'lang="{language}"' in html
    assert "<h1" in html and "Traceback" not in html
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies
    return True


def post(body, content_type=FORM, path="/vi/", **headers):
    return Client(raise_request_exception=False).post(
        path, body, content_type=content_type, **{**SAME_SITE, **headers}
    )


@pytest.mark.parametrize(
    "status, body, content_type",
    [
        (413, b"a=" + b"x" * 300_000, FORM),
        (400, b"&".join(b"f%d=1" % number for number in range(300)), FORM),
        (400, b"name=%ff%fe", FORM),
        (400, b"name=a%00b", FORM),
        (415, b"{}", "application/json"),
        (415, b"a=b", "text/plain"),
        (415, b"a=b", FORM + "; charset=utf-16"),
        (400, b"no boundary", "multipart/form-data"),
        (
            400,
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\xfe\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (
            400,
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\x00\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_a_damaged_post_is_refused(status, body, content_type):
    assert is_clear(post(body, content_type), status)


def test_a_million_combining_marks_are_too_much():
    assert is_clear(post(("name=a" + "\u0301" * 1_000_000).encode()), 413)


def test_text_spread_over_a_multipart_body_is_limited_too():
    body = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"y" * 400_000 + b"\r\n--x--\r\n"
    assert is_clear(post(body, "multipart/form-data; boundary=x"), 413)


def test_a_huge_announced_body_is_not_read():
    response = post(b"a=b", CONTENT_LENGTH=str(10**9))
    assert is_clear(response, 413)


@pytest.mark.parametrize("path", ["/vi/%00/", "/vi/?q=%00", "/en/search/?q=a%00b"])
def test_nul_in_an_address_is_refused(path):
    language = path[1:3]
    assert is_clear(Client().get(path), 400, language)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_speaks_the_language_of_the_address(language):
    assert is_clear(post(b"{}", "application/json", path=f"/{language}/"), 415, language)


def test_without_a_prefix_it_speaks_the_browsers_language():
    assert is_clear(post(b"{}", "application/json", path="/", HTTP_ACCEPT_LANGUAGE="en-GB"), 415, "en")


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_only_reading_and_posting(method):
    response = getattr(Client(), method)("/vi/", **SAME_SITE)
    assert is_clear(response, 405)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_missing_page(client, language):
    response = client.get(f"/{language}/khong-co/")
    assert is_clear(response, 404, language)


def test_an_unknown_host_gets_a_page_without_a_traceback():
    response = Client().get("/vi/", HTTP_HOST="evil.example")
    assert response.status_code == 400
    assert "Traceback" not in response.content.decode()


def test_the_error_page_comes_without_the_database(rf, monkeypatch):
    from website import errors

    def broken(*args, **kwargs):
        raise RuntimeError("the row of nguyen.van.a@example.invalid")

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = errors.server_error(rf.get("/vi/"))
    assert response.status_code == 500
    assert "example.invalid" not in response.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "null", "HTTP_REFERER": "http://testserver/vi/"},
        {"HTTP_ORIGIN": "https://testserver"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_REFERER": "https://evil.example/vi/"},
        {"HTTP_REFERER": "http://[bad/"},
        {"HTTP_REFERER": "http://testserver.evil.example/"},
        {"HTTP_COOKIE": "sessionid=abc"},
    ],
)
def test_a_post_from_elsewhere_is_refused(headers):
    response = Client().post("/vi/", b"a=b", content_type=FORM, **headers)
    assert is_clear(response, 403)


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "http://testserver"},
        {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"},
        {"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-origin"},
        {"HTTP_SEC_FETCH_SITE": "same-origin"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_REFERER": "http://testserver/vi/lien-he/"},
        {},
    ],
)
def test_a_post_from_here_passes(headers):
    response = Client().post("/vi/khong-co/", b"a=b", content_type=FORM, **headers)
    assert response.status_code in {404, 405}


def test_the_staff_side_asks_for_its_token_even_from_here():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/accounts/login/", {"login": "a", "password": "b"}, **SAME_SITE)
    assert response.status_code == 403
