"""What every visitor gets: no cookie, no stranger, no violation, no barrier, few bytes."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from .browser import DESKTOP, PHONE, opened
from .site import wait_for
from .visitor import fill, post, request

FORMS = {
    "vi": ["/vi/lien-he/", "/vi/goi-lai/", "/vi/ban-tin/", "/vi/khao-sat/"],
    "en": ["/en/contact/", "/en/callback/", "/en/newsletter/", "/en/survey/"],
}
PAGES = {
    "vi": ["/vi/", *FORMS["vi"], "/vi/chinh-sach-bao-mat/"],
    "en": ["/en/", *FORMS["en"], "/en/privacy-policy/"],
}
VERSIONS = {
    "vi": [
        "phien-ban/",
        "phien-ban/1/",
        "phien-ban/{last}/",
        "phien-ban/1/{last}/",
        "phien-ban/1/{last}/song-song/",
    ],
    "en": [
        "versions/",
        "versions/1/",
        "versions/{last}/",
        "versions/1/{last}/",
        "versions/1/{last}/side-by-side/",
    ],
}
# Another version of the policy, in both languages, as officer and translator make one.
ANOTHER_VERSION = """
from privacy.models import PolicyPage, PolicyVersion, Purpose
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation

if PolicyVersion.objects.count() == 1:
    for language, words in (("vi", "Trả lời câu hỏi của quý khách."), ("en", "Answering what you ask.")):
        Purpose.objects.filter(code="enquiry", locale__language_code=language).update(description=words)
    # What is live: another test may have left a draft.
    draft = PolicyPage.objects.get(locale__language_code="vi")
    draft.intro, draft.change_summary = "Tóm tắt ở đầu trang.", "Thêm lời mở đầu."
    revision = draft.save_revision()
    for segment in StringSegment.objects.filter(source__object_id=draft.translation_key):
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=Locale.objects.get(language_code="en"),
            defaults={"data": "A summary at the top.", "translation_type": "manual"},
        )
    revision.publish()
print(PolicyVersion.objects.count())
"""
KILO = 1000


def sitemap(site):
    return re.findall(r"<loc>(.+?)</loc>", request(site, "/sitemap.xml").text)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_answer_in_their_language_without_a_cookie(demo, language):
    for path in PAGES[language]:
        answer = request(demo, path)
        assert answer.status == 200, path
        assert answer.soup.html["lang"] == language, path
        assert "set-cookie" not in answer.headers, path


def test_root_chooses_the_language_by_what_the_browser_asks_for(demo):
    wanted = {"en-GB,en;q=0.9": "/en/", "vi": "/vi/", "fr": "/vi/", "": "/vi/"}
    for language, path in wanted.items():
        answer = request(demo, "/", headers={"Accept-Language": language} if language else {})
        assert answer.status in {302, 307}
        assert answer.location.endswith(path), (language, answer.location)
        assert "accept-language" in answer.headers["vary"].lower()


@pytest.mark.looks
@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_barrier_no_violation_no_sideways_scrolling(demo, browser, language, size):
    viewport = {"desktop": DESKTOP, "phone": PHONE}[size]
    locale = {"vi": "vi-VN", "en": "en-GB"}[language]
    with opened(browser, demo, viewport=viewport, language=locale) as (page, watch):
        for path in [
            address.replace(demo.url, "") for address in sitemap(demo) if f"/{language}/" in address
        ]:
            page.goto(path)
            assert_no_barrier(page, path)
        watch.assert_clean()
        assert page.context.cookies() == []
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


# The rules of axe that are on and about colour.
ABOUT_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def assert_no_barrier(page, what):
    """Axe finds nothing, light and dark, and the page is no wider than the window.

    The dark page is the same document in other colours: only the rules about colour are asked again.
    """
    for scheme, options in (("light", {}), ("dark", ABOUT_COLOURS)):
        # No transition on the way: a colour halfway between two is nobody's.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        report = Axe().run(page, options=options).response
        broken = [(v["id"], [n["target"] for n in v["nodes"]][:5]) for v in report["violations"]]
        assert report["passes"], (what, scheme)
        assert not broken, (what, scheme, broken)
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, (what, overflow)


# Pages that no sitemap names: (address, the status that it answers with).
UNLISTED = {
    "vi": [
        ("/vi/tim-kiem/?q=hosting", 200),
        ("/vi/tim-kiem/?q=khongcogi", 200),
        ("/vi/tim-kiem/", 200),
        ("/vi/khong-co-trang-nay/", 404),
        ("/vi/quyen-rieng-tu/", 200),
    ],
    "en": [
        ("/en/search/?q=hosting", 200),
        ("/en/search/?q=nothinghere", 200),
        ("/en/search/", 200),
        ("/en/no-such-page/", 404),
        ("/en/privacy/", 200),
    ],
}


@pytest.mark.looks
@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_barrier_where_no_sitemap_leads(demo, browser, language, size):
    """Search, a missing page, the privacy centre; a form with mistakes, its thank-you, its receipt."""
    viewport = {"desktop": DESKTOP, "phone": PHONE}[size]
    locale = {"vi": "vi-VN", "en": "en-GB"}[language]
    with opened(browser, demo, viewport=viewport, language=locale) as (page, watch):
        for path, status in UNLISTED[language]:
            assert page.goto(path).status == status, path
            assert_no_barrier(page, path)
        for path in FORMS[language]:
            page.goto(path)
            page.locator("main form[data-form]").evaluate("form => form.noValidate = true")
            with page.expect_navigation() as navigation:
                page.locator("main form[data-form] [type=submit]").click()
            assert navigation.value.status == 422
            assert_no_barrier(page, f"{path} with mistakes")
        thanks = post(demo, fill(demo, FORMS[language][0], marker=f"axe{language}{size}"))
        page.goto(thanks.location)
        assert_no_barrier(page, "thank-you")
        address = page.locator("main a.button").get_attribute("href")
        wait_for(lambda: page.request.get(address).status == 200, limit=60, what="the receipt")
        page.goto(address)
        assert_no_barrier(page, "receipt")
        watch.assert_clean()


SHIFTS = """() => new Promise((resolve) => {
  let total = 0;
  const seen = [];
  const note = (entry) => {
    if (entry.hadRecentInput) return;
    total += entry.value;
    seen.push(...entry.sources.map((source) => source.node?.className || source.node?.nodeName));
  };
  new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({ type: "layout-shift", buffered: true });
  document.fonts.ready.then(() => setTimeout(() => resolve({
    total, seen, fonts: [...document.fonts].filter((font) => font.status === "loaded").length,
  }), 300));
})"""


@pytest.mark.looks
@pytest.mark.parametrize("late", [False, True], ids=["fonts-at-once", "fonts-late"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("path", ["/vi/", "/en/", "/vi/lien-he/", "/en/contact/"])
def test_nothing_moves_while_a_page_loads(demo, browser, path, size, late):
    viewport = {"desktop": DESKTOP, "phone": PHONE}[size]
    with opened(browser, demo, viewport=viewport) as (page, _watch):
        if late:
            page.route("**/*.woff2", lambda route: (time.sleep(0.5), route.continue_()))
        page.goto(path, wait_until="networkidle")
        found = page.evaluate(SHIFTS)
        assert found["fonts"] >= 2
        assert found["total"] < 0.01, found


@pytest.mark.looks
@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_versions_of_the_policy_have_no_barrier_either(demo, browser, language, size):
    """They are in no sitemap."""
    last = demo.manage("shell", "-c", ANOTHER_VERSION).split()[-1]
    assert last == "2"
    viewport = {"desktop": DESKTOP, "phone": PHONE}[size]
    locale = {"vi": "vi-VN", "en": "en-GB"}[language]
    with opened(browser, demo, viewport=viewport, language=locale) as (page, watch):
        for ending in VERSIONS[language]:
            path = PAGES[language][-1] + ending.format(last=last)
            answer = page.goto(path)
            assert answer.status == 200, path
            assert_no_barrier(page, path)
        watch.assert_clean()
        assert page.context.cookies() == []


def transferred(browser, site, path):
    """(requests, bytes on the wire, bytes of scripts) of a first visit to `path`."""
    with opened(browser, site, viewport=PHONE) as (page, _watch):
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        kinds, sizes = {}, {}
        session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
        session.on(
            "Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]})
        )
        page.goto(path, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        scripts = sum(size for key, size in sizes.items() if kinds.get(key) == "Script")
        return len(sizes), sum(sizes.values()), scripts


@pytest.mark.looks
def test_budgets(demo, browser, capsys):
    figures = {
        path: transferred(browser, demo, path) for path in ("/vi/", "/en/", "/vi/lien-he/", "/en/contact/")
    }
    with capsys.disabled():
        print(f"\n{'first visit':<16}{'requests':>9}{'kB':>8}{'scripts kB':>12}")
        for path, (count, size, scripts) in figures.items():
            print(f"{path:<16}{count:>9}{size / KILO:>8.1f}{scripts / KILO:>12.1f}")
    for path in ("/vi/", "/en/"):
        count, size, scripts = figures[path]
        assert count <= 8
        assert size <= 60 * KILO
        assert scripts <= 10 * KILO
    for path in ("/vi/lien-he/", "/en/contact/"):
        assert figures[path][1] <= 40 * KILO


@pytest.mark.parametrize("path", ["/vi/khong-co-trang-nay/", "/en/no-such-page/"])
def test_a_missing_page_is_told_in_the_language_of_its_address(demo, path):
    answer = request(demo, path)
    assert answer.status == 404
    assert answer.soup.html["lang"] == path[1:3]
    assert "set-cookie" not in answer.headers
