"""Public pages are the same for everyone: nobody can hide one from some, and what is hidden is from all."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from home.models import StandardPage
from tests.home.builders import add, make_site
from tests.staff.builders import make_staff

pytestmark = pytest.mark.django_db
KINDS = ["password", "login", "groups"]


@pytest.fixture
def page():
    return add(StandardPage, make_site()["vi"], title="Giới thiệu", slug="gioi-thieu")


@pytest.fixture
def collection():
    return Collection.get_first_root_node().add_child(name="Tài liệu")


@pytest.fixture
def administrator(client):
    user = make_staff("Administrator", "Editor", is_superuser=True)
    client.force_login(user)
    return user


def test_the_editors_offer_no_privacy(client, administrator, page, collection):
    for address in (
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:add", args=["home", "standardpage", page.get_parent().pk]),
        reverse("wagtailadmin_collections:edit", args=[collection.pk]),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "set-privacy" not in answer.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_nor_can_it_be_set_by_hand(client, administrator, page, collection, kind):
    data = {"restriction_type": kind, "password": "mat-khau", "groups": administrator.groups.first().pk}
    for address in (
        reverse("wagtailadmin_pages:set_privacy", args=[page.pk]),
        reverse("wagtailadmin_collections:set_privacy", args=[collection.pk]),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, data).status_code == 404
    assert not PageViewRestriction.objects.exists()
    assert not CollectionViewRestriction.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_what_imported_data_restricts_is_shown_to_nobody(client, page, collection, kind):
    assert client.get("/vi/gioi-thieu/").status_code == 200
    document = get_document_model()(title="Bảng giá", collection=collection)
    document.file.save("bang-gia.txt", ContentFile(b"gia"))
    assert client.get(document.url).status_code == 200

    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="mat-khau")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=kind, password="mat-khau"
    )
    assert client.get("/vi/gioi-thieu/").status_code == 404
    assert client.get(document.url).status_code == 404
    client.force_login(make_staff("Editor"))
    assert client.get("/vi/gioi-thieu/").status_code == 404
