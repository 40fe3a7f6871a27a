"""Roles are known by the id of their group: no name gives a right, and no right comes in secret."""

from contextvars import Context
from io import StringIO
from unicodedata import normalize

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.urls import reverse

from privacy.models import PolicyPage
from staff import roles
from staff.models import CustodyChange, RoleGroup
from tests.staff.builders import confirm, make_staff
from vault.access import holds, is_given, may_open

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def administrator(client):
    user = make_staff("Administrator", username="quan-tri", is_superuser=True, email="admin@example.invalid")
    client.force_login(user)
    return user


def again(user):
    return User.objects.get(pk=user.pk)


def group_data(name, permissions=()):
    prefixes = ("page_permissions", "image_permissions", "document_permissions", "collection_permissions")
    counts = {f"{each}-{key}_FORMS": 0 for each in prefixes for key in ("TOTAL", "INITIAL", "MIN_NUM")}
    counts |= {f"{each}-MAX_NUM_FORMS": 1000 for each in prefixes}
    return {"name": name, "permissions": [each.pk for each in permissions], **counts}


def save_group(client, group, name, permissions):
    return client.post(
        reverse("wagtailusers_groups:edit", args=[group.pk]), group_data(name, permissions), follow=True
    )


def right(name):
    app_label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def on_the_server(work, *args, **kwargs):
    """What a command does, for which nobody vouches."""
    return Context().run(work, *args, **kwargs)


def migrate():
    on_the_server(call_command, "migrate", verbosity=0, stdout=StringIO())


# Names


def test_a_roles_group_keeps_its_name(client, administrator):
    sales = Group.objects.get(name="Sales")
    answer = save_group(client, sales, "Kinh doanh mới", [])
    assert answer.context["form"].errors["name"]
    assert Group.objects.get(pk=sales.pk).name == "Sales"


@pytest.mark.parametrize(
    "name",
    ["sales", " SALES ", "Sales  lead", "Trưởng nhóm kinh doanh"],
)
def test_no_other_group_takes_a_roles_name(client, administrator, name):
    Group.objects.filter(name="Sales").update(name="Nhóm cũ")
    answer = client.post(reverse("wagtailusers_groups:add"), group_data(name))
    assert answer.context["form"].errors["name"]
    own = Group.objects.create(name="Nhóm riêng")
    assert save_group(client, own, name, []).context["form"].errors["name"]
    assert save_group(client, own, "Nhóm khác", []).status_code == 200
    assert Group.objects.get(pk=own.pk).name == "Nhóm khác"


def test_a_title_in_decomposed_letters_is_the_same_title(client, administrator):
    name = normalize("NFD", "Trưởng nhóm kinh doanh")
    answer = client.post(reverse("wagtailusers_groups:add"), group_data(name))
    assert answer.context["form"].errors["name"]


def test_a_roles_group_is_not_deleted(client, administrator):
    sales = Group.objects.get(name="Sales")
    answer = client.post(reverse("wagtailusers_groups:delete", args=[sales.pk]), follow=True)
    assert Group.objects.filter(pk=sales.pk).exists()
    assert list(answer.context["messages"])
    own = Group.objects.create(name="Nhóm riêng")
    client.post(reverse("wagtailusers_groups:delete", args=[own.pk]))
    assert not Group.objects.filter(pk=own.pk).exists()


def test_a_roles_watched_rights_are_not_taken_off_to_come_back_with_the_next_upgrade(client, administrator):
    sales = Group.objects.get(name="Sales")
    form = client.get(reverse("wagtailusers_groups:edit", args=[sales.pk])).context["form"]
    shown = [each for each in sales.permissions.all() if each in form.registered_permissions]
    others = [each for each in shown if each.codename != "open_vault"]
    assert save_group(client, sales, "Sales", others).context["form"].errors["permissions"]
    assert sales.permissions.filter(codename="open_vault").exists()
    answer = save_group(client, sales, "Sales", shown)
    assert answer.redirect_chain, answer.context["form"].errors


@pytest.mark.parametrize("name", ["Privacy officer", "Administrator"])
def test_saving_a_roles_group_takes_nothing_and_gives_nothing(client, administrator, name):
    group = Group.objects.get(name=name)
    before = set(group.permissions.all())
    shown = client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).context["form"]
    offered = [each for each in before if each in shown.registered_permissions]
    answer = save_group(client, group, name, offered)
    assert answer.redirect_chain, answer.context["form"].errors
    assert set(group.permissions.all()) == before
    assert not CustodyChange.objects.exists()


# The name of a role, and the next upgrade


def test_a_group_with_a_roles_name_is_not_the_role(client, administrator):
    """The role's group was renamed, another took its name, and the operator upgrades."""
    Group.objects.filter(name="Sales").update(name="Kinh doanh cũ")
    administrator.groups.add(Group.objects.create(name="Sales"))
    migrate()
    assert client.get("/admin/inbox/").status_code == 404
    assert not is_given(again(administrator), "vault.open_vault")
    assert RoleGroup.objects.get(name="Sales").group.name == "Kinh doanh cũ"


def test_nor_before_the_roles_are_known_by_id(client, administrator):
    RoleGroup.objects.all().delete()
    Group.objects.filter(name="Sales").update(name="Kinh doanh cũ")
    fresh = Group.objects.create(name="Sales")
    administrator.groups.add(fresh)
    with pytest.raises(ImproperlyConfigured, match="Take its members out"):
        migrate()
    assert client.get("/admin/inbox/").status_code == 404
    fresh.user_set.clear()
    migrate()
    assert RoleGroup.objects.get(name="Sales").group == fresh


def test_groups_that_had_the_roles_are_the_roles():
    reader = make_staff("Sales")
    RoleGroup.objects.all().delete()
    migrate()
    assert RoleGroup.objects.count() == len(roles.ROLES)
    assert may_open(again(reader))


def test_what_a_command_gives_waits_for_a_colleague(client, django_capture_on_commit_callbacks):
    lead = make_staff("Sales lead", username="truong-nhom", email="lead@example.invalid")
    user = make_staff("Editor", username="moi")
    with django_capture_on_commit_callbacks(execute=True):
        on_the_server(user.groups.add, Group.objects.get(name="Sales"))
    assert not may_open(again(user))
    assert CustodyChange.objects.get().by is None
    assert [message.to for message in mail.outbox] == [["lead@example.invalid"]]
    TOTP.activate(user, SECRET)
    client.force_login(lead)
    assert client.get(reverse("staff_custody")).status_code == 200
    confirm(client, user)
    assert may_open(again(user))
    on_the_server(user.groups.add, Group.objects.create(name="Thêm"))
    on_the_server(user.user_permissions.add, right("vault.open_vault"))
    assert may_open(again(user)), "what it had before is no news"


# Every right over personal data, not the vault's alone


def test_the_rights_of_confidential_roles_alone_are_watched():
    assert {
        "vault.open_vault",
        "vault.see_read_log",
        "inbox.review_quarantine",
        "rights.work_requests",
        "privacy.publish_policy",
        "privacy.manage_retention",
        "privacy.see_ledger",
        "incidents.manage_incidents",
    } <= roles.WATCHED
    for name in set(roles.ROLES) - {*roles.CONFIDENTIAL, "Administrator"}:
        assert not roles.WATCHED & set(roles.ROLES[name].permissions)


def test_what_makes_an_administrators_puppet_dangerous_is_watched_as_well():
    rights = set(roles.ROLES["Administrator"].permissions)
    assert roles.WATCHED & rights == {"incidents.approve_disclosures", *roles.ACCOUNTS}


DOORS = ("people", "requests", "retention", "incidents", "ledger")


@pytest.mark.parametrize("name", sorted(roles.WATCHED))
def test_nobody_gives_a_watched_right_to_themselves(client, administrator, name):
    own = Group.objects.create(name="Nhóm riêng")
    administrator.groups.set([own])  # a superuser, without the role that approves disclosures
    save_group(client, own, "Nhóm riêng", [right(name)])
    assert not own.permissions.exists()
    assert not is_given(again(administrator), name)


def doors(client):
    return {door: client.get(f"/admin/{door}/", follow=True).status_code for door in DOORS}


def puppet_with_everything(client):
    """An account in a group with all watched rights that the form offers, made by the administrator."""
    user = make_staff("Editor", username="con-roi", email="puppet@example.invalid")
    own = Group.objects.create(name="Nhóm riêng")
    user.groups.add(own)
    save_group(client, own, "Nhóm riêng", [right(name) for name in roles.WATCHED if offered(client, name)])
    return user


def offered(client, name):
    form = client.get(reverse("wagtailusers_groups:add")).context["form"]
    return right(name) in form.registered_permissions


def test_a_puppet_with_the_officers_rights_opens_no_door(client, administrator):
    user = puppet_with_everything(client)
    assert doors(client) == dict.fromkeys(DOORS, 404), "nor does the administrator"
    assert is_given(again(user), "rights.work_requests")
    assert not any(holds(again(user), name) or again(user).has_perm(name) for name in roles.WATCHED)
    client.force_login(again(user))
    assert doors(client) == dict.fromkeys(DOORS, 404)
    assert not PolicyPage().permissions_for_user(again(user)).can_publish()


def test_a_lead_does_not_confirm_what_is_above_them(client, administrator):
    make_staff("Sales lead", username="truong-nhom")
    make_staff("Privacy officer", username="phu-trach")
    user = puppet_with_everything(client)
    TOTP.activate(user, SECRET)
    for username, may in (("truong-nhom", False), ("phu-trach", True)):
        client.force_login(User.objects.get(username=username))
        button = reverse("staff_custody_confirm", args=[user.pk])
        assert (button in client.get(reverse("staff_custody")).content.decode()) is may
        confirm(client, user)
        assert holds(again(user), "rights.work_requests") is may
    assert doors_of(client, user) == dict.fromkeys(DOORS, 200)


def doors_of(client, user):
    client.force_login(again(user))
    return doors(client)
