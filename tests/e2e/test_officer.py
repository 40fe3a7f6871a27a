"""The privacy officer in two minutes: what is held, why, since when, who saw it, the proof, the erasure."""

import re

from .browser import opened
from .site import wait_for
from .test_marker import sign_in
from .visitor import fill, post, receipt

PATH = "/vi/lien-he/"


def find(page, demo, term):
    page.goto(f"{demo.url}/admin/people/")
    page.fill("input[name=term]", term)
    page.locator("main form[action$='/people/'] button").click()
    page.wait_for_load_state()
    return page


def test_the_officer_answers_everything_and_erases(demo, browser):
    marker = "hoidap7731"
    number = receipt(demo, post(demo, fill(demo, PATH, marker=marker)))
    with opened(browser, demo) as (page, watch):
        sign_in(page, demo, "privacy_officer")

        def found():
            return re.search(r"/people/[0-9a-f-]{36}/$", find(page, demo, f"{marker}@visitor.example").url)

        wait_for(found, what="the person on their screen")
        # What, why and since when, without a word in clear.
        text = page.locator("main").inner_text()
        assert number in text
        assert marker not in text
        assert page.locator("#held ~ article dd").count() >= 4
        # In clear, with a reason; the reading shows at once under who saw it.
        page.fill("input[name=reason]", "Trả lời yêu cầu")
        page.locator("form[action$='/read/'] button").click()
        page.wait_for_load_state()
        assert f"{marker}@visitor.example" in page.locator("main").inner_text()
        assert "Trả lời yêu cầu" in page.locator("table.rights-readings").inner_text()
        person = page.url.removesuffix("read/")
        # The proof: the very words, the policy version, the chain.
        page.locator("a[href*='/ledger/proof/']").first.click()
        page.wait_for_load_state()
        proof = page.locator("main").inner_text()
        assert number in proof
        assert re.search(r"\b[0-9a-f]{64}\b", proof)
        # They ask to be erased, and have proven who they are.
        page.goto(person)
        page.select_option("select[name=kind]", "delete")
        page.select_option("select[name=source]", "phone")
        page.check("input[name=verified]")
        page.locator("form[action$='/asked/'] button").click()
        page.wait_for_url(re.compile(r"/requests/\d+/erase/"))
        assert marker not in page.locator("main").inner_text()
        page.fill("input[name=typed]", page.locator("main form strong").last.inner_text())
        if page.locator("input[name=send_letter]").count():
            page.uncheck("input[name=send_letter]")
        page.locator("main form button.no").click()
        page.wait_for_url(re.compile(r"/requests/\d+/$"))
        # Nothing finds them any more; the screen says what happened.
        assert not found()
        page.goto(person)
        assert "Đã xóa" in page.locator("main").inner_text()
        assert not watch.failures, watch.failures
        assert not watch.foreign, watch.foreign
