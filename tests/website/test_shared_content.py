"""What many pages show, changed by an editor: visible at once on pages that were kept, in both languages."""

import gzip
from datetime import time

import pytest

from home.models import (
    Announcement,
    CallToAction,
    CompanyIdentity,
    Footer,
    Navigation,
    OpeningHours,
    StandardPage,
)
from privacy.models import Purpose
from tests.forms_app.builders import make_form
from tests.home.builders import add, items, locale, make_site, stream
from tests.privacy.builders import declare
from website.middleware import page_cache

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]
LANGUAGES = ("vi", "en")
PATHS = ("goi-lai", "gioi-thieu")
WORDS = {"vi": "Điều vừa đổi", "en": "What was just changed"}
FIELDS = [
    ("full_name", {"required": True}),
    ("phone", {"required": True}),
    ("callback_slot", {"required": True, "days_ahead": 14}),
    ("consent", {"purpose": "callback", "required": True}),
]


def publish(piece):
    piece.save_revision().publish()


def link(label):
    return {"label": label, "url": "https://example.com/", "page": None, "children": []}


@pytest.fixture
def pages():
    """A form and a plain page in each language with every piece of the frame around them."""
    homes = make_site()
    for code in LANGUAGES:
        make_form(
            FIELDS, homes=homes, language=code, slug="goi-lai", channel="callback", main_purpose="callback"
        )
        add(StandardPage, homes[code], title="Giới thiệu", slug="gioi-thieu")
        place = {"locale": locale(code)}
        publish(Navigation.objects.create(items=stream([("link", link("Cũ"))]), **place))
        publish(Footer.objects.create(small_print="<p>Cũ</p>", **place))
        publish(CompanyIdentity.objects.create(name="Cũ", trade_name="Cũ", head_office="Hà Nội", **place))
        publish(CallToAction.objects.create(heading="Cũ", **place))
        publish(Announcement.objects.create(active=True, text="<p>Cũ</p>", **place))
    return homes


def shown(client, code):
    """Both pages of a language as they leave."""
    answers = [client.get(f"/{code}/{path}/", HTTP_ACCEPT_ENCODING="gzip") for path in PATHS]
    assert [answer.status_code for answer in answers] == [200, 200]
    return "".join(gzip.decompress(answer.content).decode() for answer in answers)


def set_in_each_language(model, value_for):
    for code in LANGUAGES:
        piece = model.objects.get(locale__language_code=code)
        for name, value in value_for(WORDS[code]).items():
            setattr(piece, name, value)
        publish(piece)
    return WORDS


def menu():
    return set_in_each_language(Navigation, lambda word: {"items": stream([("link", link(word))])})


def footer():
    return set_in_each_language(Footer, lambda word: {"small_print": f"<p>{word}</p>"})


def footer_column():
    def column(word):
        return {"columns": stream([("column", {"heading": word, "links": items(link("x"))})])}

    return set_in_each_language(Footer, column)


def identity():
    return set_in_each_language(CompanyIdentity, lambda word: {"trade_name": word})


def call_to_action():
    return set_in_each_language(CallToAction, lambda word: {"heading": word})


def announcement():
    return set_in_each_language(Announcement, lambda word: {"text": f"<p>{word}</p>"})


def opening_hours():
    hours = OpeningHours.load()
    span = {"days": [str(day) for day in range(7)], "opens": time(3, 10), "closes": time(4, 10)}
    hours.week = [("open", span)]
    hours.save()
    return dict.fromkeys(LANGUAGES, "03:10 – 03:40")


def policy():
    for code in LANGUAGES:
        Purpose.objects.filter(code="callback", locale=locale(code)).update(
            consent_text=f"<p>{WORDS[code]}</p>"
        )
    declare()
    return WORDS


@pytest.mark.parametrize(
    "change",
    [menu, footer, footer_column, identity, call_to_action, announcement, opening_hours, policy],
    ids=lambda change: change.__name__,
)
def test_a_change_shows_at_once_on_kept_pages(client, pages, change):
    before = {code: shown(client, code) for code in LANGUAGES}
    assert len(page_cache.store) == len(LANGUAGES) * len(PATHS), "all are kept"
    assert {code: shown(client, code) for code in LANGUAGES} == before
    words = change()
    for code in LANGUAGES:
        assert words[code] not in before[code]
        assert words[code] in shown(client, code)
        assert WORDS["en" if code == "vi" else "vi"] not in shown(client, code)


def test_the_working_copy_of_a_register_shows_nowhere(client, pages):
    before = {code: shown(client, code) for code in LANGUAGES}
    for purpose in Purpose.objects.filter(code="callback"):
        purpose.consent_text = "<p>Chưa công bố</p>"
        purpose.save()
    assert {code: shown(client, code) for code in LANGUAGES} == before
