"""The site frame: one piece per language, the default language standing in, a constant number of queries."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import Site
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from common.hours import DEFAULT_HOURS, opening_hours
from home.demo.builders import Builder
from home.models import CompanyIdentity, Navigation, NewsIndexPage, NewsPage, OpeningHours, StandardPage

from .builders import add, items, locale, make_site, stream, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes():
    return make_site()


def company(code, name):
    return CompanyIdentity.objects.create(
        locale=locale(code), name=name, trade_name=name, head_office="Hà Nội"
    )


def link(page, *children):
    return {"label": "", "page": page.pk, "url": "", "children": items(*({"page": c.pk} for c in children))}


def queries(client, address):
    """How many queries an uncached view of `address` takes, once the process is warm."""
    client.get(address, {"warm": "up"})
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address, {"fresh": "1"}).status_code == 200
    return len(captured)


def test_the_default_language_stands_in_for_a_missing_piece(client, homes):
    company("vi", "Tên Việt")
    assert "Tên Việt" in client.get("/en/").content.decode()
    company("en", "English Name")
    html = client.get("/en/?again").content.decode()
    assert "English Name" in html
    assert "Tên Việt" not in html


def test_there_is_one_piece_per_language(homes):
    company("vi", "Một")
    with pytest.raises(ValidationError):
        CompanyIdentity(locale=locale("vi"), name="Hai", trade_name="Hai", head_office="x").full_clean()


def test_a_draft_piece_is_not_shown(client, homes):
    piece = company("vi", "Bản nháp")
    piece.live = False
    piece.save()
    assert "Bản nháp" not in client.get("/vi/").content.decode()


def test_the_menu_leads_to_the_readers_language(client, homes):
    about = add(StandardPage, homes["vi"], title="Giới thiệu")
    english = translated(about, title="About", slug="about")
    Navigation.objects.create(locale=locale("vi"), items=stream([("link", link(about))]))
    html = client.get("/en/").content.decode()
    assert f'href="{english.url}"' in html
    assert ">About</a>" in html


def test_the_language_switch_leads_to_the_same_page(client, homes):
    about = add(StandardPage, homes["vi"], title="Giới thiệu")
    english = translated(about, title="About", slug="about")
    single = add(StandardPage, homes["vi"], title="Chỉ tiếng Việt")
    assert f'href="{english.url}" lang="en"' in client.get(about.url).content.decode()
    assert 'href="/en/" lang="en"' in client.get(single.url).content.decode()


def test_queries_do_not_grow_with_pages_and_menu_items(client, homes):
    index = add(NewsIndexPage, homes["vi"], title="Tin tức")
    about = add(StandardPage, homes["vi"], title="Giới thiệu")
    menu = Navigation.objects.create(locale=locale("vi"), items=stream([("link", link(about, about))]))
    add(NewsPage, index, title="Tin 0")
    addresses = ["/vi/", index.url, about.url, "/sitemap.xml", "/vi/news.atom"]
    before = {address: queries(client, address) for address in addresses}
    pages = [add(StandardPage, homes["vi"], title=f"Trang {n}") for n in range(8)]
    for number in range(1, 9):
        translated(pages[number - 1], title=f"Page {number}", slug=f"page-{number}")
        add(NewsPage, index, title=f"Tin {number}")
    menu.items = stream([("link", link(page, *pages)) for page in pages])
    menu.save()
    after = {address: queries(client, address) for address in addresses}
    assert after == before


def test_words_are_offered_for_translation_and_choices_are_not(homes):
    about = add(StandardPage, homes["vi"], title="Giới thiệu")
    card = {
        "icon": "server",
        "title": "Thẻ",
        "text": "Chữ",
        "price": "59.000 đ",
        "page": about.pk,
        "link_label": "Xem",
    }
    page = add(
        StandardPage,
        homes["vi"],
        title="Trang",
        body=[
            ("cards", {"heading": "Tiêu đề", "cards": items(card)}),
            ("callout", {"tone": "warn", "title": "Chú ý", "text": "<p>Đoạn</p>"}),
        ],
    )
    page.refresh_from_db()
    texts = {
        segment.string.data for segment in extract_segments(page) if isinstance(segment, StringSegmentValue)
    }
    assert {"Tiêu đề", "Thẻ", "Chữ", "59.000 đ", "Xem", "Chú ý", "Đoạn"} <= texts
    assert not {"server", "warn"} & texts


def test_a_translation_with_gaps_is_not_published(homes, django_capture_on_commit_callbacks):
    page = add(StandardPage, homes["vi"], title="Giới thiệu", intro="Chúng tôi là ai.")
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=locale("en"))
    translation.save_target(publish=False)
    with pytest.raises(ValidationError):
        translation.save_target(publish=True)
    assert not translation.get_target_instance().live
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string, locale=locale("en"), context=segment.context, data="words"
        )
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    assert translation.get_target_instance().live


def test_the_publish_button_says_what_is_missing(admin_client, homes):
    page = add(StandardPage, homes["vi"], title="Giới thiệu")
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=locale("en"))
    translation.save_target(publish=False)
    target = translation.get_target_instance()
    address = f"/admin/pages/{target.pk}/edit/"
    response = admin_client.post(address, {"action": "publish"})
    assert response.status_code == 302
    target.refresh_from_db()
    assert not target.live
    assert not StandardPage.objects.get(pk=target.pk).live


def test_an_editors_hours_are_the_companys_hours():
    assert opening_hours() == DEFAULT_HOURS
    assert not OpeningHours.objects.exists()
    OpeningHours.objects.create(
        week=stream([("open", {"days": ["0"], "opens": "09:00", "closes": "10:00"})]),
        closures=stream([("closed", {"name": "Tết", "first": "2027-02-01", "last": "2027-02-08"})]),
        slot_minutes=20,
    )
    hours = opening_hours()
    monday = date(2026, 11, 23)
    assert [slot.start.time() for slot in hours.slots(monday)] == [time(9), time(9, 20), time(9, 40)]
    assert hours.slots(date(2027, 2, 8)) == []
    start = datetime(2027, 1, 26, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert hours.next_open(start).date() == date(2027, 2, 15)
    assert hours.slot_length == timedelta(minutes=20)


@pytest.mark.parametrize("saved_under", ["vi", "en"])
def test_pieces_are_called_in_their_own_language(homes, saved_under):
    names = {}
    for code in ("vi", "en"):
        with override(saved_under):
            piece, _made = CompanyIdentity.objects.get_or_create(
                locale=locale(code), defaults={"name": "A", "trade_name": "A", "head_office": "Hà Nội"}
            )
            names[code] = piece.save_revision().object_str
    assert names == {"vi": "Thông tin pháp nhân (Tiếng Việt)", "en": "Company identity (English)"}


def test_a_real_sites_address_comes_from_the_settings(settings):
    settings.BASE_URL = "https://www.example.vn"
    Builder().add_home({"title": "Trang chủ", "slug": "home", "hero_title": "Xin chào"})
    assert Site.objects.get(is_default_site=True).root_url == "https://www.example.vn"
