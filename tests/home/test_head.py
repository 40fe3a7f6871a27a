"""What the head of a page says to machines."""

import json
import re

import pytest

from home import prices
from home.models import (
    CompanyIdentity,
    FaqPage,
    NewsIndexPage,
    NewsPage,
    ServiceIndexPage,
    ServicePage,
    StandardPage,
)

from .builders import add, items, locale, make_site, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes():
    return make_site()


@pytest.fixture
def company():
    return CompanyIdentity.objects.create(
        locale=locale("vi"),
        name="Công ty TNHH Ví Dụ",
        trade_name="VÍ DỤ",
        head_office="Hà Nội",
        tax_code="0100000000",
    )


def head(client, page, **query):
    return client.get(page.url, query).content.decode().split("</head>")[0]


def graph(html):
    """The JSON-LD objects of a page by type."""
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return {item["@type"]: item for item in json.loads(data)["@graph"]}


def hreflang(html):
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html))


def test_hreflang_names_live_translations_and_a_default(client, homes):
    page = add(StandardPage, homes["vi"], title="Giới thiệu")
    english = translated(page, title="About", slug="about")
    expected = {
        "vi": f"http://testserver{page.url}",
        "en": f"http://testserver{english.url}",
        "x-default": f"http://testserver{page.url}",
    }
    assert hreflang(head(client, page)) == expected
    assert hreflang(head(client, english)) == expected


def test_the_home_pages_default_is_the_address_that_chooses(client, homes):
    assert hreflang(head(client, homes["vi"]))["x-default"] == "http://testserver/"


def test_drafts_and_aliases_are_no_alternates(client, homes):
    page = add(StandardPage, homes["vi"], title="Giới thiệu")
    draft = translated(page, live=False, title="About", slug="about")
    assert hreflang(head(client, page)) == {}
    draft.delete()
    alias = page.copy_for_translation(locale("en"), alias=True)
    assert alias.alias_of_id == page.pk
    assert hreflang(head(client, page)) == {}
    assert f'<link rel="canonical" href="http://testserver{page.url}">' in head(client, alias)


def test_the_title_names_the_company_once(client, homes, company):
    page = add(StandardPage, homes["vi"], title="Giới thiệu")
    named = add(StandardPage, homes["vi"], title="Về Ví Dụ")
    assert "<title>Giới thiệu – VÍ DỤ</title>" in head(client, page)
    assert "<title>Về Ví Dụ</title>" in head(client, named)


def test_canonical_and_description(client, homes):
    page = add(StandardPage, homes["vi"], title="Giới thiệu", intro='Hai "câu" & hết')
    html = head(client, page, utm_source="x")
    assert f'<link rel="canonical" href="http://testserver{page.url}">' in html
    assert '<meta name="description" content="Hai &quot;câu&quot; &amp; hết">' in html
    assert f'<meta property="og:url" content="http://testserver{page.url}">' in html


def test_absolute_addresses_come_from_the_site_not_from_the_host_header(client, homes, settings):
    settings.ALLOWED_HOSTS = ["*"]
    html = client.get("/vi/", headers={"host": "evil.example"}).content.decode()
    assert "evil.example" not in html
    assert '<link rel="canonical" href="http://testserver/vi/">' in html


def test_open_graph_names_languages_with_their_territory(client, homes):
    page = add(StandardPage, homes["vi"], title="Giới thiệu")
    english = translated(page, title="About", slug="about")
    for each, own, other in ((page, "vi_VN", "en_GB"), (english, "en_GB", "vi_VN")):
        html = head(client, each)
        assert re.findall(r'<meta property="og:locale" content="([^"]+)">', html) == [own]
        assert re.findall(r'<meta property="og:locale:alternate" content="([^"]+)">', html) == [other]


def test_the_company_is_an_organization(client, homes, company):
    item = graph(head(client, homes["vi"]))["Organization"]
    assert (item["name"], item["legalName"], item["taxID"]) == ("VÍ DỤ", "Công ty TNHH Ví Dụ", "0100000000")
    assert "email" not in item


def test_a_service_offers_its_plans(client, homes):
    index = add(ServiceIndexPage, homes["vi"], title="Dịch vụ")
    plans = items(
        {"name": "Một", "price": "59.000 đ", "period": "mỗi tháng"},
        {"name": "Hai", "price": "theo yêu cầu"},
    )
    page = add(ServicePage, index, title="Hosting", body=[("plans", {"plans": plans})])
    found = graph(head(client, page))
    (offer,) = found["Service"]["offers"]
    assert (offer["name"], offer["price"], offer["priceCurrency"]) == ("Một", "59000", "VND")
    assert [crumb["name"] for crumb in found["BreadcrumbList"]["itemListElement"]] == [
        "Trang chủ",
        "Dịch vụ",
        "Hosting",
    ]


@pytest.mark.parametrize(
    ("price", "amount"),
    [
        ("59.000 đ", 59000),
        ("59,000 VND", 59000),
        ("8 900 000₫", 8900000),
        ("từ 59.000 đ", None),
        ("59 USD", None),
        ("", None),
    ],
)
def test_only_plain_amounts_are_prices(price, amount):
    assert prices.amount(price) == amount


def test_questions_are_read_as_questions(client, homes):
    asked = items({"question": "Mất dữ liệu không?", "answer": "<p>Không.</p><p>Có <b>bản sao</b>.</p>"})
    page = add(FaqPage, homes["vi"], title="Câu hỏi", body=[("questions", {"items": asked})])
    (question,) = graph(head(client, page))["FAQPage"]["mainEntity"]
    assert question["name"] == "Mất dữ liệu không?"
    assert question["acceptedAnswer"]["text"] == "Không. Có bản sao ."


def test_an_article_has_a_date_and_a_publisher(client, homes, company):
    index = add(NewsIndexPage, homes["vi"], title="Tin tức")
    article = add(NewsPage, index, title="Tin mới", date="2026-11-02")
    item = graph(head(client, article))["NewsArticle"]
    assert item["datePublished"] == "2026-11-02"
    assert item["publisher"] == {"@id": "http://testserver/#organization"}


def test_editors_text_cannot_close_the_script(client, homes):
    page = add(StandardPage, homes["vi"], title="</script><script>alert(1)</script>", slug="script")
    html = client.get(page.url).content.decode()
    assert "<script>alert" not in html
    names = [crumb["name"] for crumb in graph(html)["BreadcrumbList"]["itemListElement"]]
    assert names[-1] == "</script><script>alert(1)</script>"
