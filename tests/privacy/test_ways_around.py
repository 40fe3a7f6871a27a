"""Whatever the admin offers to do with the policy's page and registers, what is published stays true."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, TranslationSource

from privacy.looked_through import FIELD
from privacy.models import PolicyPage, PolicyVersion, Purpose
from privacy.release import Incomplete
from tests.privacy.builders import make_form_version, make_home
from tests.privacy.policies import (
    EDITOR,
    OFFICER,
    change,
    edit_url,
    english_page,
    form_of,
    publish,
    published_policy,
    said,
    staff,
    stamp_on,
    translate,
    update_entry,
)

pytestmark = pytest.mark.django_db
VI, EN = "/vi/chinh-sach-bao-mat/", "/en/privacy-policy/"
SECRET = "Bản nháp bí mật."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def policy():
    """A published policy with a draft that says something else."""
    page = published_policy()
    change(page, intro=SECRET)
    return page


@pytest.fixture
def everything(client):
    """Someone with every role, and a superuser."""
    user = staff(OFFICER, EDITOR, "Administrator", is_superuser=True)
    client.force_login(user)
    return user


def stays_true(client, number=1):
    """The version in force is `number`, and every policy page shows its words and no others."""
    assert PolicyVersion.objects.count() == number
    version = PolicyVersion.in_force()
    for path, language in ((VI, "vi"), (EN, "en")):
        html = client.get(path).content.decode()
        assert version.text(language).html in html and SECRET not in html
        assert f'data-policy-version="{number}"' in html
    for page in PolicyPage.objects.live():
        answer = client.get(page.url) if page.url else None
        assert answer is None or answer.status_code == 404 or SECRET not in answer.content.decode()


@pytest.mark.parametrize("alias", ["", "on"], ids=["copy", "alias"])
@pytest.mark.parametrize("live", ["", "on"], ids=["draft", "live"])
def test_a_copy_says_nothing_else(client, policy, everything, alias, live):
    for parent in (policy.get_parent(), make_home("fr")):
        data = {
            "new_title": "Chính sách khác",
            "new_slug": "chinh-sach-khac",
            "new_parent_page": parent.pk,
            "alias": alias,
            "publish_copies": live,
        }
        url = reverse("wagtailadmin_pages:copy", args=[policy.pk])
        assert client.post(url, data, follow=True).status_code == 200
    stays_true(client)


def test_an_old_revision_is_published_as_a_version_of_its_own(client, everything):
    page = published_policy()
    first = page.get_latest_revision()
    publish(page, intro="Từ nay ngắn gọn hơn.", change_summary="Có lời mở đầu.")
    url = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    assert client.get(url).status_code == 200
    old = first.as_object()
    data = form_of(old, revision=first.pk, **{"action-publish": "1"})
    answer = client.post(edit_url(page), data)
    # It is a change to what is in force: it has to be said what changes.
    assert "Say what changes since version 2" in said(answer)
    stays_true(client, 2)
    data = form_of(old, revision=first.pk, change_summary="Trở lại.", **{"action-publish": "1"})
    client.post(edit_url(page), data)
    translate(page)
    # The old words were never shown beside what would be published with them: now they are.
    client.post(edit_url(page), data)
    stays_true(client, 2)
    client.post(edit_url(page), data | {FIELD: stamp_on(client, page)})
    stays_true(client, 3)
    first, third = (PolicyVersion.objects.get(number=number) for number in (1, 3))
    for language in ("vi", "en"):
        assert first.text(language).plain() == third.text(language).plain()


@pytest.mark.parametrize("roles", [[EDITOR], [EDITOR, OFFICER]], ids=["editor", "officer"])
@pytest.mark.parametrize("below", [False, True], ids=["itself", "below home"])
def test_bulk_publishing_leaves_the_policy_alone(client, roles, below):
    page = published_policy()
    change(page, intro=SECRET)
    translate(page)
    if below:
        # What is below is published only where it is not live: a draft in another language, say.
        Page.objects.filter(pk=english_page(page).pk).update(live=False)
    client.force_login(staff(*roles))
    target = english_page(page).get_parent() if below else page
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(f"{bulk}?id={target.pk}", {"include_descendants": "on"} if below else {})
    assert answer.status_code == 302
    # An editor may not even choose the policy's page; the home page with all below it, anybody who publishes.
    assert "published by itself" in said(answer) or (roles == [EDITOR] and "0 pages" in said(answer))
    if below:
        Page.objects.filter(pk=english_page(page).pk).update(live=True)
    stays_true(client)


def test_the_home_page_alone_is_published_with_others(client):
    page = published_policy()
    home = page.get_parent().specific
    home.hero_title = "Xin chào"
    home.save_revision()
    client.force_login(staff(EDITOR))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(f"{bulk}?id={home.pk}")
    assert answer.status_code == 302 and "published by itself" not in said(answer)
    home.refresh_from_db()
    assert home.hero_title == "Xin chào"
    stays_true(client)


def test_bulk_deleting_keeps_register_entries_that_are_in_use(client, everything, policy):
    form = Page.get_first_root_node().get_first_child()
    make_form_version(page=form)
    entry = Purpose.objects.get(code="news", locale__language_code="vi")
    bulk = reverse("wagtail_bulk_action", args=["privacy", "purpose", "delete"])
    answer = client.post(f"{bulk}?id={entry.pk}")
    assert answer.status_code == 302 and "can't be deleted" in said(answer)
    assert Purpose.objects.filter(code="news").count() == 2
    stays_true(client)


@pytest.mark.parametrize("form", ["page", "register"])
def test_updating_translations_and_publishing_them_publishes_no_policy(client, everything, form):
    """wagtail-localize's own screen, which publishes each translation by itself."""
    page = published_policy()
    change(page, intro=SECRET)
    translate(page)
    source = TranslationSource.objects.get(object_id=page.translation_key)
    if form == "register":
        entry = Purpose.objects.get(code="news", locale__language_code="vi")
        source, _new = TranslationSource.update_or_create_from_instance(entry)
        update_entry(retention_days=9999)
    url = reverse("wagtail_localize:update_translations", args=[source.pk])
    answer = client.post(url, {"publish_translations": "on"})
    assert answer.status_code == 302
    stays_true(client)
    assert StringTranslation.objects.exists()
    # Publishing the whole goes on as before.
    with pytest.raises(Incomplete, match="Say what changes"):
        PolicyPage.objects.get(pk=page.pk).get_latest_revision().publish()
    stays_true(client)


def test_only_who_publishes_the_policy_locks_it(client, policy):
    editor, officer = staff(EDITOR), staff(OFFICER)
    lock, unlock = (reverse(f"wagtailadmin_pages:{act}", args=[policy.pk]) for act in ("lock", "unlock"))
    client.force_login(editor)
    client.post(lock)
    assert not Page.objects.get(pk=policy.pk).locked
    client.force_login(officer)
    client.post(lock)
    assert Page.objects.get(pk=policy.pk).locked
    client.force_login(editor)
    client.post(unlock)
    assert Page.objects.get(pk=policy.pk).locked
    Page.objects.filter(pk=policy.pk).update(locked_by=editor)
    client.force_login(officer)
    client.post(unlock)
    assert not Page.objects.get(pk=policy.pk).locked, "whoever locked it"
