"""The demo site: complete, translated to the last segment, its links whole, the policy word for word."""

import copy
import io
import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import translation
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from common.bilingual import Glossary, Untranslated, p, rich, t, translate
from home.models import HomePage, NewsPage, StandardPage
from tests import databases
from website.demo import build_site

HOST = "http://testserver"
POLICY = Path(__file__).parent.parent / "data" / "privacy-policy.vi.txt"
ADDRESSES = [
    ("/vi/lien-he/", "/en/contact/"),
    ("/vi/goi-lai/", "/en/callback/"),
    ("/vi/ban-tin/", "/en/newsletter/"),
    ("/vi/khao-sat/", "/en/survey/"),
    ("/vi/chinh-sach-bao-mat/", "/en/privacy-policy/"),
]
VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE
)

# All of them: tests with and without a database are run apart, and the demo would be built twice.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, built once for this module and committed; each test works in a transaction above it."""
    with django_db_blocker.unblock():
        pages = build_site()
        yield pages
        databases.restore()


@pytest.fixture(scope="module")
def soups(demo, django_db_blocker):
    """{path: parsed page} of every live page, in both languages, as a visitor gets it."""
    client = Client()
    found = {}
    with django_db_blocker.unblock():
        for page in Page.objects.live().filter(depth__gte=2):
            path = page.get_url_parts()[2]
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert not answer.cookies, path
            found[path] = BeautifulSoup(answer.content, "html.parser")
    return found


def words(text):
    """The words of `text` in order, without list dashes and white space."""
    return [word for word in text.split() if word != "–"]


def test_every_page_answers_in_both_languages(soups, demo):
    languages = [path.split("/")[1] for path in soups]
    assert languages.count("vi") == languages.count("en") == len(demo)
    for vi, en in ADDRESSES:
        assert vi in soups
        assert en in soups


def test_every_page_names_its_translation(soups):
    for path, soup in soups.items():
        links = {link["hreflang"]: link["href"] for link in soup.select("head link[rel=alternate][hreflang]")}
        assert set(links) == {"vi", "en", "x-default"}, path
        assert links[path.split("/")[1]].endswith(path)
    contact = soups["/vi/lien-he/"].select_one("link[hreflang=en]")["href"]
    assert contact.endswith("/en/contact/")


def test_every_internal_link_resolves(soups):
    client, checked = Client(), set(soups)
    for path, soup in soups.items():
        for link in soup.select("a[href]"):
            target = urldefrag(urljoin(HOST + path, link["href"]))[0]
            if not target.startswith(HOST + "/"):
                continue
            address = target.removeprefix(HOST)
            if address not in checked:
                assert client.get(address).status_code == 200, f"{path} links to {address}"
                checked.add(address)


def test_links_stay_in_the_language(soups):
    """Only the language switch leads from an English page to a Vietnamese one, and back."""
    for path, soup in soups.items():
        other = "/vi/" if path.startswith("/en/") else "/en/"
        for link in soup.select("a[href]"):
            if link["href"].startswith(other):
                assert link.get("hreflang") == other.strip("/"), f"{path}: {link}"


def test_english_pages_hold_no_vietnamese(soups):
    for path, soup in soups.items():
        if not path.startswith("/en/"):
            continue
        soup = copy.copy(soup)
        for switch in soup.select("[lang=vi]"):
            switch.decompose()
        shown = soup.get_text(" ")
        assert not VIETNAMESE.search(shown), f"{path}: {VIETNAMESE.search(shown)}"
        for attribute in ("alt", "title", "placeholder", "content"):
            for element in soup.select(f"[{attribute}]"):
                assert not VIETNAMESE.search(element[attribute]), f"{path}: {element}"


def test_every_segment_is_translated(demo):
    assert Translation.objects.count() == TranslationSource.objects.count()
    for each in Translation.objects.select_related("source"):
        total, translated = each.get_progress()
        assert total == translated, each.source.object_repr
    assert not StringTranslation.objects.filter(has_error=True).exists()


def test_changing_the_vietnamese_shows_what_is_to_be_redone(demo):
    page = HomePage.objects.get(pk=demo["home"].pk)
    page.hero_title = "Website của bạn, do người thật trông coi."
    page.save_revision().publish()
    source = TranslationSource.objects.get_for_instance(page)
    source.update_from_db()
    source.refresh_segments()
    total, translated = Translation.objects.get(source=source).get_progress()
    assert total - translated == 1
    assert StringSegment.objects.filter(source=source, string__data=page.hero_title).exists()


def test_the_policy_is_the_companys_own_word_for_word(soups):
    lines = [line for line in POLICY.read_text().splitlines() if line.strip()]
    *text, call_to_action, copyright_line = lines
    soup = soups["/vi/chinh-sach-bao-mat/"]
    shown = words(soup.select_one("main").get_text(" "))
    position = 0
    for line in text:
        wanted = words(line)
        while shown[position : position + len(wanted)] != wanted:
            position += 1
            assert position < len(shown), f"Missing or out of order: {line}"
        position += len(wanted)
    everywhere = " ".join(soup.get_text(" ").split())
    assert call_to_action in everywhere
    assert copyright_line in everywhere


@pytest.mark.parametrize(("path", "words"), [("/vi/lien-he/", "thang máy"), ("/en/contact/", "the lift")])
def test_the_contact_page_says_who_where_and_when(soups, path, words):
    aside = soups[path].select_one("main aside").get_text(" ")
    assert "0101234567" in aside and "1900 0123" in aside and "024 0123 4567" in aside
    assert "8:00–12:00" in aside.replace("\N{WORD JOINER}", "")
    assert words in aside


def test_nobody_is_invented_and_nothing_stands_in(soups):
    """No legal representative is made up, and no line says that one is missing: the admin does."""
    for path, soup in soups.items():
        text = soup.get_text(" ")
        assert not re.search(r"người đại diện\)|of the representative\)|Ví Dụ|Mẫu,", text), path
        assert "Giám đốc" not in soup.select_one("footer").get_text(), path


def test_the_policys_english_has_as_many_points(soups):
    counts = {
        path: len(soups[path].select("main li"))
        for path in ("/vi/chinh-sach-bao-mat/", "/en/privacy-policy/")
    }
    assert len(set(counts.values())) == 1, counts


def test_every_line_of_the_companys_text_belongs_to_one_clause():
    from privacy.demo.clauses import CLAUSES, clause_of

    lines = [line for line in POLICY.read_text().splitlines() if line.strip()]
    found = [clause_of(line) for line in lines]
    assert [clause.code for clause in found if clause] == list(CLAUSES), "each once, and in order"
    for line in lines:
        words = line.strip().removeprefix("–").strip()
        assert sum(words.startswith(clause.begins) for clause in CLAUSES.values()) == 1, line


def test_every_clause_stands_in_the_policy_and_names_real_entries(soups):
    from privacy.blocks import REGISTERS
    from privacy.demo.clauses import CLAUSES

    shown = " ".join(soups["/vi/chinh-sach-bao-mat/"].get_text(" ").split())
    for clause in CLAUSES.values():
        assert clause.begins in shown, clause.code
        for register, codes in clause.entries.items():
            _label, model = REGISTERS[register]
            for language in ("vi", "en"):
                held = model.objects.filter(locale__language_code=language).values_list("code", flat=True)
                assert set(codes) <= set(held), clause.code
    promises = [clause for clause in CLAUSES.values() if clause.is_promise]
    assert len(promises) == 14
    assert all(clause.mechanisms for clause in promises)


@pytest.mark.parametrize("path", ["/vi/chinh-sach-bao-mat/", "/en/privacy-policy/"])
def test_the_policy_prints_every_register(soups, path):
    from privacy.models import Channel, DataCategory, Purpose, Recipient, StoredItem

    language = path.split("/")[1]
    main = soups[path].select_one("main")
    for model, number, prefix in (
        (Purpose, 10, "purpose"),
        (DataCategory, 9, "data"),
        (Recipient, 0, "recipient"),
        (StoredItem, 6, "storage"),
        (Channel, 7, "channel"),
    ):
        entries = model.objects.filter(locale__language_code=language)
        assert entries.count() == number
        for entry in entries:
            row = main.select_one(f"#{prefix}-{entry.code}")
            assert entry.name in row.get_text()
            assert all(cell["data-label"] for cell in row.select("th, td"))
            if model is Purpose:
                with translation.override(language):
                    assert entry.retention_label() in row.get_text()
                for category in DataCategory.objects.filter(
                    locale=entry.locale, code__in=entry.data_categories
                ):
                    assert category.name in row.get_text()
    assert main.select_one(".register-table__empty"), "nobody receives anything, and it says so"


def test_the_registers_are_published_as_they_stand_and_cover_every_form(demo):
    from forms_app.blocks import FormFieldsBlock
    from inbox.channels import channels
    from privacy import collectors, declared
    from privacy.differences import compare

    assert compare().entries == ()
    assert collectors.paused() == collectors.would_pause() == []
    for language in ("vi", "en"):
        covered = set()
        for category in declared.current().categories(language).values():
            covered |= set(category.field_types)
        assert covered == set(FormFieldsBlock.base_blocks) - {"consent"}
        assert set(channels.keys()) <= set(declared.current().channels(language))


def test_cookies_are_declared_by_their_real_names(demo, settings):
    from privacy import declared

    keys = {entry.key for entry in declared.current().stored_items("vi").values()}
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages", "privacy_centre"} <= keys


def test_forms_share_keys_and_never_tick_a_box(soups):
    for vi, en in ADDRESSES[:4]:
        names = {}
        for path in (vi, en):
            form = next(f for f in soups[path].select("main form") if f.get("method", "").lower() == "post")
            names[path] = [
                (e.get("name"), e.get("value"))
                for e in form.select("input[type=checkbox], input[type=radio]")
            ]
            boxes = form.select("input[data-purpose]")
            assert boxes, path
            assert not any(box.has_attr("checked") for box in boxes), path
        assert names[vi] == names[en]


def test_loading_again_changes_nothing(demo):
    before = Page.objects.count()
    out = io.StringIO()
    with transaction.atomic():
        call_command("load_demo", stdout=out)
    assert "was not loaded" in out.getvalue()
    assert Page.objects.count() == before


def test_inbox_is_empty(demo):
    from inbox.models import Enquiry

    assert not Enquiry.objects.exists()


def test_articles_are_dated_and_distinct(demo):
    for language in ("vi", "en"):
        articles = NewsPage.objects.live().filter(locale__language_code=language)
        assert len({article.date for article in articles}) == articles.count() == 5


def test_a_text_without_english_is_refused(demo):
    page = demo["about"].specific_class.objects.get(pk=demo["about"].pk)
    assert isinstance(page, StandardPage)
    page.intro = "Câu này chưa có bản tiếng Anh."
    page.save_revision().publish()
    with pytest.raises(Untranslated, match="Câu này chưa có bản tiếng Anh"):
        translate(page, locale=page.get_translations().get().locale, glossary=Glossary())


def test_a_glossary_refuses_what_does_not_match():
    glossary = Glossary()
    glossary.add(t("Máy chủ", "Server"))
    with pytest.raises(ValueError, match="translated both"):
        glossary.add(t("Máy chủ", "Host"))
    with pytest.raises(ValueError, match="structure"):
        glossary.add(_lopsided())


def _lopsided():
    words = rich(p("Một", "One"))
    words.en = "<p>One</p><p>Two</p>"
    return words
