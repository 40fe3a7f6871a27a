"""The public status page: only when the officer chooses, in both languages, never stale, without a cookie."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from incidents import services
from website.middleware.page_cache import store

from . import builders as make

pytestmark = pytest.mark.django_db


def address(one, language="vi"):
    with translation.override(language):
        return reverse("incident_status", args=[one.code])


@pytest.fixture(autouse=True)
def nothing_kept():
    store.clear()


@pytest.fixture
def by():
    return make.officer()


@pytest.fixture
def shown(by):
    one = make.incident(by)
    services.set_public(one, by=by, is_public=True, words=make.WORDS)
    return one


def test_it_says_what_happened_in_both_languages(client, shown):
    for language, words in make.WORDS.items():
        response = client.get(address(shown, language))
        text = response.content.decode()
        assert response.status_code == 200
        assert all(word in text for word in words.values()) and shown.code in text
        assert not response.cookies and "no-store" not in response.headers.get("Cache-Control", "")


def test_what_is_for_the_register_stays_there(client, shown, by):
    services.edit_incident(shown, by=by, act="marker-act-zq83", parties="marker-parties-zq83")
    text = client.get(address(shown)).content.decode()
    assert "marker" not in text and shown.title not in text


def test_it_is_not_there_unless_chosen(client, by):
    one = make.incident(by)
    assert client.get(address(one)).status_code == 404
    assert client.get(address(one).replace(one.code, "SC-1999-001")).status_code == 404


def test_nothing_stale_is_shown(client, shown, by, settings):
    settings.PAGE_CACHE = True
    page = address(shown)
    assert client.get(page).status_code == 200
    texts = {"vi": "Đã khóa quyền truy cập.", "en": "Access is closed."}
    services.add_update(shown, by=by, texts=texts)
    assert texts["vi"] in client.get(page).content.decode()
    make.closed(shown, by)
    assert "incident__state--closed" in client.get(page).content.decode()
    services.set_public(shown, by=by, is_public=False, words=make.WORDS)
    assert client.get(page).status_code == 404


def test_delivering_notices_renews_no_page(shown, by):
    from website import generation

    make.person()
    make.affected(shown, by=by)
    notice = make.notice(shown, by)
    before = generation.current()
    services.release(notice, by=by)
    services.send_batch()
    assert generation.current() == before


def test_updates_come_the_newest_first(client, shown, by):
    for number in (1, 2):
        services.add_update(shown, by=by, texts={"vi": f"Tin {number}", "en": f"News {number}"})
    text = client.get(address(shown)).content.decode()
    assert text.index("Tin 2") < text.index("Tin 1")


def test_a_wrong_update_is_taken_back_and_said_anew(client, shown, by):
    update = services.add_update(shown, by=by, texts={"vi": "Tin sai", "en": "Wrong news"})
    client.force_login(by)
    take_back = reverse("incidents:update_withdraw", args=[shown.code, update.pk])
    client.post(take_back, {"reason": " "})
    client.logout()
    assert "Tin sai" in client.get(address(shown)).content.decode()
    client.force_login(by)
    client.post(take_back, {"reason": "reason-inside"})
    assert "reason-inside" in client.get(reverse("incidents:incident", args=[shown.code])).content.decode()
    client.logout()
    services.add_update(shown, by=by, texts={"vi": "Tin đúng", "en": "True news"})
    text = client.get(address(shown, "en")).content.decode()
    assert "Wrong news" not in text and "True news" in text and "reason-inside" not in text
    assert "This update was taken back" in text
    assert shown.events.filter(kind="withdrawn").count() == 1


def test_it_takes_every_language_to_be_public(by):
    one = make.incident(by)
    for words in ({"vi": make.WORDS["vi"], "en": {}}, {"vi": {"title": "x", "summary": ""}}):
        with pytest.raises(ValueError, match="every language"):
            services.set_public(one, by=by, is_public=True, words=words)
    with pytest.raises(ValueError, match="every language"):
        services.add_update(one, by=by, texts={"vi": "x", "en": " "})


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ settings }}"])
def test_what_officers_write_is_text(client, by, text):
    one = make.incident(by)
    words = {code: {"title": text, "summary": text, "advice": text} for code in ("vi", "en")}
    services.set_public(one, by=by, is_public=True, words=words)
    assert "<script>alert" not in client.get(address(one)).content.decode()


def test_the_totals_block_shows_years(rf, by):
    from incidents.blocks import DisclosureTotalsBlock

    Locale.objects.get_or_create(language_code="vi")
    block = DisclosureTotalsBlock()
    assert "data-year" not in block.render(block.to_python({}))
    make.demand(by)
    html = block.render(block.to_python({"heading": "Yêu cầu"}))
    assert 'data-year="2026"' in html and "Cảnh sát" not in html
