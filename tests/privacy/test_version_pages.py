"""The public pages of the versions: every one at its address, and what changed, in both languages."""

import hashlib
import json
import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from privacy.models import PolicyVersion, Purpose
from tests.privacy.policies import english_page, publish, published_policy, update_entry

pytestmark = pytest.mark.django_db
VI, EN = "/vi/chinh-sach-bao-mat/", "/en/privacy-policy/"


@pytest.fixture
def policy():
    """Three versions: the second keeps data longer, the third says it in other words."""
    page = published_policy()
    update_entry(retention_days=730)
    publish(page, intro="Từ nay ngắn gọn hơn.", change_summary="Lưu lâu hơn.")
    Purpose.objects.filter(locale__language_code="vi").update(description="Gửi ưu đãi <b>&</b> bảng giá.")
    return publish(page, intro="Từ nay rất ngắn gọn.", change_summary="Nói gọn hơn.", change_kind="typo")


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_list_names_every_version_with_its_state(client, policy):
    for path in (f"{VI}phien-ban/", f"{EN}versions/"):
        html = read(client, path)
        assert [int(n) for n in re.findall(r'id="version-(\d+)"', html)] == [3, 2, 1]
        assert html.count("versions__state--in_force") == 1 and html.count("versions__state--past") == 2
    assert "Lưu lâu hơn." in read(client, f"{VI}phien-ban/")
    assert "EN Lưu lâu hơn." in read(client, f"{EN}versions/")
    assert f"{VI}phien-ban/" in read(client, VI)


def test_versions_of_one_day_are_told_apart_by_the_time(client, policy):
    first, second, third = PolicyVersion.objects.order_by("number")
    for path in (f"{VI}phien-ban/", f"{EN}versions/"):
        entries = BeautifulSoup(read(client, path), "html.parser").select(".versions__entry")
        times = [[time["datetime"] for time in entry.select("time")] for entry in entries]
        begins = [timezone.localtime(each.effective_at).isoformat() for each in (first, second, third)]
        assert times == [[begins[2]], [begins[1], begins[2]], [begins[0], begins[1]]]
        assert all(re.search(r"\d\d:\d\d", entry.time.get_text()) for entry in entries)


def test_the_policy_leads_to_how_it_is_kept(client, policy):
    for path, board in ((VI, "/vi/cam-ket/"), (EN, "/en/promises/")):
        assert f'href="{board}"' in read(client, path)
        assert client.get(board).status_code == 200


def test_each_version_keeps_its_address_and_words(client, policy):
    for number in (1, 2, 3):
        version = PolicyVersion.objects.get(number=number)
        for language, path in (("vi", f"{VI}phien-ban/{number}/"), ("en", f"{EN}versions/{number}/")):
            html = read(client, path)
            assert version.text(language).html in html
            assert version.sha256 in html
            assert 'name="robots" content="noindex' in html or "noindex" in html


def test_the_data_of_a_version_prove_its_digest(client, policy):
    answer = client.get(f"{VI}phien-ban/2/du-lieu/")
    data = answer.json()
    version = PolicyVersion.objects.get(number=2)
    assert data["sha256"] == version.sha256
    assert data["texts"]["en"]["html"] == version.text("en").html
    assert data["registers"]["purpose"]["vi"]["news"]["retention_days"] == 730

    # By the recipe of docs/receipts.md, from nothing but the answer.
    def digest(value):
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    for text in data["texts"].values():
        assert digest({name: value for name, value in text.items() if name != "sha256"}) == text["sha256"]
    stated = data.pop("sha256")
    data["texts"] = {locale: text["sha256"] for locale, text in data["texts"].items()}
    assert digest(data) == stated
    assert re.fullmatch(r".*T.*\.\d{6}Z", data["effective_at"])


@pytest.mark.parametrize("view", ["", "song-song/"], ids=["inline", "beside"])
def test_differences_are_shown_word_by_word_and_register_by_register(client, policy, view):
    html = read(client, f"{VI}phien-ban/1/2/{view}")
    flat = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "12 tháng" in flat and "24 tháng" in flat
    assert re.search(r"<ins><span[^>]*>[^<]*</span>Từ nay ngắn gọn hơn\.</ins>", html)
    html = read(client, f"{EN}versions/2/3/{view.replace('song-song', 'side-by-side')}")
    assert re.search(r"<del><span[^>]*>[^<]*</span>ngắn gọn hơn\.?</del>", html) or "<del>" in html


def test_the_words_of_a_register_are_escaped(client, policy):
    html = read(client, f"{VI}phien-ban/2/3/")
    assert "&lt;b&gt;" in html and "<b>&</b>" not in html


def test_any_two_versions_can_be_chosen(client, policy):
    answer = client.get(f"{VI}phien-ban/", {"before": "3", "after": "1"})
    assert answer.status_code == 302 and answer["Location"] == f"{VI}phien-ban/1/3/"
    assert client.get(f"{VI}phien-ban/3/1/")["Location"] == f"{VI}phien-ban/1/3/"
    assert client.get(f"{VI}phien-ban/3/1/song-song/")["Location"] == f"{VI}phien-ban/1/3/song-song/"
    assert client.get(f"{VI}phien-ban/", {"before": "2", "after": "2"})["Location"] == f"{VI}phien-ban/2/"
    assert client.get(f"{VI}phien-ban/", {"before": "x", "after": "²"}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        f"{VI}phien-ban/9/",
        f"{VI}phien-ban/1/9/",
        f"{VI}phien-ban/2/2/",
        f"{VI}versions/",
        f"{EN}phien-ban/1/",
        f"{VI}phien-ban/x/",
        f"{VI}phien-ban/1/2/3/",
    ],
)
def test_what_there_is_not_is_not_found(client, policy, path):
    assert client.get(path).status_code == 404


def test_the_same_page_in_the_other_language_is_one_step_away(client, policy):
    assert f"{EN}versions/1/2/" in read(client, f"{VI}phien-ban/1/2/")
    assert f"{VI}phien-ban/2/" in read(client, f"{EN}versions/2/")


def test_the_pages_set_nothing_and_are_kept(client, policy):
    for path in (f"{VI}phien-ban/", f"{VI}phien-ban/1/", f"{VI}phien-ban/1/2/"):
        answer = client.get(path)
        assert not answer.cookies and answer["ETag"]
        assert "private" not in answer["Cache-Control"]
        assert client.get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_the_list_asks_no_more_for_more_versions(client, policy, settings):
    settings.PAGE_CACHE = False
    client.get(f"{VI}phien-ban/")

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(f"{VI}phien-ban/")
        return len(found)

    before = queries()
    for number in range(3):
        publish(policy, intro=f"Lần {number}.", change_summary=f"Lần {number}.")
    client.get(f"{VI}phien-ban/")
    assert queries() == before
    assert english_page(policy).live


@pytest.mark.parametrize("state", ["added", "removed"])
def test_what_only_screen_readers_need_is_hidden_on_the_site_and_in_the_admin(state):
    text = render_to_string("privacy/versions/_parts.html", {"parts": [(state, "words")]})
    assert {"visually-hidden", "w-sr-only"} <= set(BeautifulSoup(text, "html.parser").span["class"])
