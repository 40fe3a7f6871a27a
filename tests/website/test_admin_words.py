"""Every screen of the admin that links lead to speaks Vietnamese, ours and the packages' alike."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.users.models import UserProfile

from home.models import FaqPage, StandardPage
from tests.home.builders import add, make_site
from tests.staff.builders import make_staff

pytestmark = pytest.mark.django_db

# Words that stand in hardly any English phrase by chance, and in no Vietnamese one.
WORDS = """
the of and with this that edit delete add save view search from by is are all new create choose select
date time name title status user users group groups locked draft live published history reports help
preview close next previous back cancel yes actions settings move copy unpublish sort filter show hide
toggle type comment none enter results page pages root port upload uploaded latest never used collection
image images documents workflow language object permissions required optional day days hour hours ago
"""
ENGLISH = set(WORDS.split())
SHOWN_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")
# Not read by anyone: code, and what a script puts in place later.
HIDDEN = ("script", "style", "template", "[hidden]", "code")
LEADS_ELSEWHERE = re.compile(r"logout|/delete/|download|/bulk/|/preview|/dismissibles/|[.](csv|json|po|pdf)$")
A_NAME = re.compile(r"^[\w.-]*[._][\w.-]*$|@|https?:")
SCREENS = 60
# Names in the database: the page and the collection above all others, and Django's permissions, which
# Wagtail's table of a group's rights hides behind its columns' headings.
CONTENT = re.compile(r"Root|Can (?:add|change|delete) [a-z -]+")


def phrases(html):
    """Each text and each shown attribute of a page."""
    soup = BeautifulSoup(html, "html.parser")
    for hidden in soup.select(", ".join(HIDDEN)):
        hidden.decompose()
    yield from (text.strip() for text in soup.stripped_strings)
    for name in SHOWN_ATTRIBUTES:
        yield from (element[name].strip() for element in soup.select(f"[{name}]"))


def is_english(phrase):
    # Not by IGNORECASE: in that range are capitals whose small letters are a plain i and s.
    if CONTENT.fullmatch(phrase) or re.search("[à-ỹđ]", phrase.lower()) or A_NAME.search(phrase):
        return False
    return bool(ENGLISH & set(re.findall(r"[a-z]+", phrase.lower())))


def links(html, base):
    """The addresses of the admin that a page leads to; those of its menu are a script's."""
    found = [link["href"] for link in BeautifulSoup(html, "html.parser").select("a[href]")]
    for href in found + re.findall(r'"url": "(/admin/[^"]*)"', html):
        address = urlsplit(urljoin(base, href))
        is_ours = not address.netloc and address.path.startswith("/admin/")
        if is_ours and not LEADS_ELSEWHERE.search(address.path):
            yield address.path


def shape(path):
    """What addresses of one screen have in common."""
    return re.sub(r"\d+|[0-9a-f-]{32,}", "N", path)


@pytest.fixture
def reader(client):
    user = make_staff("Administrator", is_superuser=True)
    UserProfile.objects.create(user=user, preferred_language="vi")
    client.force_login(user)
    return client


def test_an_english_phrase_is_known_when_seen():
    assert is_english("Root page") and is_english("None") and is_english("Actions")
    assert not is_english("Chưa ai xuất bản") and not is_english("home.faqpage")


def test_no_screen_of_the_admin_has_an_english_phrase(reader):
    home = make_site(english=False)["vi"]
    for model, title in ((StandardPage, "Giới thiệu"), (FaqPage, "Hỏi đáp")):
        add(model, home, title=title).save_revision().publish()
    waiting = [reverse("wagtailadmin_home")]
    waiting += [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in home.get_children()]
    seen, found = set(), {}
    while waiting:
        address = waiting.pop(0)
        answer = reader.get(address)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        html = answer.content.decode()
        found.update({phrase: address for phrase in phrases(html) if is_english(phrase)})
        for path in links(html, address):
            if shape(path) not in seen:
                seen.add(shape(path))
                waiting.append(path)
    assert not found
    assert len(seen) > SCREENS, "the links lead through the admin"
