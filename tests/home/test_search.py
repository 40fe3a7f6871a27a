"""The site search."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from home.models import StandardPage
from home.search import clean_query

from .builders import add, make_site, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes():
    return make_site()


def search(client, query, code="vi"):
    with translation.override(code):
        address = reverse("search")
    response = client.get(address, {"q": query})
    assert response.status_code == 200
    results = response.context["results"]
    return [page.title for page in results] if results is not None else None


@pytest.mark.parametrize("query", ["bao mat", "Bảo mật", "BẢO MẬT", "bảo mat", "đữ lieu"])
def test_diacritics_do_not_matter(client, homes, query):
    add(StandardPage, homes["vi"], title="Bảo mật", body=[("rich_text", "<p>Về dữ liệu của bạn.</p>")])
    add(StandardPage, homes["vi"], title="Giá cả")
    assert search(client, query) == ["Bảo mật"]


def test_the_text_of_blocks_is_searched(client, homes):
    add(StandardPage, homes["vi"], title="Trang", body=[("quote", {"text": "Đám mây riêng"})])
    assert search(client, "dam may") == ["Trang"]


def test_a_title_comes_before_a_mention(client, homes):
    for number in range(12):
        text = "bảo mật " * (number + 1)
        add(StandardPage, homes["vi"], title=f"Trang {number}", body=[("rich_text", f"<p>{text}</p>")])
    add(StandardPage, homes["vi"], title="Chính sách bảo mật", body=[("rich_text", "<p>Điều khoản</p>" * 50)])
    assert search(client, "bao mat")[0] == "Chính sách bảo mật"
    assert len(search(client, "bao mat")) == 10, "the others are on the next page"


def test_only_live_pages_of_the_language_are_found(client, homes):
    page = add(StandardPage, homes["vi"], title="Hosting Việt")
    translated(page, title="Hosting English", slug="hosting-english")
    add(StandardPage, homes["vi"], title="Hosting nháp", live=False)
    assert search(client, "hosting") == ["Hosting Việt"]
    assert search(client, "hosting", "en") == ["Hosting English"]


@pytest.mark.parametrize(
    "query", ["", "   ", "*", '"', "a AND", "NOT", "(", "tìm-thấy", "%", "x" * 5000, "ọ́" * 300]
)
def test_odd_queries_are_answered(client, homes, query):
    assert not search(client, query)


def test_queries_are_cut_and_cleaned():
    assert clean_query("a\x00b\n c") == "a b c"
    assert len(clean_query("x" * 5000)) == 200


def test_results_stay_out_of_search_engines(client, homes):
    html = client.get(reverse("search"), {"q": "<b>x</b>"}).content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert "<b>x</b>" not in html


def test_alias_pages_are_not_found(client, homes):
    page = add(StandardPage, homes["vi"], title="Hosting Việt")
    page.create_alias(parent=homes["en"], update_slug="hosting-en", update_locale=homes["en"].locale)
    assert Page.objects.filter(alias_of=page, live=True, locale=homes["en"].locale).exists()
    assert search(client, "hosting") == ["Hosting Việt"]
    assert search(client, "hosting", "en") == []
