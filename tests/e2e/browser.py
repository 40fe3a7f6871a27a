"""Chromium as the tests drive it, with a record of everything a page did."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


def executable():
    """The path of Debian's Chromium; with CI set its absence is a failure, elsewhere a skip."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path:
        return path
    message = "Chromium is missing: apt-get install chromium"
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    return pytest.skip(message)


class Watch:
    """What happened on a page: requests, console errors, policy violations."""

    def __init__(self, page, origin):
        self.origin = origin
        self.requests, self.console, self.failures = [], [], []
        page.on("request", lambda r: self.requests.append(r.url))
        page.on("console", lambda m: m.type in {"error", "warning"} and self.console.append(m.text))
        page.on("pageerror", lambda e: self.failures.append(str(e)))

    @property
    def foreign(self):
        own = (self.origin, "data:", "blob:")
        return [url for url in self.requests if not url.startswith(own)]

    def assert_clean(self):
        """No foreign request, no script error, nothing refused by the content security policy."""
        assert not self.foreign, self.foreign
        assert not self.failures, self.failures
        refused = [t for t in self.console if "Content Security Policy" in t or "Refused" in t]
        assert not refused, refused


@contextmanager
def opened(browser, site, *, viewport=None, language="vi-VN", scheme="light", scripts=True, **more):
    """A page in a context of its own, watched: yields (page, watch)."""
    context = browser.new_context(
        viewport=viewport or DESKTOP,
        locale=language,
        color_scheme=scheme,
        java_script_enabled=scripts,
        base_url=site.url,
        **more,
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    watch = Watch(page, site.url)
    try:
        yield page, watch
    except Exception:
        artifacts = Path(os.environ.get("TEST_ARTIFACTS", "test-artifacts"))
        artifacts.mkdir(exist_ok=True)
        name = os.environ.get("PYTEST_CURRENT_TEST", "page").split("::")[-1].split(" ")[0]
        page.screenshot(path=artifacts / f"{name}.png", full_page=True)
        raise
    finally:
        context.close()
