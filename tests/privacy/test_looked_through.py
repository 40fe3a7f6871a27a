"""Publishing from a screen publishes what that screen showed: nobody's later words, nobody's later entry."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from privacy.admin import versions
from privacy.models import PolicyPage, PolicyVersion, Purpose
from tests.privacy.builders import locale
from tests.privacy.policies import (
    EDITOR,
    OFFICER,
    change,
    edit_url,
    form_of,
    posted_from,
    published_policy,
    said,
    staff,
    stamp_on,
    translate,
    translation_of,
    update_entry,
)

pytestmark = pytest.mark.django_db
SWAPPED = "We sell your data."
CHANGE = {"change_summary": "Có lời mở đầu."}
PUBLISH = {"action-publish": "1"}
APPROVE = {"action-workflow-action": "1", "workflow-action-name": "approve"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def officer(client):
    user = staff(OFFICER)
    client.force_login(user)
    return user


@pytest.fixture
def page(officer):
    """Version 1, and a translated draft of the next one."""
    page = published_policy()
    change(page, intro="Lời mở đầu mới.", **CHANGE)
    translate(page)
    return draft_of(page)


def draft_of(page):
    return PolicyPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def put_words(page, words):
    """A translator writes the English of the policy's last text, as wagtail-localize's editor does."""
    found = translation_of(page)
    translator = Client()
    translator.force_login(staff("Translator"))
    segment = StringSegment.objects.filter(source=found.source, context__path__startswith="body").last()
    url = reverse("wagtail_localize:edit_string_translation", args=[found.pk, segment.pk])
    answer = translator.put(
        url, f"value={words}", content_type="application/x-www-form-urlencoded; charset=utf-8"
    )
    assert answer.status_code == 200


def word_entry(found, **words):
    """Gives the texts of an entry the English `words`, or what stands for them."""
    for segment in StringSegment.objects.filter(source=found.source).select_related("context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale("en"),
            defaults={"data": words.get(segment.context.path, f"EN {segment.string.data}")},
        )


def translated_entry():
    """The translation of a purpose, saved."""
    entry = Purpose.objects.get(code="news", locale__language_code="vi")
    source, _new = TranslationSource.update_or_create_from_instance(entry)
    found = Translation.objects.create(source=source, target_locale=locale("en"))
    word_entry(found)
    found.save_target(publish=True)
    return found


def test_what_was_shown_is_published(client, page):
    client.post(edit_url(page), posted_from(client, page, **PUBLISH))
    assert PolicyVersion.in_force().number == 2


def test_words_that_a_translator_changed_since_are_not_published(client, page):
    loaded = posted_from(client, page, **PUBLISH)
    put_words(page, SWAPPED)
    answer = client.post(edit_url(page), loaded)
    assert answer.status_code == 302 and answer["Location"] == edit_url(page)
    assert "Changed since you looked: English. Look through it again, then publish." in said(answer)
    assert PolicyVersion.in_force().number == 1
    # The screen shows them now, and from there it is the officer's word.
    assert SWAPPED in client.get(edit_url(page)).content.decode()
    client.post(edit_url(page), posted_from(client, page, **PUBLISH))
    assert SWAPPED in PolicyVersion.in_force().text("en").html


def test_an_entry_that_changed_since_is_not_published(client, page):
    loaded = posted_from(client, page, **PUBLISH)
    update_entry(retention_days=730)
    answer = client.post(edit_url(page), loaded)
    assert "Changed since you looked: Purposes." in said(answer)
    assert PolicyVersion.in_force().number == 1


def test_an_entrys_words_are_shown_and_compared_before_anybody_saved_them(client, page):
    """Publishing brings them up to date; the screen says what that will be."""
    found = translated_entry()
    loaded = posted_from(client, page, **PUBLISH)
    word_entry(found, consent_text=SWAPPED)
    answer = client.post(edit_url(page), loaded)
    assert "Changed since you looked: Purposes." in said(answer)
    assert SWAPPED in client.get(edit_url(page)).content.decode()
    assert SWAPPED not in Purpose.objects.get(code="news", locale__language_code="en").consent_text


def test_a_form_that_showed_nothing_publishes_nothing(client, page):
    answer = client.post(edit_url(page), form_of(page, **PUBLISH))
    assert "Look through “What publishing would change”" in said(answer)
    assert PolicyVersion.in_force().number == 1


def test_what_was_typed_beside_it_is_kept(client, page):
    loaded = posted_from(client, page, change_kind="typo", **PUBLISH)
    put_words(page, SWAPPED)
    client.post(edit_url(page), loaded)
    assert draft_of(page).change_kind == "typo"


def test_what_changes_while_it_is_being_published_is_not_published(client, page, monkeypatch):
    """The explanation beforehand is no guarantee: the release itself compares."""
    from privacy.admin import versions

    loaded = posted_from(client, page, **PUBLISH)
    monkeypatch.setattr(versions, "explain_draft", lambda *args: True)
    put_words(page, SWAPPED)
    answer = client.post(edit_url(page), loaded)
    assert answer.status_code == 302 and answer["Location"] == edit_url(page)
    assert "Changed since you looked: English." in said(answer)
    assert PolicyVersion.in_force().number == 1


def test_without_a_screen_nothing_is_asked(page):
    page.get_latest_revision().publish()
    assert PolicyVersion.in_force().number == 2


# Approval


@pytest.fixture
def submitted(client, page, officer):
    client.force_login(staff(EDITOR))
    client.post(edit_url(page), form_of(page, **{"action-submit": "1"}))
    client.force_login(officer)
    return draft_of(page)


def test_approving_publishes_what_the_screen_showed(client, submitted):
    client.post(edit_url(submitted), posted_from(client, submitted, **APPROVE))
    assert PolicyVersion.in_force().number == 2


def test_approving_words_that_changed_since_is_refused_and_the_draft_saved(client, submitted):
    loaded = posted_from(client, submitted, change_kind="typo", **APPROVE)
    put_words(submitted, SWAPPED)
    answer = client.post(edit_url(submitted), loaded)
    assert answer.status_code == 302
    assert "Changed since you looked: English." in said(answer)
    assert PolicyVersion.in_force().number == 1
    assert draft_of(submitted).change_kind == "typo"
    assert PolicyPage.objects.get(pk=submitted.pk).workflow_in_progress


@pytest.mark.parametrize(
    "facts",
    [{"change_kind": "typo"}, {"effective_date": "2027-06-01"}, {"intro": "Lời chưa có bản tiếng Anh."}],
)
def test_what_somebody_saves_while_an_approval_is_answered_is_not_published(
    client, submitted, monkeypatch, facts
):
    loaded = posted_from(client, submitted, **APPROVE)
    other = staff("Administrator", is_superuser=True)
    explain = versions.explain_draft

    def interrupted(request, source):
        done = explain(request, source)
        draft = draft_of(submitted)
        for name, value in facts.items():
            setattr(draft, name, value)
        draft.save_revision(user=other)
        return done

    monkeypatch.setattr(versions, "explain_draft", interrupted)
    answer = client.post(edit_url(submitted), loaded)
    assert "Somebody saved the policy while you were approving it" in said(answer)
    assert PolicyVersion.objects.count() == 1

    monkeypatch.setattr(versions, "explain_draft", explain)
    client.post(edit_url(submitted), posted_from(client, draft_of(submitted), **APPROVE))
    assert PolicyVersion.objects.count() == 2


@pytest.mark.parametrize("script", [False, True])
def test_approving_from_the_dashboard_leads_to_the_screen(client, submitted, script):
    state = submitted.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[submitted.pk, "approve", state.pk])
    headers = {"X-Requested-With": "XMLHttpRequest"} if script else {}
    answer = client.post(url, {"comment": ""}, headers=headers)
    leads_to = answer.json()["redirect"] if script else answer["Location"]
    assert leads_to == edit_url(submitted)
    assert "Look through “What publishing would change”" in said(answer)
    assert PolicyVersion.in_force().number == 1
    state.refresh_from_db()
    assert state.status == "in_progress"


def test_the_screen_of_a_translation_leaves_no_stamp(client, page):
    other = PolicyPage.objects.get(translation_key=page.translation_key, locale__language_code="en")
    assert stamp_on(client, other) == ""
