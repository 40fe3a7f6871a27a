"""A visitor without a browser: reads a form page as HTML, fills in every field, posts it."""

import hashlib
import http.client
import re
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@dataclass
class Answer:
    """One HTTP answer; redirects are not followed."""

    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def soup(self):
        return BeautifulSoup(self.body, "html.parser")

    @property
    def location(self):
        return self.headers.get("location")


@dataclass
class FilledForm:
    """What a visitor is about to post, and where."""

    action: str
    values: list = field(default_factory=list)  # (name, value) pairs
    files: list = field(default_factory=list)  # (name, file name, content type, bytes)

    def set(self, name, value):
        """Puts `value` in the place of what `name` had."""
        self.values = [pair for pair in self.values if pair[0] != name] + [(name, value)]
        return self


def request(site, path, *, method="GET", body=None, headers=None):
    """One request to `site`, with the headers given and no others of note."""
    address = urlsplit(urljoin(site.url, path))
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    try:
        connection.request(
            method, address.path + (f"?{address.query}" if address.query else ""), body, headers or {}
        )
        answer = connection.getresponse()
        pairs = [(name.lower(), value) for name, value in answer.getheaders()]
        return Answer(answer.status, dict(pairs), answer.read())
    finally:
        connection.close()


def same_origin(site, extra=None):
    """The headers by which a browser says that a post comes from the site's own page."""
    return {"Origin": site.url, "Sec-Fetch-Site": "same-origin", **(extra or {})}


def phone_of(marker):
    """The nine digits, without the leading 0, of the phone number that a visitor called `marker` gives."""
    return "912" + f"{int(hashlib.sha256(marker.encode()).hexdigest(), 16) % 10**6:06d}"


def accented(marker):
    """A word of Vietnamese letters alone, the same for all markers that begin alike."""
    return "".join("ạếịộứỳđắềĩởữýậểỡ"[ord(letter) % 16] for letter in marker[:14])


def fill(site, path, *, marker, give=lambda purpose: True, form="main form[method=post]"):
    """The form `form` (a selector) of `path`, every visible field filled with values that contain `marker`.

    `give` decides per purpose code whether its box is ticked. The marker must be letters and digits.
    """
    page = request(site, path)
    assert page.status == 200, (path, page.status)
    found = page.soup.select_one(form)
    assert found is not None, f"no {form} on {path}"
    filled = FilledForm(urljoin(path, found.get("action") or path))
    chosen = set()
    for control in found.select("input, select, textarea"):
        name, kind = control.get("name"), control.get("type", control.name)
        if not name or kind in {"submit", "button"} or control.find_parent(attrs={"hidden": True}):
            continue
        if _is_trap(control):
            filled.values.append((name, ""))
        elif control.get("data-purpose"):
            if give(control["data-purpose"]):
                filled.values.append((name, control.get("value", "on")))
        elif kind == "hidden":
            filled.values.append((name, control.get("value", "")))
        elif kind == "file":
            filled.files.append((name, f"{marker}.png", "image/png", PNG + marker.encode()))
        elif kind in {"radio", "checkbox"}:
            if name not in chosen:
                chosen.add(name)
                filled.values.append((name, control["value"]))
        elif control.name == "select":
            options = [
                o["value"] for o in control.select("option") if o.get("value") and not o.has_attr("disabled")
            ]
            filled.values.append((name, options[-1]))
        else:
            filled.values.append((name, _value(control, kind, marker)))
    return filled


def _is_trap(control):
    """Whether a field is the hidden one that only machines fill in."""
    return control.get("tabindex") == "-1" and control.get("autocomplete") == "off"


def _value(control, kind, marker):
    known = {
        "email": f"{marker}@visitor.example",
        "tel": f"0{phone_of(marker)[:3]} {phone_of(marker)[3:]}",
        "number": control.get("min") or "3",
        "date": control.get("min") or control.get("max") or "2026-12-01",
    }
    return known.get(kind) or f"{marker} Đặng Thị {accented(marker)}"


def post(site, filled, *, headers=None):
    """Posts `filled` as a browser would: multipart when there are files, same origin."""
    if filled.files:
        boundary = uuid.uuid4().hex
        body = _multipart(filled, boundary)
        kind = f"multipart/form-data; boundary={boundary}"
    else:
        body, kind = urlencode(filled.values).encode(), "application/x-www-form-urlencoded"
    sent = same_origin(site, {"Content-Type": kind, **(headers or {})})
    return request(site, filled.action, method="POST", body=body, headers=sent)


def _multipart(filled, boundary):
    parts = []
    for name, value in filled.values:
        parts.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        )
    for name, filename, kind, content in filled.files:
        head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: {kind}'
        parts.append(f"--{boundary}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


def receipt(site, answer):
    """The receipt number on the thank-you page that `answer` leads to."""
    assert answer.status == 303, (answer.status, re.sub(r"\s+", " ", answer.soup.get_text())[:600])
    thanks = request(site, answer.location)
    assert thanks.status == 200, thanks.status
    return thanks.soup.select_one("[data-receipt]").get_text(strip=True)
