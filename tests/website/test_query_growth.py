"""How many queries a public page takes has nothing to do with how much there is; figures don't matter."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from home.models import FaqPage, NewsIndexPage, NewsPage, ServiceIndexPage, ServicePage, StandardPage
from tests.forms_app.builders import FIELDS, make_form, stream
from tests.home.builders import add, items, make_site
from tests.home.builders import stream as body
from tests.privacy.policies import make_entry, publish, published_policy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uncached(settings):
    settings.PAGE_CACHE = False


def queries(client, address):
    """How many queries one view takes, once the process is warm."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connections["default"]) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def questions(count):
    entries = [{"question": f"Câu hỏi {n}?", "answer": "<p>Trả lời.</p>"} for n in range(count)]
    return [("questions", {"heading": "Hỏi đáp", "items": items(*entries)})]


def texts(count):
    return [
        ("text", {"label": f"Câu {n}", "key": f"text_{n}", "required": False, "multiline": False})
        for n in range(count)
    ]


def test_every_kind_of_page_takes_as_many_queries_for_many(client):
    homes = make_site()
    form = make_form(homes=homes)
    services = add(ServiceIndexPage, homes["vi"], title="Dịch vụ")
    add(ServicePage, services, title="Dịch vụ 0")
    news = add(NewsIndexPage, homes["vi"], title="Tin tức")
    # One of each kind, since kinds cost a query each: what grows is their number.
    add(NewsPage, news, title="Tin dịch vụ 0")
    add(StandardPage, homes["vi"], title="Trang dịch vụ 0")
    faq = add(FaqPage, homes["vi"], title="Hỏi đáp", body=questions(1))
    with translation.override("vi"):
        search = reverse("search")
    addresses = [
        "/vi/",
        form.url,
        services.url,
        news.url,
        faq.url,
        f"{search}?q=dich",
        f"{search}?q=khong-co-gi",
        "/sitemap.xml",
    ]
    before = {address: queries(client, address) for address in addresses}

    for number in range(1, 9):
        add(ServicePage, services, title=f"Dịch vụ {number}", body=questions(5))
        add(NewsPage, news, title=f"Tin dịch vụ {number}")
        add(StandardPage, homes["vi"], title=f"Trang dịch vụ {number}")
        make_form(homes=homes, slug=f"khac-{number}", title=f"Khác {number}")
    faq.body = body(questions(30))
    faq.save_revision().publish()
    # The form grows, and has many versions behind it.
    for number in range(1, 6):
        form.fields = stream(*FIELDS[:4], *FIELDS[4:], *texts(3 * number))
        form.save_revision().publish()
    after = {address: queries(client, address) for address in addresses}
    assert not {address: (before[address], n) for address, n in after.items() if n > before[address]}


def test_the_policy_takes_as_many_queries_for_many(client):
    policy = published_policy()
    before = queries(client, policy.url)
    for number in range(5):
        make_entry(f"more-{number}")
        publish(policy, intro=f"Lần {number}.", change_summary=f"Lần {number}.")
    for number in range(5):
        add(StandardPage, policy.get_parent().specific, title=f"Trang {number}")
    assert queries(client, policy.url) == before
