"""Forms as people meet them: with a mouse, with a keyboard, without JavaScript, with mistakes."""

import json
import re

import pytest

from .browser import DESKTOP, PHONE, opened
from .site import wait_for
from .visitor import fill, post, receipt, request

CONTACT = {"vi": "/vi/lien-he/", "en": "/en/contact/"}


def write_contact(page, name):
    page.locator("main [autocomplete=name]").fill(name)
    page.locator("main [autocomplete=email]").fill("guest@visitor.example")
    for box in page.locator("main textarea").all():
        box.fill("Cho tôi hỏi giá máy chủ đám mây.")
    for select in page.locator("main select[required]").all():
        select.select_option(index=1)
    radios = page.locator("main input[type=radio]")
    if radios.count():
        radios.first.check()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_contact_goes_through_with_optional_purposes_refused(demo, browser, language, scripts):
    with opened(browser, demo, viewport=PHONE, scripts=scripts) as (page, watch):
        page.goto(CONTACT[language])
        assert page.locator("[data-purpose]:checked").count() == 0, "nothing is ticked beforehand"
        write_contact(page, "Đặng Thị Ửng")
        page.locator("main [data-purpose=enquiry]").check()
        page.locator("main form [type=submit]").first.click()
        page.wait_for_url(re.compile(r"/thanks/"))
        number = page.locator("[data-receipt]").inner_text().strip()
        assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", number)
        assert "visitor.example" not in page.url
        assert page.context.cookies() == []
        watch.assert_clean()


def taken_in(demo, number):
    """(held for review?, signs of spam) of the enquiry with this receipt number, once it is in the inbox."""
    sql = f"SELECT quarantined, signals FROM inbox_enquiry WHERE receipt = '{number}'"  # noqa: S608
    ((held, signals),) = wait_for(lambda: demo.query(sql), limit=60, what=f"{number} in the inbox")
    return bool(held), json.loads(signals) if isinstance(signals, str) else signals


def spent_proofs(demo):
    return demo.query("SELECT count(*) FROM forms_app_spentchallenge")[0][0]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_proof_of_work_is_made_where_there_are_scripts(demo, browser, scripts):
    spent = spent_proofs(demo)
    with opened(browser, demo, scripts=scripts) as (page, watch):
        page.goto(CONTACT["vi"])
        write_contact(page, "Đặng Thị Ửng")
        page.locator("main [data-purpose=enquiry]").check()
        if scripts:
            wait_for(page.locator("main [data-proof]").input_value, limit=60, what="the proof of work")
        page.locator("main form [type=submit]").click()
        page.wait_for_url(re.compile(r"/thanks/"))
        number = page.locator("[data-receipt]").inner_text().strip()
        watch.assert_clean()
    assert spent_proofs(demo) == spent + scripts, "the proof was verified, and counts once"
    assert taken_in(demo, number) == (False, [])


BAND = {"vi": "/vi/", "en": "/en/about/"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_callback_in_the_band_arrives(demo, language):
    """Short: what a call needs, and the one consent. It works without the page of its own."""
    page = request(demo, BAND[language])
    band = page.soup.select_one(".cta form[data-form]")
    assert [field["data-field"] for field in band.select("[data-field]")] == [
        "full_name",
        "phone",
        "callback_slot",
    ]
    assert [box["data-purpose"] for box in band.select("[data-purpose]")] == ["callback"]
    filled = fill(demo, BAND[language], marker=f"band{language}", form=".cta form[data-form]")
    assert taken_in(demo, receipt(demo, post(demo, filled))) == (False, [])


def test_no_page_shows_one_id_twice(demo):
    for address in re.findall(r"<loc>(.+?)</loc>", request(demo, "/sitemap.xml").text):
        ids = [tag["id"] for tag in request(demo, address).soup.select("[id]")]
        assert not {each for each in ids if ids.count(each) > 1}, address


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_callback_in_the_band_in_a_browser(demo, browser, language, size):
    with opened(browser, demo, viewport={"desktop": DESKTOP, "phone": PHONE}[size]) as (page, watch):
        page.goto(BAND[language])
        band = page.locator(".cta form[data-form]")
        band.locator("[autocomplete=name]").fill("Đặng Thị Ửng")
        band.locator("[autocomplete=tel]").fill("không phải số")
        assert band.bounding_box()["width"] <= page.viewport_size["width"]
        # What is wrong is told on the form's own page, with everything typed; from there it goes on.
        band.locator("[type=submit]").click()
        page.locator("main [role=alert]").wait_for()
        assert page.locator("main [autocomplete=name]").input_value() == "Đặng Thị Ửng"
        page.locator("main [autocomplete=tel]").fill("0912 345 678")
        page.locator("main [data-field=callback_slot]").select_option(index=3)
        page.locator("main [data-purpose=callback]").check()
        page.locator("main form [type=submit]").first.click()
        page.wait_for_url(re.compile(r"/thanks/"))
        watch.assert_clean()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_mistakes_are_told_in_words_and_nothing_typed_is_lost(demo, browser, scripts):
    with opened(browser, demo, scripts=scripts) as (page, _watch):
        page.goto(CONTACT["vi"])
        write_contact(page, "Đặng Thị Ửng")
        page.locator("main [autocomplete=email]").fill("không-phải-email")
        page.locator("main form").first.evaluate("form => form.noValidate = true") if scripts else None
        page.locator("main form [type=submit]").first.click()
        summary = page.locator("[role=alert]").first
        summary.wait_for()
        assert page.evaluate("document.activeElement.closest('[role=alert]') !== null"), (
            "the summary has the focus"
        )
        assert page.locator("main [autocomplete=email]").input_value() == "không-phải-email"
        assert page.locator("main [autocomplete=name]").input_value() == "Đặng Thị Ửng"
        assert page.locator("main [autocomplete=email]").get_attribute("aria-invalid") == "true"
        summary.locator("a").first.click()
        assert page.evaluate("document.activeElement.matches('input, textarea, select')")


def test_keyboard_alone_is_enough(demo, browser):
    with opened(browser, demo) as (page, _watch):
        page.goto(CONTACT["en"])
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main", (
            "the skip link comes first"
        )
        page.keyboard.press("Enter")

        def at(selector, limit=40):
            for _step in range(limit):
                if page.evaluate("s => document.activeElement.matches(s)", selector):
                    return
                page.keyboard.press("Tab")
            raise AssertionError(f"Tab never reached {selector}")

        at("main [autocomplete=name]")
        page.keyboard.type("Guest")
        at("main [autocomplete=email]")
        page.keyboard.type("guest@visitor.example")
        write_contact(page, "Guest")
        page.locator("main textarea").first.focus()
        at("main [data-purpose=enquiry]")
        page.keyboard.press("Space")
        at("main form [type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/thanks/"))
