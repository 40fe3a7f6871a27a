"""wagtail-localize's editor speaks the editor's language, also where its own script has none but English."""

import re

from .browser import opened
from .test_newcomer import home_address, sign_in

ENGLISH = re.compile(
    r"More actions|\w to \w.* translation\b|\d (January|February|March|April|May|June|July|August|September"
    r"|October|November|December) \d"
)


def test_a_vietnamese_editor_meets_no_english_phrase(demo, browser):
    with opened(browser, demo) as (page, watch):
        sign_in(page, demo, "editor")
        page.goto(home_address(page, demo, "/en/"))
        editor = page.locator(".js-translation-editor")
        title = editor.get_by_role("heading", name="Bản dịch từ Tiếng Việt sang Tiếng Anh")
        title.first.wait_for()
        more = editor.locator(".w-sr-only", has_text="Thao tác khác")
        more.first.wait_for(state="attached")
        said = editor.evaluate("editor => editor.textContent")
        assert re.search(r"Dịch thủ công ngày \d\d/\d\d/\d{4}", said), said
        assert not ENGLISH.search(said)
        watch.assert_clean()
