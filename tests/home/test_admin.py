"""The editor's side: every form opens, every block shows itself, "Add" never makes a second piece."""

import pytest
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
