"""A newcomer's first hour, from the printed sign-in link to both enquiries under one field."""

import re
import uuid

import pytest
from playwright.sync_api import TimeoutError

from .browser import opened
from .site import wait_for
from .visitor import fill, post, receipt, request


def sign_in(page, site, role):
    page.goto(site.sign_in_link(role))
    page.locator("form button").first.click()
    page.wait_for_url(re.compile(r"/admin/"))


def page_link(page, site, path):
    """The editor's address of the page at `path`, found as an editor would: by its title."""
    title = request(site, path).soup.select_one("h1").get_text(strip=True)
    page.goto("/admin/pages/search/")
    page.locator("main [name=q], form [name=q]").first.fill(title)
    page.keyboard.press("Enter")
    row = page.locator(f"main tr:has(a[href$='{path}'])").first
    row.wait_for()
    return row.locator("a[href*='/edit/']").first.get_attribute("href")


def publish(page):
    """Presses "Publish" until it is said to be done: Wagtail drops a click while saving the draft itself."""
    button = page.locator("[name=action-publish]")

    def press():
        if not button.is_visible():
            page.locator("footer .w-dropdown__toggle").click()
        button.click()

    until_published(page, press)


def until_published(page, press):
    """Presses until success is said; what is said instead stands in the failure."""
    said = page.locator(".messages .success")

    def is_published():
        if said.count():
            return True
        press()
        try:
            said.first.wait_for(timeout=20_000)
        except TimeoutError:
            print("Not published:", page.locator(".messages").all_inner_texts())
            return False
        return True

    wait_for(is_published, limit=180, what="the page to be published")


def translate_next(page, text):
    """Translates the first segment that has no translation yet."""
    page.get_by_role("button", name="Dịch", exact=True).first.click()
    page.locator("main textarea").last.fill(text)
    page.get_by_role("button", name="Lưu", exact=True).first.click()
    page.locator("main textarea").wait_for(state="detached")


def publish_translation(page):
    until_published(page, page.get_by_role("button", name=re.compile("^Xuất bản bằng")).click)


@pytest.fixture(scope="module")
def editor(demo, browser):
    with opened(browser, demo) as (page, watch):
        sign_in(page, demo, "editor")
        yield page
        assert not watch.failures


def test_a_headline_is_changed_and_translated(demo, editor):
    headline, translation = (
        f"Website chạy êm {uuid.uuid4().hex[:6]}",
        f"A calm website {uuid.uuid4().hex[:6]}",
    )
    home = home_address(editor, demo, "/vi/")
    english_before = request(demo, "/en/").soup.select_one("h1").get_text(strip=True)
    editor.goto(home)
    editor.locator("[name=hero_title]").fill(headline)
    publish(editor)
    assert headline in request(demo, "/vi/").text, "what is published is what visitors get, at once"

    assert request(demo, "/en/").soup.select_one("h1").get_text(strip=True) == english_before
    editor.goto(home_address(editor, demo, "/en/"))
    translate_next(editor, translation)
    publish_translation(editor)
    assert request(demo, "/en/").soup.select_one("h1").get_text(strip=True) == translation


def home_address(page, demo, path):
    page.goto("/admin/pages/")
    return page.locator(f"main tr:has(a[href$='{path}']) a[href*='/edit/']").first.get_attribute("href")


def test_a_new_field_arrives_under_one_key_from_both_languages(demo, browser, editor):
    mark = uuid.uuid4().hex[:6]
    labels = {"/vi/lien-he/": f"Tên công ty {mark}", "/en/contact/": f"Company name {mark}"}
    contact = page_link(editor, demo, "/vi/lien-he/")
    english = page_link(editor, demo, "/en/contact/")
    editor.goto(contact)
    editor.locator("[data-contentpath=fields] .c-sf-add-button").last.click()
    editor.get_by_role("option", name="Văn bản", exact=True).click()
    editor.locator("[name^='fields-'][name$='-value-label']").last.fill(labels["/vi/lien-he/"])
    publish(editor)
    editor.goto(english)
    translate_next(editor, labels["/en/contact/"])
    publish_translation(editor)

    keys, markers = set(), []
    for path, label in labels.items():
        form = request(demo, path).soup.select_one("main form")
        shown = next(each for each in form.select("label") if label in each.get_text())
        keys.add(form.find(id=shown["for"])["data-field"])
        markers.append("co" + uuid.uuid4().hex[:12])
        assert receipt(demo, post(demo, fill(demo, path, marker=markers[-1])))
    assert len(keys) == 1, "one field has one key in both languages"
    (key,) = keys

    with opened(browser, demo) as (page, watch):
        sign_in(page, demo, "sales")
        found = []

        def arrived():
            for address in newest(page, 2):
                page.goto(address)
                page.locator("[data-inbox-read] button").click()
                page.locator("[data-inbox-plain]").wait_for()
                found.append(page.locator(f"[data-field='{key}']").inner_text())
            return all(any(marker in text for text in found) for marker in markers)

        wait_for(arrived, limit=60, what="both enquiries under the new field")
        assert not watch.failures


def newest(page, count):
    """The addresses of the latest enquiries."""
    page.goto("/admin/inbox/?ordering=-created_at")
    rows = page.locator("a[data-inbox-row]")
    return [row.get_attribute("href") for row in rows.all()[:count]]
