"""Taking a right away and giving it back hides nothing of what was done to the account in between."""

from contextvars import Context

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.urls import reverse
from wagtail.log_actions import LogContext

from staff.custody import waits
from staff.models import CustodyChange
from tests.staff.builders import change, confirm, make_staff, save_user
from vault.access import may_open

pytestmark = pytest.mark.django_db
OWN, NEW = "sales@example.invalid", "quan-tri-2@example.invalid"


@pytest.fixture
def administrator(client):
    user = make_staff("Administrator", username="quan-tri", is_superuser=True, email="admin@example.invalid")
    client.force_login(user)
    return user


@pytest.fixture
def sales(administrator):
    """A salesperson whom a lead and an officer can confirm."""
    make_staff("Sales lead", username="truong-nhom", email="lead@example.invalid")
    make_staff("Privacy officer", username="phu-trach", email="officer@example.invalid")
    return make_staff("Sales", username="ban-hang", email=OWN, first_name="Bình")


def again(user):
    return User.objects.get(pk=user.pk)


def noted(user):
    return list(CustodyChange.objects.filter(user=user).order_by("pk").values_list("what", flat=True))


def role(name):
    return Group.objects.get(name=name)


def by_the_form(client, user):
    change(client, user, groups=[])


def from_the_groups_side(client, user):
    role("Sales").user_set.remove(user)


def by_clearing(client, user):
    user.groups.clear()


def by_clearing_the_groups_members(client, user):
    role("Sales").user_set.clear()


def by_the_groups_rights(client, user):
    role("Sales").permissions.clear()


def by_the_rights_groups(client, user):
    for right in role("Sales").permissions.all():
        right.group_set.clear()


@pytest.mark.parametrize(
    "take",
    [
        by_the_form,
        from_the_groups_side,
        by_clearing,
        by_clearing_the_groups_members,
        by_the_groups_rights,
        by_the_rights_groups,
    ],
)
def test_taking_the_last_watched_right_is_noted_by_any_road(
    client, administrator, sales, django_capture_on_commit_callbacks, take
):
    with django_capture_on_commit_callbacks(execute=True), LogContext(user=administrator):
        take(client, sales)
    assert noted(sales) == ["taken"]
    told = {message.to[0] for message in mail.outbox}
    assert told == {"lead@example.invalid", "officer@example.invalid", OWN}
    assert all("quan-tri" in message.body for message in mail.outbox)


def test_deleting_the_group_that_gave_it_is_taking_it(client, administrator):
    own = Group.objects.create(name="Nhóm riêng")
    own.permissions.add(Permission.objects.get(codename="open_vault"))
    user = make_staff("Editor", username="doc")
    user.groups.add(own)
    client.post(reverse("wagtailusers_groups:delete", args=[own.pk]))
    assert noted(user) == ["taken"]


def test_who_keeps_a_watched_right_lost_none_that_matters(administrator, sales):
    sales.groups.add(role("Sales lead"))
    with LogContext(user=administrator):
        sales.groups.remove(role("Sales lead"))
    assert noted(sales) == [] and may_open(again(sales))


def test_what_somebody_gives_up_of_their_own_is_watched_on(administrator, sales):
    with LogContext(user=sales):
        sales.groups.clear()
    with LogContext(user=administrator):
        sales.email = NEW
        sales.save()
    assert noted(sales) == ["taken", "email"]


def test_what_a_command_takes_is_noted_as_well(sales):
    Context().run(sales.groups.clear)
    assert noted(sales) == ["taken"]
    assert CustodyChange.objects.get().by is None


def test_what_is_changed_in_between_is_noted_and_told_to_the_address_from_before(
    client, sales, django_capture_on_commit_callbacks
):
    change(client, sales, groups=[])
    for fields in (
        {"email": NEW},
        {"password1": "mật khẩu của tôi 1", "password2": "mật khẩu của tôi 1"},
        {"is_active": ""},
    ):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            change(client, again(sales), **{"is_active": "on", **fields})
        assert OWN in {message.to[0] for message in mail.outbox}, fields
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        save_user(client, again(sales), "Sales")
    assert OWN in {message.to[0] for message in mail.outbox}
    assert noted(sales) == ["taken", "email", "password", "active", "active", "right"]
    assert not may_open(again(sales))


def test_a_second_factor_and_bulk_actions_in_between_are_noted(client, administrator, sales):
    change(client, sales, groups=[])
    with LogContext(user=administrator):
        TOTP.activate(sales, "JBSWY3DPEHPK3PXP")
    address = reverse("wagtail_bulk_action", args=["auth", "user", "set_active_state"])
    client.post(f"{address}?id={sales.pk}", {"mark_as_active": "False"})
    assert noted(sales) == ["taken", "factor", "active"]


def test_address_and_role_in_one_form_still_reach_the_address_from_before(
    client, sales, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        change(client, sales, groups=[], email=NEW)
    assert noted(sales) == ["email", "taken"]
    assert [message.to[0] for message in mail.outbox].count(OWN) == 2


def test_who_confirms_reads_all_of_it(client, sales):
    TOTP.activate(sales, "JBSWY3DPEHPK3PXP")
    change(client, sales, groups=[])
    change(client, again(sales), email=NEW)
    save_user(client, again(sales), "Sales")
    client.force_login(User.objects.get(username="truong-nhom"))
    page = client.get(reverse("staff_custody")).content.decode()
    for change_ in CustodyChange.objects.all():
        assert change_.get_what_display() in page
    assert OWN in page and NEW in page, "the address in force, and the one from before"
    confirm(client, sales)
    assert may_open(again(sales))
    assert not CustodyChange.objects.exclude(address="").exists(), "it is needed no more"


def test_without_rights_it_stays_watched_and_is_no_alarm(client, sales):
    """Whoever left is not to be confirmed: that would end the watch before the rights come back."""
    TOTP.activate(sales, "JBSWY3DPEHPK3PXP")
    change(client, sales, groups=[])
    assert not waits(again(sales))
    client.force_login(User.objects.get(username="phu-trach"))
    assert reverse("staff_custody") not in panel(client)
    page = client.get(reverse("staff_custody")).content.decode()
    assert f'data-watched="{sales.pk}"' in page
    assert reverse("staff_custody_confirm", args=[sales.pk]) not in page
    confirm(client, sales)
    assert CustodyChange.objects.get().confirmed_at is None


def panel(client):
    found = BeautifulSoup(client.get("/admin/").content, "html.parser").select("#custody, [id*=custody]")
    return " ".join(str(each) for each in found)


def test_after_confirming_nothing_of_it_is_left(client, sales, django_capture_on_commit_callbacks):
    TOTP.activate(sales, "JBSWY3DPEHPK3PXP")
    change(client, sales, groups=[])
    save_user(client, again(sales), "Sales")
    client.force_login(User.objects.get(username="truong-nhom"))
    confirm(client, sales)
    client.force_login(User.objects.get(username="quan-tri"))
    with django_capture_on_commit_callbacks(execute=True):
        change(client, again(sales), email=NEW)
    assert noted(sales) == ["taken", "right", "email"]
    assert not may_open(again(sales))


def test_a_former_address_gets_no_reset(client, administrator, sales):
    change(client, sales, email=NEW)
    client.logout()
    ask = reverse("account_reset_password")
    client.post(ask, {"email": NEW})
    assert EmailAddress.objects.filter(user=sales, email=NEW).exists(), "allauth notes where it wrote to"
    client.force_login(administrator)
    change(client, again(sales), email=OWN)
    client.logout()
    mail.outbox.clear()
    client.post(ask, {"email": NEW})
    assert not [message for message in mail.outbox if NEW in message.to]
    client.post(ask, {"email": OWN})
    assert [message for message in mail.outbox if message.to == [OWN]]
    assert set(EmailAddress.objects.filter(user=sales).values_list("email", flat=True)) <= {OWN}
