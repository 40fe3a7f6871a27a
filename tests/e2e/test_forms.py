"""Forms as people meet them: with a mouse, with a keyboard, without JavaScript, with mistakes."""

import re

import pytest

from .browser import PHONE, opened

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
