"""`make screenshots`: the pictures of the README, taken from a fresh demo."""

import re
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from . import browser as chromium
from .site import ROOT, DemoSite, wait_for
from .visitor import fill, post

FOLDER = ROOT / "docs" / "screenshots"
SIZE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
SENT = [
    ("/vi/lien-he/", "Khách hàng thử một", "mot"),
    ("/en/contact/", "Second test customer", "hai"),
    ("/vi/goi-lai/", "Khách hàng thử ba", "ba"),
    ("/vi/khao-sat/", "Khách hàng thử bốn", "bon"),
    ("/vi/ban-tin/", "Khách hàng thử năm", "nam"),
]


def main():
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = DemoSite(Path(folder) / "data")
        demo.folder.mkdir()
        demo.start()
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=chromium.FLAGS)
        try:
            send(demo)
            public(demo, browser)
            staff(demo, browser)
        finally:
            browser.close()
            demo.stop()


def send(demo):
    """A few enquiries of people who are recognisably nobody."""
    for path, name, word in SENT:
        refused = () if "ban-tin" in path else ("news",)
        form = fill(demo, path, marker=word, give=lambda purpose, refused=refused: purpose not in refused)
        form.values = [(key, name if key == "full_name" else value) for key, value in form.values]
        answer = post(demo, form)
        assert answer.status == 303, (path, answer.status)
    wait_for(
        lambda: demo.query("SELECT count(*) FROM inbox_enquiry")[0][0] == len(SENT),
        limit=60,
        what="the enquiries",
    )


def shoot(demo, browser, name, path, *, at=None, **context):
    """The window at `path`; `at` is a selector to scroll to."""
    opened = browser.new_context(viewport=context.pop("viewport", SIZE), base_url=demo.url, **context)
    page = opened.new_page()
    page.goto(path, wait_until="networkidle")
    save(page, name, at)
    opened.close()


def save(page, name, at=None):
    if at:
        page.locator(at).first.evaluate("element => element.scrollIntoView()")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")


def public(demo, browser):
    shoot(demo, browser, "home-light", "/vi/")
    shoot(demo, browser, "home-dark", "/vi/", color_scheme="dark")
    shoot(demo, browser, "home-phone", "/en/", viewport=PHONE, locale="en-GB")
    shoot(demo, browser, "service", "/vi/dich-vu/hosting/")
    shoot(demo, browser, "form", "/vi/lien-he/")
    shoot(demo, browser, "policy", "/vi/chinh-sach-bao-mat/", at=".register-table--purposes")
    shoot(demo, browser, "board", "/vi/cam-ket/")


def staff(demo, browser):
    for role, pictures in {"editor": editor, "sales": inbox, "privacy_officer": person}.items():
        context = browser.new_context(viewport=SIZE, base_url=demo.url, locale="vi-VN")
        page = context.new_page()
        page.goto(demo.sign_in_link(role))
        page.locator("form button").first.click()
        page.wait_for_url(re.compile(r"/admin/"))
        pictures(page)
        context.close()


def editor(page):
    page.goto("/admin/pages/search/?q=Li%C3%AAn+h%E1%BB%87")
    page.goto(
        page.locator("main tr:has(a[href$='/vi/lien-he/']) a[href*='/edit/']").first.get_attribute("href")
    )
    save(page, "editor")


def inbox(page):
    page.goto("/admin/inbox/")
    save(page, "inbox")
    page.locator("main tbody a").first.click()
    page.wait_for_load_state()
    save(page, "enquiry")


def person(page):
    page.goto("/admin/people/")
    page.fill("input[name=term]", "mot@visitor.example")
    page.locator("main form[action$='/people/'] button").click()
    page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}/$"))
    save(page, "person")


if __name__ == "__main__":
    main()
