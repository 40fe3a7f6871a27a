"""What machines ask for: sitemap, robots, security.txt, the feed."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from home.models import CompanyIdentity, NewsIndexPage, NewsPage, StandardPage

from .builders import add, locale, make_site, translated

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def homes():
    return make_site()


def sitemap(client):
    """Address to its alternates by language."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own answer
    return {
        url.find(f"{SITEMAP}loc").text: {
            link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")
        }
        for url in root.findall(f"{SITEMAP}url")
    }


def test_the_sitemap_lists_live_pages_with_their_languages(client, homes):
    both = add(StandardPage, homes["vi"], title="Giới thiệu")
    english = translated(both, title="About", slug="about")
    one = add(StandardPage, homes["vi"], title="Chỉ tiếng Việt")
    draft = add(StandardPage, homes["vi"], title="Bản nháp", live=False)
    alias = one.copy_for_translation(locale("en"), alias=True)
    found = sitemap(client)
    pair = {"vi": f"http://testserver{both.url}", "en": f"http://testserver{english.url}"}
    assert found[pair["vi"]] == found[pair["en"]] == pair
    assert found[f"http://testserver{one.url}"] == {}
    assert not {f"http://testserver{draft.url}", f"http://testserver{alias.url}"} & set(found)


def test_robots_may_read_all_but_the_staffs_side(client, homes):
    response = client.get("/robots.txt")
    lines = response.content.decode().splitlines()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /admin/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_security_txt_names_the_contact_and_is_not_expired(client, homes):
    assert client.get("/.well-known/security.txt").status_code == 404
    CompanyIdentity.objects.create(
        locale=locale("vi"), name="A", trade_name="A", head_office="B", security_email="security@example.com"
    )
    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:security@example.com"
    expires = datetime.fromisoformat(fields["Expires"])
    assert datetime.now(UTC) + timedelta(days=30) < expires < datetime.now(UTC) + timedelta(days=365)
    assert fields["Preferred-Languages"] == "vi, en"


@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_feed_speaks_the_language_of_its_address(client, homes, code):
    index = add(NewsIndexPage, homes["vi"], title="Tin tức")
    article = add(NewsPage, index, title="Tin mới", date="2026-11-02")
    translated(index, title="News", slug="news")
    translated(article, title="Fresh news", slug="fresh-news")
    response = client.get(f"/{code}/news.atom")
    feed = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer
    titles = [entry.find(f"{ATOM}title").text for entry in feed.findall(f"{ATOM}entry")]
    assert response["Content-Type"].startswith("application/atom+xml")
    assert titles == [{"vi": "Tin mới", "en": "Fresh news"}[code]]
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").get("href").startswith(f"http://testserver/{code}/")


def test_no_feed_without_news(client, homes):
    assert client.get("/vi/news.atom").status_code == 404


def test_addresses_are_plain(homes):
    assert reverse("search").isascii()
