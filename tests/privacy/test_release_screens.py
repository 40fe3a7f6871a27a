"""Publishing by the admin's screens: only who may, by the editor or by approval."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from privacy.approval import workflow
from privacy.models import PolicyPage, PolicyVersion
from privacy.publishing import PublishedTogether
from tests.privacy.policies import (
    BODY,
    EDITOR,
    OFFICER,
    change,
    edit_url,
    english_page,
    form_of,
    make_entry,
    make_homes,
    posted_from,
    published_policy,
    said,
    staff,
    translate,
    translation_of,
    update_entry,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_officer_publishes_by_the_editor(client, policy, officer):
    translate(policy)
    answer = client.post(edit_url(policy), posted_from(client, policy, **{"action-publish": "1"}))
    assert answer.status_code == 302, answer.context["form"].errors
    version = PolicyVersion.objects.get()
    assert version.texts.count() == 2
    assert version.published_by == officer.username


def test_the_officer_reads_what_is_missing_and_where(client, policy, officer):
    answer = client.post(edit_url(policy), form_of(policy, **{"action-publish": "1"}))
    assert answer.status_code == 302 and answer["Location"] == edit_url(policy)
    page = client.get(edit_url(policy)).content.decode()
    assert edit_url(english_page(policy)) in page
    assert "texts of the policy have no words" in said(answer)
    assert not PolicyVersion.objects.exists()


def test_the_edit_screen_says_what_publishing_would_change(client, officer):
    page = published_policy()
    update_entry(retention_days=730)
    change(page, intro="Từ nay ngắn gọn hơn.")
    html = client.get(edit_url(page)).content.decode()
    assert "publication" in html
    assert "12 months" in html and "24 months" in html
    assert "Từ nay ngắn gọn hơn." in html


def test_a_translators_publish_is_kept_until_the_whole_is_published(client, policy):
    translate(policy)
    client.force_login(staff("Translator"))
    url = edit_url(english_page(policy))
    answer = client.post(url, {"action": "publish"})
    assert answer.status_code == 302
    assert "published together" in said(answer)
    assert not PolicyVersion.objects.exists() and not english_page(policy).live


def test_a_translation_cannot_be_published_by_any_other_way(policy):
    translate(policy)
    translation_of(policy).save_target(publish=False)
    with pytest.raises(PublishedTogether):
        english_page(policy).get_latest_revision().publish()


@pytest.mark.parametrize("superuser", [False, True])
def test_who_was_not_given_the_right_cannot_publish(client, policy, superuser):
    translate(policy)
    user = staff(EDITOR, is_superuser=superuser)
    client.force_login(user)
    answer = client.post(edit_url(policy), form_of(policy, intro="Mới.", **{"action-publish": "1"}))
    assert answer.status_code == 302
    assert not PolicyVersion.objects.exists()
    # The draft is kept.
    assert PolicyPage.objects.get(pk=policy.pk).get_latest_revision_as_object().intro == "Mới."
    with pytest.raises(PermissionDenied):
        policy.get_latest_revision().publish(user=user)
    with pytest.raises(PermissionDenied):
        policy.get_latest_revision().publish(user=user, skip_permission_checks=True)


def test_creating_and_publishing_in_one_go_asks_too(client, officer):
    make_entry()
    home, _en = make_homes()
    page = PolicyPage(
        title="Chính sách",
        slug="chinh-sach",
        locale=home.locale,
        effective_date=timezone.localdate(),
        body=BODY,
    )
    url = reverse("wagtailadmin_pages:add", args=["privacy", "policypage", home.pk])
    client.force_login(staff(EDITOR, OFFICER))
    answer = client.post(url, form_of(page, **{"action-publish": "1"}))
    assert answer.status_code == 302, answer.context["form"].errors
    created = PolicyPage.objects.get()
    assert not PolicyVersion.objects.exists() and not created.live
    assert client.get(created.get_full_url() or "/vi/chinh-sach/").status_code == 404


def submit(client, page, **fields):
    return client.post(edit_url(page), form_of(page, **{"action-submit": "1", **fields}))


def test_an_editor_submits_and_the_officer_approves(client, policy):
    translate(policy)
    client.force_login(staff(EDITOR))
    submit(client, policy)
    assert policy.current_workflow_state.workflow == workflow()
    client.force_login(staff(OFFICER))
    answer = client.post(
        edit_url(policy),
        posted_from(client, policy, **{"action-workflow-action": "1", "workflow-action-name": "approve"}),
    )
    assert answer.status_code == 302
    assert PolicyVersion.objects.get().texts.count() == 2


def test_an_incomplete_policy_cannot_be_approved(client, policy):
    client.force_login(staff(EDITOR))
    submit(client, policy)
    client.force_login(staff(OFFICER))
    state = policy.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[policy.pk, "approve", state.pk])
    assert client.post(url, {"comment": ""}).status_code in (302, 403)
    answer = client.post(
        edit_url(policy),
        form_of(policy, **{"action-workflow-action": "1", "workflow-action-name": "approve"}),
    )
    assert answer.status_code == 302 and "have no words" in said(answer)
    assert not PolicyVersion.objects.exists()
    assert PolicyPage.objects.get(pk=policy.pk).workflow_in_progress


@pytest.mark.parametrize("superuser", [False, True])
def test_only_the_officer_approves(client, policy, superuser):
    translate(policy)
    editor = staff(EDITOR, is_superuser=superuser)
    client.force_login(editor)
    submit(client, policy)
    state = policy.current_workflow_task_state
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[policy.pk, "approve", state.pk]), {"comment": ""}
    )
    assert not PolicyVersion.objects.exists()


def test_every_policy_page_has_the_officers_workflow(policy):
    assert policy.get_workflow() == workflow() == english_page(policy).get_workflow()
    assert Workflow.objects.count() == 2
