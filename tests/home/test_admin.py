"""The editor's side: every form opens, every block shows itself, "Add" never makes a second piece."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from home.models import (
    Announcement,
    CallToAction,
    CompanyIdentity,
    FaqPage,
    Footer,
    Navigation,
    NewsIndexPage,
    ServiceIndexPage,
    StandardPage,
)
from tests.privacy.policies import staff

from .builders import locale, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes():
    return make_site()


@pytest.mark.parametrize("model", [StandardPage, ServiceIndexPage, NewsIndexPage, FaqPage])
def test_the_editor_opens_for_each_page_type(admin_client, homes, model):
    address = reverse("wagtailadmin_pages:add", args=["home", model._meta.model_name, homes["vi"].pk])
    response = admin_client.get(address)
    assert response.status_code == 200
    assert "data-w-slug-formatters-value" in response.content.decode()


@pytest.mark.parametrize("model", [CompanyIdentity, Navigation, Footer, CallToAction, Announcement])
def test_the_editor_opens_for_each_piece_of_the_frame(admin_client, homes, model):
    assert admin_client.get(reverse(model.snippet_viewset.get_url_name("list"))).status_code == 200
    assert admin_client.get(reverse(model.snippet_viewset.get_url_name("add"))).status_code == 200


def test_adding_a_second_piece_opens_the_first(admin_client, homes):
    first = Navigation.objects.create(locale=locale("vi"))
    response = admin_client.get(reverse(Navigation.snippet_viewset.get_url_name("add")), {"locale": "vi"})
    assert response.status_code == 302
    assert response["Location"] == reverse(Navigation.snippet_viewset.get_url_name("edit"), args=[first.pk])
    other = admin_client.get(reverse(Navigation.snippet_viewset.get_url_name("add")), {"locale": "en"})
    assert other.status_code == 200


def test_the_opening_hours_can_be_edited(admin_client, homes):
    address = reverse("wagtailsettings:edit", args=["home", "openinghours"])
    assert admin_client.get(address, follow=True).status_code == 200


def test_each_block_shows_a_preview(admin_client, homes):
    blocks = StandardPage._meta.get_field("body").stream_block.child_blocks
    for name, block in blocks.items():
        response = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
        assert response.status_code == 200, name
        assert "css/site" in response.content.decode(), name


WHOLE = {
    "name": "Công ty TNHH Ví Dụ",
    "trade_name": "VÍ DỤ",
    "head_office": "Hà Nội",
    "representative": "Trần Văn Mẫu",
    "representative_title": "Giám đốc",
    "tax_code": "0101234567",
    "issue_date": date(2020, 3, 2),
    "issuer": "Cơ quan đăng ký kinh doanh thành phố Hà Nội",
    "hotline": "1900 0123",
}


def identity(**changes):
    return CompanyIdentity.objects.create(locale=locale("vi"), **{**WHOLE, **changes})


def seen_by(client, role, url):
    client.force_login(staff(role))
    return BeautifulSoup(client.get(url).content, "html.parser")


@pytest.mark.parametrize("role", ["Editor", "Privacy officer"])
def test_the_first_page_says_what_the_owner_block_lacks(client, homes, role):
    company = identity(representative="", representative_title="")
    panel = seen_by(client, role, reverse("wagtailadmin_home")).select_one("#owner-block-section")
    assert "legal representative" in panel.get_text()
    assert "tax code" not in panel.get_text()
    edit = reverse(CompanyIdentity.snippet_viewset.get_url_name("edit"), args=[company.pk])
    assert bool(panel.select(f"a[href='{edit}']")) == (role == "Editor")
    assert ("An editor can fill it in." in panel.get_text()) == (role != "Editor")


@pytest.mark.parametrize(("role", "changes"), [("Editor", {}), ("Sales", {"tax_code": ""})])
def test_the_first_page_is_silent_otherwise(client, homes, role, changes):
    identity(**changes)
    assert not seen_by(client, role, reverse("wagtailadmin_home")).select("#owner-block-section")


def test_the_company_s_screen_says_what_the_owner_block_lacks(client, homes):
    company = identity(tax_code="", hotline="")
    url = reverse(CompanyIdentity.snippet_viewset.get_url_name("edit"), args=[company.pk])
    warning = seen_by(client, "Editor", url).select_one("form .help-warning").get_text()
    assert "enterprise or tax code" in warning and "hotline" in warning
    assert "legal representative" not in warning
    CompanyIdentity.objects.filter(pk=company.pk).update(tax_code="0101234567", email="a@b.example")
    page = BeautifulSoup(client.get(url).content, "html.parser")
    assert not page.select("form .help-warning")
