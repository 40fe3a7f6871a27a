"""reCAPTCHA where an operator set its keys and the policy declares Google: nobody meets it unasked."""

import re
from urllib.parse import parse_qs

import pytest

from forms_app.models import SpentChallenge
from privacy.models import Recipient
from tests.forms_app.builders import make_form, make_purposes, sealed
from tests.home.builders import locale
from tests.privacy.builders import declare

from .browser import opened
from .site import wait_for

GOOGLE = re.compile(r"^https://([a-z0-9-]+\.)*(google|gstatic|recaptcha)\.[a-z]+/")
HOSTS = {"script_hosts": "www.google.com\nwww.gstatic.com", "frame_hosts": "www.google.com"}
# What Google's script does, as far as the page can tell.
SCRIPT = """
window.grecaptcha = {
  ready: (then) => then(),
  render: (element, options) => {
    element.textContent = options.sitekey;
    options.callback("token-of-google");
  },
};
"""

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unrun_tasks")]


@pytest.fixture
def site(live_server, settings, request):
    """A contact form in a site with the keys of reCAPTCHA, served from this process; Google is declared as a
    recipient unless the test says `undeclared`."""
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public-key", "private-key"
    settings.FORMS_CHALLENGE_COST, settings.FORMS_CHALLENGE_COUNTER = 10, 8
    make_purposes()
    if getattr(request, "param", "") != "undeclared":
        Recipient.objects.create(
            code="google_recaptcha",
            locale=locale("vi"),
            name="Google",
            country="US",
            reason="Chống thư rác",
            **HOSTS,
        )
        declare()
    live_server.page = make_form()
    return live_server


@pytest.fixture
def google(monkeypatch):
    """Google as the server meets it: says yes, and remembers what it was asked."""
    asked = []

    class Yes:
        def read(self):
            return b'{"success": true, "hostname": "localhost"}'

        def close(self):
            pass

    monkeypatch.setattr(
        "django_recaptcha.client.recaptcha_request", lambda params: asked.append(params) or Yes()
    )
    return asked


def fill_in(page, site):
    """The form with everything but the question about Google; returns what was asked of Google so far."""
    seen = []

    def answer(route):
        seen.append(route.request.url)
        route.fulfill(content_type="text/javascript", body=SCRIPT)

    # Whatever isn't this machine's stops here.
    page.route(lambda url: not url.startswith(site.url), answer)
    page.goto(site.page.url)
    page.locator("main [autocomplete=name]").fill("Đặng Thị Ửng")
    page.locator("main [autocomplete=email]").fill("ung@visitor.example")
    page.locator("main textarea").fill("Cho tôi hỏi giá.")
    page.locator("main [data-purpose=enquiry]").check()
    wait_for(page.locator("main [data-proof]").input_value, what="the proof of work")
    page.wait_for_load_state("networkidle")
    return seen


def send(page):
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(re.compile(r"/thanks/"))
    return sealed()[0]["signals"]


def refused_by_policy(watch):
    return [text for text in watch.console if "Content Security Policy" in text]


def test_google_is_asked_only_after_the_visitor_agreed(site, browser, google):
    with opened(browser, site) as (page, watch):
        seen = fill_in(page, site)
        assert not page.locator("[data-captcha-agree]").is_checked()
        assert (seen, watch.foreign) == ([], []), "nothing of Google before the visitor agreed"
        assert not page.locator("script[src*='google']").count()

        page.locator("[data-captcha-agree]").check()
        wait_for(page.locator("[data-captcha-token]").input_value, what="Google's token")
        (script,) = [each.get_attribute("src") for each in page.locator("script[src*='google']").all()]
        assert script.startswith("https://www.google.com/recaptcha/api.js?")
        assert seen == [script]
        assert all(GOOGLE.match(url) for url in watch.foreign)
        assert not refused_by_policy(watch), "the content security policy lets it pass"
        assert page.locator("[data-captcha-widget]").inner_text() == "public-key"

        assert send(page) == []
    (asked,) = [parse_qs(params.decode()) for params in google]
    assert asked["response"] == ["token-of-google"]
    assert "remoteip" not in asked, "the visitor's address stays here"


def test_who_refuses_goes_the_built_in_way(site, browser, google):
    with opened(browser, site) as (page, watch):
        seen = fill_in(page, site)
        assert send(page) == []
        assert (seen, watch.foreign, google) == ([], [], [])
        watch.assert_clean()
    assert SpentChallenge.objects.count() == 1


@pytest.mark.parametrize("site", ["undeclared"], indirect=True)
def test_where_google_is_not_declared_its_script_could_not_load(site, browser, google):
    """Keys alone open nothing: no box is offered, and the policy would stop the script."""
    with opened(browser, site) as (page, watch):
        seen = fill_in(page, site)
        assert not page.locator("[data-captcha-key]").count()
        page.evaluate(
            "const script = document.createElement('script');"
            "script.src = 'https://www.google.com/recaptcha/api.js'; document.head.append(script)"
        )
        page.wait_for_timeout(300)
        assert seen == []
        assert refused_by_policy(watch)
