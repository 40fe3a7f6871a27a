"""Who gives the two approvals: two accounts, one of them an officer's, none that waits for a colleague."""

from contextvars import Context

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.log_actions import LogContext

from incidents import access, services
from staff.custody import waits
from staff.models import CustodyChange
from staff.services import confirm_account, ensure_demo_users
from tests.staff.builders import make_staff, save_user

from . import builders as make

pytestmark = pytest.mark.django_db
NEW = "mật khẩu của quản trị"


@pytest.fixture
def by():
    return make.officer()


@pytest.fixture
def demand(by):
    return make.with_paper(make.demand(by, make.person()), by)


@pytest.fixture
def administrator(client):
    user = make_staff("Administrator", username="quan-tri", is_superuser=True, email="admin@example.invalid")
    client.force_login(user)
    return user


def again(user):
    return User.objects.get(pk=user.pk)


def puppet_of(client):
    """An account to which the administrator gave their own role."""
    puppet = make_staff(username="con-roi", email="puppet@example.invalid")
    save_user(client, puppet, "Administrator")
    return again(puppet)


def enrolled(user):
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    return again(user)


def open_changes(user):
    return list(CustodyChange.objects.filter(user=user, confirmed_at=None).values_list("pk", flat=True))


def test_a_puppet_of_the_first_approver_gives_no_second_approval(client, administrator, demand):
    puppet = puppet_of(client)
    services.approve(demand, by=again(administrator))
    assert waits(puppet) and not access.may_approve(puppet)
    with pytest.raises(PermissionDenied):
        services.approve(demand, by=puppet)
    assert demand.state == "first"


def test_nor_does_a_colleague_whose_account_the_first_approver_took_over(administrator, demand):
    other = make_staff("Administrator", username="quan-tri-2")
    with LogContext(user=administrator):
        other.set_password(NEW)
        other.save()
    services.approve(demand, by=again(administrator))
    with pytest.raises(PermissionDenied):
        services.approve(demand, by=again(other))


def test_nobody_gives_the_right_to_approve_to_themselves(client):
    root = make_staff(username="goc", is_superuser=True)
    client.force_login(root)
    save_user(client, root, "Administrator")
    assert not access.may_approve(again(root))


def test_who_is_officer_and_administrator_confirms_no_puppet_of_their_own(client, demand):
    both = make_staff("Administrator", "Privacy officer", username="ca-hai", is_superuser=True)
    client.force_login(both)
    puppet = enrolled(puppet_of(client))
    assert not confirm_account(user=puppet, by=again(both), changes=open_changes(puppet))
    services.approve(demand, by=again(both))
    with pytest.raises(PermissionDenied):
        services.approve(demand, by=again(puppet))


def test_nor_a_puppet_of_a_puppet(client, administrator):
    """Its changes would not bear the name of who made them."""
    between = enrolled(puppet_of(client))
    last = make_staff(username="con-roi-2", email="puppet-2@example.invalid")
    client.force_login(between)
    save_user(client, last, "Administrator")
    assert not again(last).groups.exists()


def test_nor_a_superuser_of_their_own_making(client, administrator):
    other = make_staff(username="khac", email="khac@example.invalid")
    other.is_superuser = True
    save_user(client, other, "Editor")
    assert again(other).groups.exists() and not again(other).is_superuser


@pytest.mark.parametrize("fields", [{"email": "mine@example.invalid"}, {"password1": NEW, "password2": NEW}])
def test_nor_a_superuser_taken_over(client, administrator, fields):
    root = make_staff(username="goc", is_superuser=True, email="root@example.invalid")
    client.post(
        reverse("wagtailusers_users:edit", args=[root.pk]),
        {"username": "goc", "email": root.email, "first_name": "Gốc", "is_active": "on", **fields},
    )
    assert again(root).email == "root@example.invalid" and not again(root).check_password(NEW)


def test_one_of_the_two_approvals_is_an_officers(by, demand):
    services.approve(demand, by=make.approver())
    with pytest.raises(services.NotAllowedNow, match="officer"):
        services.approve(demand, by=make.approver())
    assert demand.state == "first" and demand.approvals.count() == 1
    services.approve(demand, by=by)
    assert demand.state == "approved"


def test_an_officers_approval_counts_only_while_the_officer_has_the_role(by, demand):
    services.approve(demand, by=by)
    by.user_permissions.clear()
    with pytest.raises(services.NotAllowedNow, match="officer"):
        services.approve(demand, by=make.approver())


def test_who_is_no_officer_is_told_so_instead_of_offered_the_button(client, demand):
    services.approve(demand, by=make.approver())
    button = reverse("incidents:approve", args=[demand.code])
    page = reverse("incidents:disclosure", args=[demand.code])
    client.force_login(make.approver())
    shown = client.get(page).content.decode()
    assert button not in shown and "data-needs-officer" in shown
    client.force_login(make.officer())
    assert button in client.get(page).content.decode()


def test_the_demos_approvers_wait_for_nobody():
    users = {user.username: again(user) for user in Context().run(ensure_demo_users)}
    assert access.may_approve(users["administrator"]) and access.may_approve(users["privacy_officer"])
    assert not CustodyChange.objects.exists()
    assert Group.objects.get(name="Administrator") in users["administrator"].groups.all()
