"""A form that isn't ready goes live from no screen, and each screen says why in words."""

from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, Workflow

from forms_app.models import FormPage
from home.models import StandardPage
from tests.forms_app.builders import make_form
from tests.privacy.policies import EDITOR, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def editor(client):
    user = staff(EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def broken():
    """A draft of a form whose only field the main purpose's box is missing for."""
    return make_form([("full_name", {"required": True})], publish=False)


def said(response):
    return unescape(" ".join(str(message) for message in get_messages(response.wsgi_request)))


def bulk_publish(client, *pages, **data):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{url}?" + "&".join(f"id={page.pk}" for page in pages), data)


def test_publishing_many_publishes_none_and_says_why(client, editor, broken):
    home = broken.get_parent()
    page = home.add_child(instance=StandardPage(title="Sẵn sàng", locale=broken.locale, live=False))
    page.save_revision()
    answer = bulk_publish(client, page, broken)
    assert answer.status_code == 302
    assert "“Liên hệ” is not ready" in said(answer) and "rests on consent" in said(answer)
    assert not Page.objects.filter(pk__in=[page.pk, broken.pk], live=True).exists()
    # The screen shows itself again, with the messages.
    assert "rests on consent" in unescape(client.get(answer["Location"]).content.decode())


def test_a_broken_form_below_a_page_is_told_too(client, editor, broken):
    answer = bulk_publish(client, broken.get_parent(), include_descendants="on")
    assert answer.status_code == 302 and "is not ready" in said(answer)
    assert not FormPage.objects.get().live


def test_what_is_ready_is_published(client, editor):
    form = make_form(publish=False)
    form.save_revision()
    assert bulk_publish(client, form).status_code == 302
    assert FormPage.objects.get().live


@pytest.mark.parametrize("script", [False, True])
def test_an_approval_of_a_broken_form_approves_nothing(client, editor, broken, script):
    broken.save_revision()
    state = Workflow.objects.exclude(name__icontains="dữ liệu").first().start(broken, editor)
    task = state.current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[broken.pk, "approve", task.pk])
    headers = {"X-Requested-With": "XMLHttpRequest"} if script else {}
    answer = client.post(url, {"comment": ""}, headers=headers)
    edit = reverse("wagtailadmin_pages:edit", args=[broken.pk])
    if script:
        assert answer.json()["redirect"] == edit
    else:
        assert answer.status_code == 302 and answer["Location"] == edit
    assert "rests on consent" in said(answer)
    task.refresh_from_db()
    assert task.status == "in_progress"
    assert not FormPage.objects.get().live
