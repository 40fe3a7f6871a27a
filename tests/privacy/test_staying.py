"""A published policy stays where it is, whatever is tried with its page."""

import pytest
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, Site

from privacy.models import PolicyPage
from privacy.release import Refused
from tests.privacy.builders import locale
from tests.privacy.policies import (
    draft_policy,
    edit_url,
    english_page,
    form_of,
    published_policy,
    said,
    staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def by_code(action):
    def run(page):
        if action == "unpublish":
            page.unpublish()
        elif action == "expire":
            # As the command that looks for expired pages does: without the page's own class.
            Page.objects.get(pk=page.pk).unpublish(set_expired=True)
        elif action == "delete":
            page.delete()
        elif action == "delete_home":
            page.get_parent().delete()
        elif action == "move":
            other = Page.get_first_root_node().add_child(instance=Page(title="Khác", slug="khac"))
            page.move(other, pos="last-child")
        elif action == "hide":
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        elif action == "hide_home":
            PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
        elif action == "other_root":
            site = Site.objects.get()
            site.root_page = page.get_parent().add_child(instance=Page(title="Khác", slug="khac"))
            site.save()
        elif action == "no_site":
            Site.objects.get().delete()

    return run


ACTIONS = ["unpublish", "expire", "delete", "delete_home", "move", "hide", "hide_home"]
SITE_ACTIONS = ["other_root", "no_site"]


@pytest.mark.parametrize("action", ACTIONS + SITE_ACTIONS)
def test_a_published_policy_stays_where_it_is(client, action):
    from django.db import transaction

    page = published_policy()
    with pytest.raises(Refused), transaction.atomic():
        by_code(action)(page)
    answer = client.get(page.url)
    assert answer.status_code == 200 and "Chỉ khi quý khách đồng ý." in answer.content.decode()


def test_the_admin_explains_why_it_stays(client, officer):
    page = published_policy()
    for name in ("delete", "unpublish", "move"):
        for target in (page, page.get_parent()):
            url = reverse(f"wagtailadmin_pages:{name}", args=[target.pk])
            assert client.post(url, {"include_descendants": "on"}, follow=True).status_code == 200
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.force_login(staff("Administrator", is_superuser=True))
    answer = client.post(f"{bulk}?id={page.pk}")
    assert "It can't be unpublished" in said(answer)
    site = Site.objects.get()
    elsewhere = page.get_parent().add_child(instance=Page(title="Khác", slug="khac"))
    form = {"hostname": site.hostname, "port": site.port, "root_page": elsewhere.pk, "is_default_site": "on"}
    answer = client.post(reverse("wagtailsites:edit", args=[site.pk]), form)
    assert "It can't be unpublished" in said(answer)
    assert Site.objects.get().root_page_id == site.root_page_id
    answer = client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert "It can't be unpublished" in said(answer)
    answer = client.get(reverse("wagtailadmin_pages:delete", args=[page.get_parent().pk]))
    assert "It can't be unpublished" in said(answer)
    page.refresh_from_db()
    assert page.live and client.get(page.url).status_code == 200


def test_a_draft_that_was_never_published_can_go():
    policy = draft_policy()
    policy.delete()
    assert PolicyPage.objects.count() == 1


def test_the_address_of_a_published_policy_stays(client, officer):
    page = published_policy()
    answer = client.post(edit_url(page), form_of(page, slug="khac", **{"action-publish": "1"}))
    assert answer.status_code == 200 and "The address of a published policy stays" in answer.content.decode()
    page.slug = "khac"
    page.save()
    assert PolicyPage.objects.get(pk=page.pk).slug == "chinh-sach-bao-mat"


def test_a_language_without_a_version_has_no_policy_page(client):
    page = published_policy()
    assert client.get(english_page(page).url).status_code == 200
    fr = locale("fr")
    copy = Page.get_first_root_node().add_child(
        instance=PolicyPage(
            title="Politique",
            slug="politique",
            locale=fr,
            effective_date=page.effective_date,
            intro="Non publié.",
            translation_key=page.translation_key,
        )
    )
    from django.http import Http404
    from django.test import RequestFactory

    with pytest.raises(Http404):
        copy.get_context(RequestFactory().get("/"))
