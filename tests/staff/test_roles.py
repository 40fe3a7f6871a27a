"""Roles: the table becomes groups, and an administrator is no reader."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Workflow
from wagtail.users.models import UserProfile

from home.models import Announcement, CallToAction, Footer, Navigation, StandardPage
from staff import roles
from tests.home.builders import add, locale, make_site, translated
from tests.staff.builders import make_staff
from vault.access import holds, may_open

pytestmark = pytest.mark.django_db

READERS = {"Sales", "Sales lead", "Privacy officer"}


def test_every_role_is_a_group_after_migrating():
    assert set(roles.ROLES) <= set(Group.objects.values_list("name", flat=True))
    assert not Group.objects.filter(name__in=roles.STOCK_GROUPS).exists()


def test_making_roles_again_changes_nothing():
    def picture():
        return (
            list(Group.objects.order_by("pk").values_list("name", "permissions")),
            GroupPagePermission.objects.count(),
            GroupCollectionPermission.objects.count(),
        )

    before = picture()
    roles.ensure_roles()
    assert picture() == before


def test_a_right_taken_off_the_table_is_taken_from_the_group(monkeypatch):
    monkeypatch.setitem(roles.ROLES, "Editor", roles.Role(permissions=(roles.ADMIN,), pages=("change",)))
    roles.ensure_roles()
    editor = Group.objects.get(name="Editor")
    assert [each.codename for each in editor.permissions.all()] == ["access_admin"]
    assert GroupPagePermission.objects.get(group=editor).permission.codename == "change_page"
    assert not GroupCollectionPermission.objects.filter(group=editor).exists()


def test_an_unknown_permission_is_named(monkeypatch):
    monkeypatch.setitem(roles.ROLES, "Editor", roles.Role(permissions=("home.fly_to_moon",)))
    with pytest.raises(ImproperlyConfigured, match="home.fly_to_moon"):
        roles.ensure_roles()


@pytest.mark.parametrize("role", roles.ROLES)
def test_only_readers_may_open_the_vault(role):
    assert may_open(make_staff(role)) is (role in READERS)


@pytest.mark.parametrize("role", ["Editor", "Translator", "Marketing", "Administrator"])
def test_others_hold_nothing_of_the_inbox(role):
    user = make_staff(role)
    codenames = Permission.objects.filter(content_type__app_label__in=["inbox", "vault"]).select_related()
    assert codenames
    for permission in codenames:
        assert not holds(user, f"{permission.content_type.app_label}.{permission.codename}")


def test_a_superuser_is_no_reader():
    assert not may_open(make_staff("Administrator", is_superuser=True))


def test_only_the_lead_assigns_to_others():
    assert holds(make_staff("Sales lead", username="lead"), "inbox.assign_enquiries")
    assert not holds(make_staff("Sales", username="sales"), "inbox.assign_enquiries")


def test_an_editor_publishes_the_frame():
    assert make_staff("Editor").has_perm("home.publish_navigation")


def test_a_translator_publishes_in_the_other_languages_only():
    homes = make_site()
    translator = make_staff("Translator")
    about = add(StandardPage, homes["vi"], title="Giới thiệu")
    assert about.permissions_for_user(translator).can_edit()
    assert not about.permissions_for_user(translator).can_publish()
    in_english = translated(about, title="About", slug="about")
    assert in_english.permissions_for_user(translator).can_publish()
    assert not translator.has_perm("home.change_companyidentity")


def test_people_read_a_roles_title_in_their_language():
    group = Group.objects.get(name="Sales lead")
    with translation.override("en"):
        assert str(group) == "Sales lead"
    with translation.override("vi"):
        assert str(group) == "Trưởng nhóm kinh doanh"
    assert str(Group(name="Nhóm riêng")) == "Nhóm riêng"


def test_the_list_of_groups_is_vietnamese(client):
    admin = make_staff("Administrator", is_superuser=True)
    UserProfile.objects.create(user=admin, preferred_language="vi")
    client.force_login(admin)
    html = client.get(reverse("wagtailusers_groups:index")).content.decode()
    assert "Trưởng nhóm kinh doanh" in html
    assert "Sales lead" not in html


def test_drafts_sent_for_approval_reach_the_editors():
    task = GroupApprovalTask.objects.get(policyapproval=None)
    assert [group.name for group in task.groups.all()] == ["Editor"]
    assert task.name == Workflow.objects.get(workflow_tasks__task=task).name == "Biên tập viên duyệt"


def test_an_approval_of_ones_own_making_is_left_alone():
    GroupApprovalTask.objects.update(name="Two pairs of eyes")
    roles.ensure_roles()
    assert GroupApprovalTask.objects.get(policyapproval=None).name == "Two pairs of eyes"


def test_a_name_is_one_field(client):
    """Vietnamese names are not split: who writes one field can save the account, and choose the language."""
    user = make_staff("Editor")
    client.force_login(user)
    page = BeautifulSoup(client.get(reverse("wagtailadmin_account")).content, "html.parser")
    assert page.select_one("input[name$=first_name]").has_attr("required")
    assert not page.select_one("input[name$=last_name]").has_attr("required")


def put_image(owner, name):
    return Image.objects.create(title=name, file=get_test_image_file(name), uploaded_by_user=owner)


def put_document(owner, name):
    return Document.objects.create(title=name, file=ContentFile(b"%PDF", name), uploaded_by_user=owner)


@pytest.mark.parametrize(("app", "put"), [("wagtailimages", put_image), ("wagtaildocs", put_document)])
def test_marketing_takes_its_own_files_away_and_nobody_elses(client, settings, tmp_path, app, put):
    settings.MEDIA_ROOT = tmp_path
    marketing = make_staff("Marketing")
    mine, other = put(marketing, "a.png"), put(make_staff("Editor", username="khac"), "b.png")
    client.force_login(marketing)
    model = type(mine)
    for act in ("edit", "delete"):
        address = reverse(f"{app}:{act}", args=[other.pk])
        client.post(address, {"title": "Của tôi", "collection": other.collection_id})
    bulk = reverse("wagtail_bulk_action", args=[app, model._meta.model_name, "delete"])
    client.post(f"{bulk}?id={other.pk}")
    assert model.objects.get(pk=other.pk).title == "b.png"
    assert client.get(reverse(f"{app}:edit", args=[mine.pk])).status_code == 200
    client.post(reverse(f"{app}:delete", args=[mine.pk]))
    assert not model.objects.filter(pk=mine.pk).exists()


@pytest.mark.parametrize(
    ("role", "works_on_pages"),
    [
        ("Editor", True),
        ("Translator", True),
        ("Privacy officer", True),
        ("Sales", False),
        ("Sales lead", False),
    ],
)
def test_who_has_no_pages_is_offered_nothing_about_them(client, role, works_on_pages):
    make_site()
    client.force_login(make_staff(role))
    home = client.get(reverse("wagtailadmin_home"))
    assert bool(BeautifulSoup(home.content, "html.parser").select("main form[role=search]")) is works_on_pages
    report = reverse("wagtail_localize:translations_report")
    assert (report in home.content.decode()) is works_on_pages
    for address in (report, f"{report}results/"):
        assert client.get(address).status_code == (200 if works_on_pages else 302)


@pytest.mark.parametrize("model", [Footer, Announcement, CallToAction, Navigation])
def test_a_translator_does_not_take_the_source_away(client, model):
    make_site()
    source, english = (model.objects.create(locale=locale(code), live=True) for code in ("vi", "en"))
    translator = make_staff("Translator")

    def unpublish(piece):
        client.post(reverse(model.snippet_viewset.get_url_name("unpublish"), args=[piece.pk]))
        client.post(reverse(model.snippet_viewset.get_url_name("delete"), args=[piece.pk]))
        return not model.objects.get(pk=piece.pk).live

    client.force_login(translator)
    assert not unpublish(source)
    assert unpublish(english), "their own language is theirs"
    client.force_login(make_staff("Editor", username="bien-tap"))
    assert unpublish(source)
