"""The page cache: fast, the same for everyone, and never stale."""

import gzip
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from tests.staff.builders import make_staff
from website import generation
from website.middleware import page_cache

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_store():
    page_cache.store.clear()


@pytest.fixture
def home():
    """A home page at /vi/ with a child, made with the plainest of this site's page types."""
    from home.models import HomePage, StandardPage

    Page.objects.filter(depth=2).delete()
    root = Page.get_first_root_node()
    vietnamese, _ = Locale.objects.get_or_create(language_code="vi")
    page = root.add_child(
        instance=HomePage(title="Trang chủ", slug="home", hero_title="Chào", locale=vietnamese)
    )
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=page, is_default_site=True)
    page.child = page.add_child(
        instance=StandardPage(title="Giới thiệu", slug="gioi-thieu", locale=vietnamese)
    )
    return page


PATH = "/vi/gioi-thieu/"


def text(response):
    body = response.content
    return (gzip.decompress(body) if response.get("Content-Encoding") == "gzip" else body).decode()


def publish(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_the_second_answer_is_the_first_ones_bytes_for_one_query(client, home, django_assert_num_queries):
    first = client.get(PATH, HTTP_ACCEPT_ENCODING="gzip")
    with django_assert_num_queries(1):
        second = client.get(PATH, HTTP_ACCEPT_ENCODING="gzip")
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert second["Content-Encoding"] == "gzip"
    assert int(second["Content-Length"]) == len(second.content)
    assert second["ETag"].startswith('"')
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert not second.cookies


def test_plain_for_who_takes_no_gzip(client, home):
    packed = client.get(PATH, HTTP_ACCEPT_ENCODING="gzip")
    for header in ("", "identity", "gzip;q=0"):
        plain = client.get(PATH, HTTP_ACCEPT_ENCODING=header)
        assert not plain.has_header("Content-Encoding")
        assert plain.content == gzip.decompress(packed.content)
        assert plain["ETag"] != packed["ETag"]
    assert "Accept-Encoding" in packed["Vary"]


def test_who_has_it_already_gets_304(client, home):
    etag = client.get(PATH, HTTP_ACCEPT_ENCODING="gzip")["ETag"]
    again = client.get(PATH, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=f'"other", W/{etag}')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert client.get(PATH, HTTP_IF_NONE_MATCH='"other"').status_code == 200


def test_head_has_the_length_and_no_body(client, home):
    size = client.get(PATH)["Content-Length"]
    head = client.head(PATH)
    assert (head.content, head["Content-Length"]) == (b"", size)


def change_title(home):
    publish(home.child, title="Đổi tên")


def unpublish(home):
    home.child.unpublish()


def delete(home):
    home.child.delete()


def move(home):
    from home.models import StandardPage

    other = home.add_child(instance=StandardPage(title="Khác", slug="khac", locale=home.locale))
    home.child.move(other, pos="last-child")


def add_redirect(home):
    home.child.unpublish()
    Redirect.add_redirect(PATH.rstrip("/"), "/vi/", is_permanent=False)


@pytest.mark.parametrize("change", [change_title, unpublish, delete, move, add_redirect])
def test_a_change_is_seen_at_once(client, home, change):
    before = text(client.get(PATH))
    change(home)
    after = client.get(PATH)
    assert after.status_code != 200 or text(after) != before


def test_shared_content_is_seen_at_once(client, home):
    from home.models import Announcement

    client.get(PATH)
    number = generation.current()
    Announcement.objects.create(locale=home.locale, text="<p>Bảo trì tối nay</p>")
    assert generation.current() != number


def test_a_changed_site_or_locale_moves_the_generation(home):
    for change in (Site.objects.get().save, Locale.objects.get(language_code="vi").save):
        number = generation.current()
        change()
        assert generation.current() != number


def test_a_draft_moves_nothing(home):
    number = generation.current()
    home.child.title = "Bản nháp"
    home.child.save_revision()
    assert generation.current() == number


def test_what_a_submission_writes_moves_nothing(home):
    from django.apps import apps

    for model in apps.get_app_config("inbox").get_models():
        assert not generation.is_seen(model)
    for model in apps.get_app_config("vault").get_models():
        assert not generation.is_seen(model)
    for name in ("privacy.ConsentEvent", "privacy.ChainHead", "sessions.Session", "auth.User"):
        assert not generation.is_seen(apps.get_model(name))


def test_every_excluded_name_exists():
    from django.apps import apps

    for name in generation.UNSEEN_MODELS:
        apps.get_model(name)
    assert generation.UNSEEN_APPS.issubset(config.label for config in apps.get_app_configs())


def test_two_changes_at_once_and_a_pruning_never_look_like_none():
    seen = {generation.current()}
    for _ in range(generation.KEPT_CHANGES + 5):
        generation.bump()
        assert generation.current() not in seen
        seen.add(generation.current())
    generation.prune()
    assert generation.current() not in seen
    assert generation.current()[0] == 1


def test_staff_see_the_page_rendered_for_them(client, home):
    client.get(PATH)
    client.force_login(make_staff("Editor"))
    client.get(PATH)
    assert len(page_cache.store) == 1


@pytest.mark.parametrize(
    "query", ["?q=bao+mat", "?page=1&x=2", "?page=abc", "?utm_source=thu", "?page=99999"]
)
def test_other_queries_are_not_kept(client, home, query):
    client.get(PATH + query)
    assert len(page_cache.store) == 0


def test_a_listings_page_number_is(client, home):
    client.get(PATH + "?page=2")
    assert len(page_cache.store) == 1


def test_errors_are_not_kept(client, home):
    assert client.get("/vi/khong-co/").status_code == 404
    assert len(page_cache.store) == 0


def test_switched_off_it_renders_each_time(client, home, settings):
    settings.PAGE_CACHE = False
    first = client.get(PATH, HTTP_ACCEPT_ENCODING="gzip")
    assert len(page_cache.store) == 0
    assert client.get(PATH, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


def test_a_page_that_says_when_it_ends_is_rendered_anew_then(rf, monkeypatch):
    from django.http import HttpResponse

    rendered = []

    def view(request):
        rendered.append(1)
        request.fresh_until = timezone.now() + timedelta(minutes=5)
        return HttpResponse("x" * 400)

    cache = page_cache.PageCacheMiddleware(view)
    for _ in range(2):
        cache(rf.get("/vi/dat-lich/"))
    assert len(rendered) == 1
    later = timezone.now() + timedelta(minutes=6)
    monkeypatch.setattr(page_cache.timezone, "now", lambda: later)
    cache(rf.get("/vi/dat-lich/"))
    assert len(rendered) == 2


@pytest.mark.parametrize(
    "response_headers",
    [
        {"Cache-Control": "no-store"},
        {"Cache-Control": "private"},
        {"Vary": "Accept, Cookie"},
        {"Content-Type": "text/plain"},
    ],
)
def test_a_response_that_is_not_for_everyone_is_not_kept(rf, response_headers):
    from django.http import HttpResponse

    page_cache.PageCacheMiddleware(lambda request: HttpResponse("x" * 400, headers=response_headers))(
        rf.get("/vi/")
    )
    assert len(page_cache.store) == 0


def test_the_store_forgets_the_oldest_beyond_its_limit():
    store = page_cache.Store(limit=2000)
    entry = page_cache.Entry((1, 1), timezone.now(), "e", 10, b"x" * 700, ())
    for key in "abc":
        store.put(key, entry)
    assert store.get("a") is None and store.get("c") is entry
    assert store.size <= 2000


def test_another_host_has_its_own_pages(home):
    client = Client()
    client.get(PATH)
    client.get(PATH, HTTP_HOST="localhost")
    assert len(page_cache.store) == 2
