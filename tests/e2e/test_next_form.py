"""A page with a secret in its address carries forms like any other: the next one goes through from there."""

import re

import pytest

from .browser import opened
from .test_forms import CONTACT, write_contact


def send_contact(page, language):
    page.goto(CONTACT[language])
    write_contact(page, "Đặng Thị Ửng")
    page.locator("main [data-purpose=enquiry]").check()
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(re.compile(r"/thanks/"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_newsletter_is_ordered_from_the_thank_you_page(demo, browser, language):
    with opened(browser, demo) as (page, watch):
        send_contact(page, language)
        first = page.locator("[data-receipt]").inner_text().strip()
        form = page.locator("footer form[method=post]")
        form.locator("[autocomplete=email]").fill("next@visitor.example")
        form.locator("[data-purpose]").first.check()
        form.locator("[type=submit]").click()
        page.wait_for_url(lambda url: "/thanks/" in url and first not in url)
        assert page.locator("[data-receipt]").inner_text().strip() != first
        watch.assert_clean()


def test_receipts_are_checked_one_after_another(demo, browser):
    with opened(browser, demo) as (page, watch):
        page.goto("/en/verify-receipt/")
        for _ in range(2):
            page.locator("main textarea").fill("{}")
            with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
                page.locator("main form [type=submit]").click()
            assert answer.value.status == 422
            page.locator("[data-verdict=none]").wait_for()
        assert not watch.failures
