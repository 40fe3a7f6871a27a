"""Every corner of the admin under its policy: nothing refused, no script broken (ADR 0004)."""

import json
import re

import pytest

from .browser import opened
from .site import wait_for
from .test_marker import sign_in
from .visitor import fill, post

pytestmark = pytest.mark.looks

# Runs before any script of a page: whatever the policy refuses from the first byte on is noted.
LISTENER = """
window.__refused = [];
document.addEventListener('securitypolicyviolation', event => window.__refused.push([
    event.effectiveDirective, event.blockedURI, event.sourceFile, event.lineNumber, event.sample
].join(' ')));
"""


class Crawl:
    """A signed-in page that remembers what was refused on each screen it visited."""

    def __init__(self, page, watch):
        self.page, self.watch = page, watch
        self.problems, self.visited = [], []

    def look(self, name):
        """Notes what went wrong on the present screen and its frames."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_timeout(150)
        for frame in self.page.frames:
            refused = frame.evaluate("window.__refused ? window.__refused.splice(0) : []")
            self.problems += [(name, problem) for problem in refused]
        self.problems += [(name, problem) for problem in self.watch.failures]
        self.watch.failures.clear()
        self.visited.append(name)

    def visit(self, address, expected=200):
        answer = self.page.goto(address)
        if answer.status != expected:
            self.problems.append((address, f"answered {answer.status}"))
        self.look(address)
        return self.page

    def press(self, locator, name):
        """Presses a control that must be there, and looks at what it did."""
        locator.first.scroll_into_view_if_needed()
        locator.first.click()
        self.look(f"{self.page.url} {name}")

    def close_modal(self):
        self.page.keyboard.press("Escape")
        self.page.wait_for_timeout(200)
        for button in self.page.locator(".modal.in .close, .modal.in [data-dismiss=modal]").all():
            if button.is_visible():
                button.click()
        self.page.locator(".modal.in").wait_for(state="hidden")

    def finish(self):
        assert not self.problems, "\n".join(f"{name}: {problem}" for name, problem in self.problems)
        assert not self.watch.foreign, self.watch.foreign


# The editor saves by itself what the crawl leaves half written; others go on from what is live.
FORGET_DRAFTS = """
from django.db.models import F
from wagtail.models import Page
drafts = Page.objects.filter(live_revision__isnull=False).exclude(latest_revision=F("live_revision"))
drafts.update(latest_revision=F("live_revision"), has_unpublished_changes=False)
"""


@pytest.fixture
def crawl(demo, browser):
    """A function that gives a crawl signed in as a role."""
    stack = []

    def start(role):
        context = opened(browser, demo)
        page, watch = context.__enter__()
        stack.append(context)
        page.context.add_init_script(LISTENER)
        page.set_default_timeout(10_000)
        # Leaving an editor with changes asks; the crawl doesn't mind.
        page.on("dialog", lambda dialog: dialog.accept())
        sign_in(page, demo, role)
        return Crawl(page, watch)

    yield start
    for context in stack:
        context.__exit__(None, None, None)


@pytest.fixture(scope="module")
def pages(demo):
    """What the demo holds: {model: [(pk, language, parent pk)]} and the snippets' models."""
    script = (
        "import json\n"
        "from wagtail.models import Page\n"
        "from wagtail.snippets.models import get_snippet_models\n"
        "pages = Page.objects.filter(depth__gt=1).order_by('path').specific()\n"
        "print('FACTS' + json.dumps({'pages': [[p.pk, p._meta.app_label, p._meta.model_name,"
        " p.locale.language_code, p.get_parent().pk] for p in pages],"
        " 'snippets': [[m._meta.app_label, m._meta.model_name, m.objects.order_by("
        "'-locale__language_code').values_list('pk', flat=True).first()] for m in get_snippet_models()]}))"
    )
    printed = demo.manage("shell", "--no-imports", "-c", script)
    yield json.loads(printed[printed.index("FACTS") + 5 :])
    demo.manage("shell", "--no-imports", "-c", FORGET_DRAFTS)


def kinds(pages):
    """One Vietnamese page of each type: {model: (pk, app, parent)}."""
    found = {}
    for pk, app, model, language, parent in pages["pages"]:
        if language == "vi":
            found.setdefault(model, (pk, app, parent))
    return found


def test_overviews(crawl):
    walk = crawl("administrator")
    for address in (
        "/admin/",
        "/admin/pages/",
        "/admin/images/",
        "/admin/images/add/",
        "/admin/documents/",
        "/admin/documents/multiple/add/",
        "/admin/snippets/",
        "/admin/forms/",
        "/admin/users/",
        "/admin/users/new/",
        "/admin/groups/",
        "/admin/groups/new/",
        "/admin/sites/",
        "/admin/sites/new/",
        "/admin/redirects/",
        "/admin/redirects/add/",
        "/admin/redirects/import/",
        "/admin/collections/",
        "/admin/collections/add/",
        "/admin/locales/",
        "/admin/workflows/list/",
        "/admin/workflows/add/",
        "/admin/workflows/tasks/index/",
        "/admin/reports/locked/",
        "/admin/reports/workflow/",
        "/admin/reports/site-history/",
        "/admin/reports/aging-pages/",
        "/admin/reports/page-types-usage/",
        "/admin/account/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/password/change/",
    ):
        walk.visit(address, expected=404 if address == "/admin/forms/" else 200)
    # Menus are scripts too.
    walk.visit("/admin/")
    for button in walk.page.locator("[data-wagtail-sidebar] button[aria-haspopup]").all():
        if button.is_visible():
            walk.press(button, "menu")
    walk.finish()


def test_editors_of_every_page_type(crawl, pages, demo):
    walk, offered = crawl("administrator"), set()
    for model, (pk, _app, _parent) in kinds(pages).items():
        page = walk.visit(f"/admin/pages/{pk}/edit/")
        add = page.locator("button[data-streamfield-stream-add], .c-sf-add-button")
        shown = [button for button in add.all() if button.is_visible()]
        if shown:
            shown[0].scroll_into_view_if_needed()
            shown[0].click()
            page.wait_for_timeout(300)
            # A stream of one kind adds at once; the others show what there is.
            options = [option for option in page.locator("[role=option]").all() if option.is_visible()]
            if options:
                offered.add(model)
                walk.look(f"{model}: the blocks")
                options[0].click()
            walk.look(f"{model}: a new block")
        for button in (
            page.locator("button:visible").filter(has_text=re.compile(r"^\s*(Add|Thêm)\b")).all()[:3]
        ):
            button.click()
            walk.look(f"{model}: an item added")
        for tab in page.locator("[role=tab]:visible").all():
            tab.click()
            walk.look(f"{model}: a tab")
        walk.visit(f"/admin/pages/{pk}/history/")
        walk.visit(f"/admin/pages/{pk}/")
    assert {"homepage", "standardpage", "formpage"} <= offered
    walk.finish()
    demo.manage("shell", "--no-imports", "-c", FORGET_DRAFTS)


def test_new_pages_of_every_type(crawl, pages):
    walk = crawl("administrator")
    for model, (_pk, app, parent) in kinds(pages).items():
        if model != "homepage":
            walk.visit(f"/admin/pages/add/{app}/{model}/{parent}/")
    home = kinds(pages)["homepage"][0]
    walk.visit(f"/admin/pages/{home}/add_subpage/")
    walk.visit(f"/admin/pages/{kinds(pages)['standardpage'][0]}/move/")
    walk.visit(f"/admin/pages/{kinds(pages)['standardpage'][0]}/copy/")
    walk.finish()


def test_choosers_dates_and_preview(crawl, pages):
    walk = crawl("administrator")
    found = kinds(pages)
    # The page with a date: its picker, its image chooser.
    page = walk.visit(f"/admin/pages/{found['newspage'][0]}/edit/")
    page.locator("input[name=date]").click()
    page.locator(".xdsoft_datetimepicker:visible").first.wait_for()
    walk.look("the date picker")
    page.keyboard.press("Escape")
    walk.press(page.locator("[data-chooser-action-choose]:visible"), "a chooser")
    page.locator(".modal.in, .modal-dialog:visible").first.wait_for()
    walk.look("the image chooser")
    walk.close_modal()
    toggle = page.locator(
        "button[aria-label*='review'], button[data-side-panel='preview'], [data-side-panel-toggle=preview]"
    )
    walk.press(toggle, "the preview")
    page.frame_locator("#w-preview-iframe, iframe[title*='review'], iframe").first.locator("body").wait_for()
    walk.look("the preview panel")
    for panel in ("comments", "checks", "status"):
        toggles = page.locator(f"[data-side-panel-toggle={panel}], [data-side-panel='{panel}']")
        if toggles.count() and toggles.first.is_visible():
            walk.press(toggles, f"the {panel} panel")
    for address in (
        "/admin/choose-page/",
        "/admin/images/chooser/",
        "/admin/documents/chooser/",
    ):
        answer = walk.page.request.get(address)
        assert answer.status == 200, address
    walk.finish()


def test_publishing_and_workflow(crawl, pages):
    walk = crawl("editor")
    pk = kinds(pages)["standardpage"][0]
    page = walk.visit(f"/admin/pages/{pk}/edit/")
    page.locator("footer button[data-w-dropdown-target=toggle], footer .w-dropdown button").first.click()
    walk.look("the actions")
    page.keyboard.press("Escape")
    page.locator("footer button[type=submit]").first.click()
    walk.look("saved")
    walk.finish()


def test_snippets(crawl, pages):
    walk = crawl("administrator")
    for app, model, pk in pages["snippets"]:
        walk.visit(f"/admin/snippets/{app}/{model}/")
        if pk is None:
            walk.visit(f"/admin/snippets/{app}/{model}/add/")
            continue
        page = walk.visit(f"/admin/snippets/{app}/{model}/edit/{pk}/")
        for tab in page.locator("[role=tab]:visible").all():
            tab.click()
            walk.look(f"{model}: a tab")
        choose = [each for each in page.locator("[data-chooser-action-choose]").all() if each.is_visible()]
        if choose:
            choose[0].click()
            page.locator(".modal-dialog:visible").first.wait_for()
            walk.look(f"{model}: a chooser")
            walk.close_modal()
        walk.visit(f"/admin/snippets/{app}/{model}/history/{pk}/")
    walk.finish()


def test_translating(crawl, pages):
    walk = crawl("administrator")
    english = {model: pk for pk, _app, model, language, _parent in pages["pages"] if language == "en"}
    for model in ("homepage", "formpage", "newspage", "standardpage"):
        page = walk.visit(f"/admin/pages/{english[model]}/edit/")
        # The editor is drawn by its script; its inner text shows that the segments are there.
        page.wait_for_function(
            "(document.querySelector('.js-translation-editor')?.innerText ?? '').length > 500"
        )
        walk.look(f"{model}: the segments")
    vietnamese = kinds(pages)["standardpage"][0]
    walk.visit(f"/admin/localize/submit/page/{vietnamese}/")
    walk.visit("/admin/localize/update/1/")
    for app, model, pk in [each for each in pages["snippets"] if each[2]]:
        walk.visit(f"/admin/localize/submit/snippet/{app}/{model}/{pk}/")
    walk.finish()


@pytest.mark.parametrize("role", ["sales", "sales_lead"])
def test_the_inbox(crawl, demo, role):
    assert post(demo, fill(demo, "/vi/lien-he/", marker=f"crawl{role.replace('_', '')}")).status == 303
    walk = crawl(role)

    def rows():
        return walk.visit("/admin/inbox/").locator("a[data-inbox-row]")

    wait_for(lambda: rows().count(), what="an enquiry in the list")
    walk.press(rows(), "an enquiry")
    walk.press(walk.page.locator("[data-inbox-read] button"), "revealed")
    walk.visit("/admin/account/")
    walk.visit("/accounts/2fa/")
    walk.finish()


def test_sign_in_pages(demo, browser):
    with opened(browser, demo) as (page, watch):
        page.context.add_init_script(LISTENER)
        walk = Crawl(page, watch)
        for address in ("/accounts/login/", "/accounts/password/reset/", "/admin/login/", "/admin/"):
            walk.visit(address)
        walk.visit(demo.sign_in_link("editor"))
        walk.finish()
