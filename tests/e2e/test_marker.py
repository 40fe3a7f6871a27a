"""What a visitor types is nowhere but in the vault, however often the product is used."""

import base64
import re
import uuid

import pytest

from .browser import opened
from .site import wait_for
from .test_public import FORMS
from .traces import encodings, in_files, in_postgres
from .visitor import fill, post, receipt


@pytest.fixture(scope="module")
def sent(demo):
    """Every form of both languages, sent once: marker by receipt number."""
    markers = {}
    for path in FORMS["vi"] + FORMS["en"]:
        marker = "mk" + uuid.uuid4().hex[:14]
        markers[receipt(demo, post(demo, fill(demo, path, marker=marker)))] = marker
    return markers


def sign_in(page, demo, role):
    page.goto(demo.sign_in_link(role))
    page.locator("main form button[type=submit], form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/admin/"))


def test_everything_arrives_and_leaves_no_trace(demo, browser, sent):
    with opened(browser, demo) as (page, watch):
        sign_in(page, demo, "sales")
        rows = page.locator("a[data-inbox-row]")

        def arrived():
            page.goto("/admin/inbox/?view=all")
            return rows.count() >= len(sent)

        wait_for(arrived, limit=60, what="all the enquiries in the inbox")
        missing = dict.fromkeys(sent.values())
        assert not [marker for marker in missing if marker in page.content()], "the list shows what it masks"
        for address in [row.get_attribute("href") for row in rows.all()]:
            page.goto(address)
            assert not [marker for marker in sent.values() if marker in page.content()], (
                "opening alone reveals"
            )
            page.locator("[data-inbox-read] button").click()
            page.locator("[data-inbox-plain]").wait_for()
            shown = [marker for marker in sent.values() if marker in page.content()]
            for marker in shown:
                missing.pop(marker, None)
                note = page.locator("textarea[name=text]")
                note.fill(f"{marker} note")
                note.locator("xpath=ancestor::form").locator("button").first.click()
                page.get_by_text(f"{marker} note").first.wait_for()
                assert marker not in page.url
        assert not missing, "each marker can be read"
        assert not watch.failures

    needles = {needle for marker in sent.values() for needle in encodings(marker)}
    assert in_files(demo.folder, needles) == []
    output = demo.output().encode()
    assert [needle for needle in needles if needle in output] == []
    for name in ("DATABASE_URL", "KEYS_DATABASE_URL"):
        if name in demo.environment:
            assert in_postgres(demo.environment[name], needles) == []


def test_the_search_for_traces_can_find_one(tmp_path):
    """A search that finds nothing proves something only if it can find."""
    marker = "mk" + uuid.uuid4().hex[:14]
    (tmp_path / "plain").write_text(f"x {marker} y")
    (tmp_path / "wide").write_bytes(f"x {marker} y".encode("utf-16-le"))
    for shift in range(3):
        (tmp_path / f"base{shift}").write_bytes(
            base64.b64encode(b"z" * shift + f"{marker}@b.example".encode())
        )
    found = {name for name, _needle in in_files(tmp_path, encodings(marker))}
    assert found == {"plain", "wide", "base0", "base1", "base2"}
