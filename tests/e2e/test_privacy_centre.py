"""A visitor's whole life, in a browser, in both languages: from the form to the day after the erasure."""

import io
import json
import re
import zipfile

import pytest
from django.utils import translation

from .browser import PHONE, opened
from .site import wait_for

CONTACT = {"vi": "/vi/lien-he/", "en": "/en/contact/"}
WRONG_SIGNATURE = {"vi": "Chữ ký không khớp", "en": "The signature doesn't fit"}
CODE = re.compile(r"^ {4}(\d{4}) (\d{4})\s*$", re.M)


def centre(language):
    from django.urls import reverse

    with translation.override(language):
        return reverse("privacy_centre")


def mails_to(demo, address):
    """The mails that the demo wrote for `address`, the oldest first, as text."""
    folder = demo.folder / "mail"
    files = sorted(folder.glob("*"), key=lambda path: path.stat().st_mtime_ns) if folder.exists() else []
    return [text for text in (path.read_text() for path in files) if f"To: {address}" in text]


def next_mail(demo, address, known):
    """The first mail to `address` beyond the `known` ones."""
    return wait_for(lambda: mails_to(demo, address)[known:], limit=60, what=f"mail {known + 1}")[0]


def submit(page, language, address, text):
    page.goto(CONTACT[language])
    page.locator("main [autocomplete=name]").fill("Đặng Thị Ửng")
    page.locator("main [autocomplete=email]").fill(address)
    for box in page.locator("main textarea").all():
        box.fill(text)
    for select in page.locator("main select[required]").all():
        select.select_option(index=1)
    if page.locator("main input[type=radio]").count():
        page.locator("main input[type=radio]").first.check()
    page.locator("main [data-purpose=enquiry]").check()
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(re.compile(r"/thanks/"))


def checked(page, text):
    """(verdict, what is wrong) of the page for checking receipts."""
    page.locator("main textarea").fill(text)
    with page.expect_navigation():
        page.locator("main form [type=submit]").first.click()
    verdict = page.locator("main [data-verdict]")
    return verdict.get_attribute("data-verdict"), verdict.locator(".verdict__item--bad").all_inner_texts()


def forged(text):
    """The same receipt with the opposite of its first decision."""
    record = json.loads(text)
    first = record["receipt"]["records"][0]
    assert first["consent_status"] == "dpv:ConsentGiven"
    first["consent_status"] = "dpv:ConsentRefused"
    return json.dumps(record, ensure_ascii=False)


def come_in(demo, page, language, address):
    """Asks for a code, reads it in the mailbox and types it."""
    known = len(mails_to(demo, address))
    page.goto(centre(language))
    page.locator("main [name=contact]").fill(address)
    page.locator("main form [type=submit]").first.click()
    code = "".join(CODE.search(next_mail(demo, address, known)).groups())
    page.locator("main [name=code]").fill(code)
    page.locator("main form [type=submit]").first.click()
    page.locator("#held").wait_for()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_visitor_s_whole_life(demo, browser, language, scripts):
    address = f"life-{language}-{scripts}@visitor.example".lower()
    text = f"Marker {language} {scripts}: giá máy chủ?"
    with opened(browser, demo, viewport=PHONE, scripts=scripts, accept_downloads=True) as (page, watch):
        # Submit, and see the signed receipt.
        submit(page, language, address, text)
        receipt = page.locator("main a.button").get_attribute("href")
        wait_for(lambda: page.request.get(receipt).status == 200, limit=60, what="the receipt")
        page.goto(receipt)
        saved = page.request.get(page.locator("main a[download]").first.get_attribute("href")).text()

        # Verify it with the public page, which knows a forged one too.
        page.locator("main ol a").first.click()
        number = json.loads(saved)["receipt"]["receipt_number"]
        verdict, wrong = checked(page, saved)
        assert (verdict, wrong) == ("good", []) and number in page.locator("main").inner_text()
        verdict, wrong = checked(page, forged(saved))
        assert verdict == "bad" and len(wrong) == 1 and WRONG_SIGNATURE[language] in wrong[0]
        assert number not in page.locator("main").inner_text()

        # The receipt opens the centre, and nothing in clear.
        page.goto(receipt)
        page.locator(f"main a[href*='{centre(language)}']").first.click()
        page.locator("main form [type=submit]").first.click()
        page.locator("#held").wait_for()
        assert text not in page.content() and address not in page.content()
        page.locator("form.centre__leave button").click()

        # A code opens it whole.
        come_in(demo, page, language, address)
        assert address not in page.content()
        page.locator("#held form:has([value=all]) button").click()
        assert text in page.locator("#held").inner_text()

        # Withdraw: the page that comes back says so already.
        card = page.locator("[data-purpose=enquiry]")
        card.locator(":scope > form.centre__act button").click()
        page.locator("[role=status]").wait_for()
        assert card.locator(":scope > form.centre__act").count() == 0
        assert "R20" in page.locator("#requests").inner_text()

        # Download.
        page.locator("#more a.button").first.click()
        page.locator("main form [type=submit]").first.click()
        with page.expect_download() as download:
            page.locator(".centre__archive button").click()
        archive = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
        data = json.loads(archive.read("data.json"))
        assert data["person"]["identity"]["email"] == address and text in json.dumps(data, ensure_ascii=False)
        assert text in archive.read("index.html").decode()

        # Erase.
        page.goto(centre(language))
        page.locator("#more a.centre__erase").click()
        page.locator("main [name=sure]").check()
        page.locator("main form [type=submit]").click()
        page.locator("main .message h1").wait_for()
        assert page.context.cookies() == []

        # Find nothing.
        known = len(mails_to(demo, address))
        page.goto(centre(language))
        page.locator("main [name=contact]").fill(address)
        page.locator("main form [type=submit]").first.click()
        page.locator("main [name=code]").wait_for()
        assert not CODE.search(next_mail(demo, address, known))
        watch.assert_clean()
