"""Who may throw a translation away: only who could publish another."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from home.models import StandardPage
from tests.home.builders import add, locale, make_site
from tests.staff.builders import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    """A page under translation: (its English page, the translation)."""
    homes = make_site()
    page = add(StandardPage, homes["vi"], title="Giới thiệu")
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=locale("en"))
    translation.save_target(publish=False)
    return page.get_translations().get(), translation


def addresses(page, translation):
    return [
        reverse("wagtail_localize:convert_to_alias", args=[page.pk]),
        reverse("wagtail_localize:stop_translation", args=[translation.pk]),
    ]


def test_who_may_not_publish_may_not_lose_a_translation(client, work):
    page, translation = work
    client.force_login(make_staff("Marketing"))
    for address in addresses(page, translation):
        for method in (client.get, client.post):
            response = method(address)
            assert response.status_code == 302
            assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert Page.objects.get(pk=page.pk).alias_of_id is None
    assert Translation.objects.get(pk=translation.pk).enabled


def test_a_translator_may(client, work):
    page, translation = work
    client.force_login(make_staff("Translator"))
    convert, stop = addresses(page, translation)
    assert client.get(convert).status_code == 200  # asks first
    client.post(stop)
    assert not Translation.objects.get(pk=translation.pk).enabled


def test_the_translators_editor_leads_to_publishing(client, work):
    page, _translation = work
    client.force_login(make_staff("Translator"))
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert '"canPublish": true' in response.context["props"]


def test_what_does_not_exist_is_not_found(client, work):
    client.force_login(make_staff("Editor"))
    assert client.get(reverse("wagtail_localize:convert_to_alias", args=[0])).status_code == 404
    assert client.post(reverse("wagtail_localize:stop_translation", args=[0])).status_code == 404
