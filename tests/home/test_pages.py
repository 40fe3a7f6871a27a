"""Each page type over HTTP, in both languages."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from common.translations import breadcrumbs
from home.models import (
    FaqPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    ServiceIndexPage,
    ServicePage,
    StandardPage,
)

from .builders import add, items, make_site, translated

pytestmark = pytest.mark.django_db

QUESTIONS = [
    (
        "questions",
        {"heading": "Hỏi đáp", "items": items({"question": "Có mất dữ liệu?", "answer": "<p>Không.</p>"})},
    )
]


@pytest.fixture
def homes():
    return make_site()


@pytest.fixture
def tree(homes):
    """One live page of each type in both languages; keys are (type, language)."""
    home = homes["vi"]
    pages = {(HomePage, code): page for code, page in homes.items()}

    def both(model, parent, **fields):
        page = pages[model, "vi"] = add(model, parent, **fields)
        pages[model, "en"] = translated(page, title=f"{model.__name__} in English")
        return page

    both(StandardPage, home, title="Giới thiệu", intro="Chúng tôi là ai.")
    services = both(ServiceIndexPage, home, title="Dịch vụ")
    both(ServicePage, services, title="Hosting", body=QUESTIONS)
    news = both(NewsIndexPage, home, title="Tin tức")
    both(NewsPage, news, title="Tin mới")
    both(FaqPage, home, title="Câu hỏi", body=QUESTIONS)
    return pages


@pytest.mark.parametrize("code", ["vi", "en"])
@pytest.mark.parametrize(
    "model", [HomePage, StandardPage, ServiceIndexPage, ServicePage, NewsIndexPage, NewsPage, FaqPage]
)
def test_each_page_type_is_served_in_both_languages(client, tree, model, code):
    page = tree[model, code]
    response = client.get(page.url)
    html = response.content.decode()
    assert response.status_code == 200
    assert page.url.startswith(f"/{code}/")
    assert f'<html lang="{code}"' in html
    heading = page.hero_title if model is HomePage else page.title
    assert f"<h1>{heading}</h1>" in html
    assert html.count("<h1") == 1
    assert '<main id="main"' in html
    assert not response.cookies


def test_a_language_without_a_home_page_is_not_served_in_another(client):
    make_site(english=False)
    assert client.get("/vi/").status_code == 200
    assert client.get("/en/").status_code == 404


def test_slugs_are_made_from_vietnamese_titles(homes):
    page = add(StandardPage, homes["vi"], title="Đặt lịch tư vấn")
    assert page.slug == "dat-lich-tu-van"
    assert add(StandardPage, homes["vi"], title="Đặt lịch tư vấn").slug == "dat-lich-tu-van-2"


def test_a_list_of_news_goes_on_over_several_pages(client, homes):
    index = add(NewsIndexPage, homes["vi"], title="Tin tức")
    for number in range(13):
        add(NewsPage, index, title=f"Tin số {number}")
    assert client.get(index.url).content.decode().count('class="news-item"') == 12
    second = client.get(index.url, {"page": "2"}).content.decode()
    assert second.count('class="news-item"') == 1
    assert f'<link rel="canonical" href="http://testserver{index.url}?page=2">' in second
    assert client.get(index.url, {"page": "nonsense"}).status_code == 200


def test_the_tree_has_rules(homes):
    home = homes["vi"]
    assert StandardPage in home.creatable_subpage_models()
    assert not StandardPage.can_create_at(Page.get_first_root_node())
    assert not ServicePage.can_create_at(home)
    assert not NewsPage.can_create_at(home)
    assert ServiceIndexPage.can_create_at(home)
    add(ServiceIndexPage, home, title="Dịch vụ")
    assert not ServiceIndexPage.can_create_at(home)
    assert not HomePage.can_create_at(Page.get_first_root_node())


def test_links_in_blocks_lead_to_the_readers_language(client, homes):
    about = add(StandardPage, homes["vi"], title="Giới thiệu")
    english = translated(about, title="About", slug="about")
    card = {"title": "Thẻ", "page": about.pk, "link_label": "Xem"}
    page = add(StandardPage, homes["vi"], title="Có thẻ", body=[("cards", {"cards": items(card)})])
    page_in_english = translated(page, title="With a card", slug="with-a-card")
    assert f'href="{about.url}"' in client.get(page.url).content.decode()
    assert f'href="{english.url}"' in client.get(page_in_english.url).content.decode()


def test_a_link_to_an_unpublished_page_is_not_shown(client, homes):
    about = add(StandardPage, homes["vi"], title="Giới thiệu")
    card = {"title": "Thẻ", "page": about.pk, "link_label": "Xem"}
    page = add(StandardPage, homes["vi"], title="Có thẻ", body=[("cards", {"cards": items(card)})])
    about.unpublish()
    html = client.get(page.url).content.decode()
    assert "Thẻ" in html
    assert about.url not in html


@pytest.mark.parametrize("code", ["vi", "en"])
def test_before_there_is_a_site_a_page_says_so(client, code):
    """Wagtail's migrations leave a first page behind that has no template."""
    assert not HomePage.objects.exists()
    response = client.get(f"/{code}/")
    assert response.status_code == 200
    html = response.content.decode()
    assert "manage.py load_demo" in html
    assert '<meta name="robots" content="noindex">' in html


def test_crumbs_name_only_live_pages_at_no_cost_per_level(client, homes):
    first = add(StandardPage, homes["vi"], title="Tầng một")
    draft = add(StandardPage, first, title="Tầng nháp", live=False)
    third = add(StandardPage, draft, title="Tầng ba")
    deep = add(StandardPage, third, title="Tầng bốn")
    shown = BeautifulSoup(client.get(deep.url).content, "html.parser").select(".crumbs a")
    assert [link.get_text() for link in shown] == ["Trang chủ", "Tầng một", "Tầng ba"]

    def count(page):
        with CaptureQueriesContext(connection) as queries:
            assert [each.url for each in breadcrumbs(page)]
        return len(queries)

    assert count(deep) == count(third)
