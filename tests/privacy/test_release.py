"""The policy goes live in all languages with all registers, or not at all; only who may publishes it."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, PageViewRestriction, Workflow
from wagtail_localize.models import StringTranslation

from privacy import declared, follow_ups
from privacy.approval import workflow
from privacy.models import Enactment, PolicyPage, PolicyVersion, Purpose
from privacy.publishing import PublishedTogether
from privacy.release import Incomplete, Refused
from tests.privacy.builders import locale
from tests.privacy.policies import (
    BODY,
    EDITOR,
    OFFICER,
    change,
    draft_policy,
    edit_url,
    english_page,
    form_of,
    make_entry,
    make_homes,
    posted_from,
    publish,
    published_policy,
    said,
    staff,
    translate,
    translation_of,
    update_entry,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def policy():
    make_entry()
    return draft_policy()


@pytest.fixture
def officer(client):
    user = staff(OFFICER)
    client.force_login(user)
    return user


# All languages at once


def test_publishing_the_source_publishes_both_languages_as_one_version(policy):
    translate(policy)
    policy.get_latest_revision().publish()
    version = PolicyVersion.objects.get()
    assert version.number == 1
    assert set(version.texts.values_list("locale", "title")) == {
        ("vi", "Chính sách bảo mật"),
        ("en", "Privacy policy"),
    }
    assert english_page(policy).live and PolicyPage.objects.get(pk=policy.pk).live
    assert "EN Mục đích thu thập" in version.text("en").html
    assert "Newsletter" in version.text("en").html
    assert version.registers["purpose"]["en"]["news"]["name"] == "Newsletter"


def test_what_lacks_words_in_one_language_is_published_in_none(policy):
    with pytest.raises(Incomplete, match="9 texts"):
        policy.get_latest_revision().publish()
    assert not PolicyVersion.objects.exists()
    assert not PolicyPage.objects.filter(live=True).exists()


def test_a_register_entry_without_words_stops_it(policy):
    translate(policy)
    Purpose.objects.create(
        code="survey", locale=locale("vi"), name="Khảo sát", description="…", retention_days=30
    )
    with pytest.raises(Incomplete, match="Khảo sát"):
        policy.get_latest_revision().publish()
    assert not PolicyVersion.objects.exists()


def test_a_missing_translation_stops_it():
    make_entry()
    vi_home, _en = make_homes()
    page = PolicyPage(
        title="Chính sách", slug="chinh-sach", locale=locale("vi"), effective_date=timezone.localdate()
    )
    vi_home.add_child(instance=page)
    with pytest.raises(Incomplete):
        page.save_revision().publish()
    assert not PolicyVersion.objects.exists()


def test_nothing_changed_makes_no_version():
    page = published_policy()
    page.get_latest_revision().publish()
    page.save_revision().publish()
    assert PolicyVersion.objects.count() == 1


def test_a_draft_is_offered_to_translators_before_anything_is_live():
    page = published_policy()
    change(page, intro="Từ nay ngắn gọn hơn.")
    segments = translation_of(page).source.stringsegment_set
    assert segments.filter(string__data="Từ nay ngắn gọn hơn.").exists()
    assert PolicyVersion.objects.count() == 1


def test_a_draft_shows_nowhere_until_it_is_published(client):
    page = published_policy()
    change(page, intro="Bản nháp bí mật.")
    translate(page)
    translation_of(page).save_target(publish=False)
    for each in (page, english_page(page)):
        assert "Bản nháp bí mật" not in client.get(each.url).content.decode()
    publish(page, change_summary="Có lời mở đầu.")
    assert "Bản nháp bí mật" in client.get(page.url).content.decode()
    assert "EN Bản nháp bí mật" in client.get(english_page(page).url).content.decode()


def test_a_changed_period_reaches_every_language():
    """The English row has it only when somebody saves it; publishing does."""
    from wagtail_localize.models import StringSegment, Translation, TranslationSource

    page = published_policy()
    entry = Purpose.objects.get(code="news", locale__language_code="vi")
    source, _ = TranslationSource.update_or_create_from_instance(entry)
    Translation.objects.create(source=source, target_locale=locale("en"))
    for segment in StringSegment.objects.filter(source=source):
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale("en"),
            data=f"EN {segment.string.data}",
            translation_type="manual",
        )
    entry.retention_days = 730
    entry.save()
    publish(page, change_summary="Lưu lâu hơn.")
    version = PolicyVersion.in_force()
    assert {
        version.registers["purpose"][language]["news"]["retention_days"] for language in ("vi", "en")
    } == {730}


# By the admin's own screens


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


# Approval


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


# What may be said about a change


def test_a_change_needs_a_summary_in_every_language(policy):
    publish(policy)
    with pytest.raises(Incomplete, match="Say what changes since version 1"):
        publish(policy, intro="Mới.")
    publish(policy, change_summary="Có lời mở đầu.")
    with pytest.raises(Incomplete, match="still speaks of version 2"):
        publish(policy, intro="Mới hơn nữa.")
    assert PolicyVersion.objects.count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"retention_days": 730},
        {"legal_basis": "contract", "legal_reference": "L19.1d"},
        {"data_categories": ["contact"]},
        {"is_sensitive": True},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_change_of_meaning_is_no_typo(policy, fields):
    publish(policy)
    update_entry(**fields)
    with pytest.raises(Incomplete, match="more than wording"):
        publish(policy, change_summary="Sửa.", change_kind="typo")
    publish(policy, change_kind="material")
    assert PolicyVersion.in_force().number == 2


def test_a_new_purpose_is_no_typo(policy):
    publish(policy)
    make_entry("survey")
    with pytest.raises(Incomplete, match="more than wording"):
        publish(policy, change_summary="Sửa.", change_kind="typo")


def test_a_mended_word_is_a_typo(policy):
    publish(policy)
    Purpose.objects.filter(locale__language_code="vi").update(description="Gửi bảng giá, ưu đãi.")
    publish(policy, change_summary="Sửa một lỗi gõ.", change_kind="typo")
    assert PolicyVersion.in_force().kind == "typo"


# Later


def test_a_version_of_a_later_day_waits_for_it(client, policy, monkeypatch):
    publish(policy)
    day = timezone.localdate() + timedelta(days=10)
    update_entry(retention_days=730)
    publish(policy, intro="Sắp tới.", effective_date=day, change_summary="Lưu lâu hơn.")
    version = PolicyVersion.objects.get(number=2)
    assert timezone.localtime(version.effective_at) == timezone.make_aware(
        datetime.combine(day, datetime.min.time())
    )
    assert declared.current().number == 1
    html = client.get(policy.url).content.decode()
    assert "Sắp tới." not in html and 'data-policy-version="1"' in html
    assert "phien-ban/2/" in html
    follow_ups.sweep()
    assert list(Enactment.objects.values_list("version__number", flat=True)) == [1]

    monkeypatch.setattr(timezone, "now", lambda: version.effective_at)
    assert declared.current().number == 2
    html = client.get(policy.url).content.decode()
    assert "Sắp tới." in html and 'data-policy-version="2"' in html


def test_coming_into_force_is_told_once_and_moves_the_kept_pages(policy, monkeypatch):
    from privacy.signals import declarations_changed
    from website import generation

    publish(policy)
    publish(
        policy,
        intro="Sắp tới.",
        effective_date=timezone.localdate() + timedelta(days=2),
        change_summary="Có lời mở đầu.",
    )
    version = PolicyVersion.objects.get(number=2)
    told = []

    def hear(sender, version=None, **kwargs):
        told.append(version)

    declarations_changed.connect(hear)
    try:
        before = generation.current()
        follow_ups.sweep()
        assert not told
        monkeypatch.setattr(timezone, "now", lambda: version.effective_at + timedelta(seconds=1))
        follow_ups.sweep()
        follow_ups.sweep()
    finally:
        declarations_changed.disconnect(hear)
    assert told == [version]
    assert generation.current() != before


def test_a_page_scheduled_by_wagtail_is_frozen_now_and_in_force_then(policy):
    publish(policy)
    later = timezone.now().replace(microsecond=0) + timedelta(hours=5)
    publish(policy, intro="Sắp tới.", go_live_at=later, change_summary="Có lời mở đầu.")
    assert PolicyVersion.objects.get(number=2).effective_at == later
    assert declared.current().number == 1
    assert PolicyPage.objects.get(pk=policy.pk).live


def test_a_version_never_overtakes_the_announced_one(policy):
    publish(policy)
    day = timezone.localdate() + timedelta(days=10)
    publish(policy, intro="Sắp tới.", effective_date=day, change_summary="Một.")
    publish(policy, intro="Sửa.", effective_date=timezone.localdate(), change_summary="Hai.")
    second, third = PolicyVersion.objects.order_by("number")[1:]
    assert third.effective_at == second.effective_at
    assert declared.current(second.effective_at).number == 3


# What a published policy does not allow


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

    return run


ACTIONS = ["unpublish", "expire", "delete", "delete_home", "move", "hide", "hide_home"]


@pytest.mark.parametrize("action", ACTIONS)
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
