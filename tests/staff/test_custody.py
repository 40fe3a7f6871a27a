"""The right to open the vault: nobody gives it to themselves, and nobody gets it in secret."""

from io import StringIO

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from wagtail.log_actions import LogContext
from wagtail.models import ModelLogEntry

from staff import custody
from staff.models import CustodyChange
from tests.staff.builders import change, confirm, make_staff, save_user
from tests.staff.signing import password_only
from vault.access import may_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = make_staff("Administrator", username="quan-tri", is_superuser=True, email="admin@example.invalid")
    client.force_login(user)
    return user


def opens(user):
    return may_open(type(user).objects.get(pk=user.pk))


def test_an_administrator_cannot_take_it(client, administrator):
    save_user(client, administrator, "Administrator", "Sales")
    assert not opens(administrator)


def test_nor_through_a_group_of_their_own(administrator):
    right = Permission.objects.get(codename="open_vault")
    own, fresh = Group.objects.get(name="Administrator"), Group.objects.create(name="Mine")
    fresh.permissions.add(right)
    with LogContext(user=administrator):
        for take in (
            lambda: own.permissions.add(right),
            lambda: right.group_set.add(own),
            lambda: administrator.user_permissions.add(right),
            lambda: right.user_set.add(administrator),
            lambda: administrator.groups.add(fresh),
            lambda: fresh.user_set.add(administrator),
        ):
            with pytest.raises(PermissionDenied), transaction.atomic():
                take()
            assert not opens(administrator)


def test_readers_learn_of_a_new_reader(client, administrator, django_capture_on_commit_callbacks):
    make_staff("Sales", username="ban-hang", email="sales@example.invalid")
    make_staff("Privacy officer", username="phu-trach", email="officer@example.invalid")
    puppet = make_staff("Editor", username="con-roi", email="puppet@example.invalid")
    with django_capture_on_commit_callbacks(execute=True):
        save_user(client, puppet, "Sales")
    assert not opens(puppet), "not before somebody confirms it"
    assert [message.to for message in mail.outbox] == [["officer@example.invalid"], ["sales@example.invalid"]]
    for message in mail.outbox:
        assert "con-roi" in message.body or "Nguyễn" in message.body
        assert "/admin/custody/" in message.body


def test_who_could_read_already_is_no_news(client, administrator, django_capture_on_commit_callbacks):
    make_staff("Sales", username="ban-hang", email="sales@example.invalid")
    other = make_staff("Sales lead", username="truong-nhom", email="lead@example.invalid")
    with django_capture_on_commit_callbacks(execute=True):
        save_user(client, other, "Sales", "Sales lead")
    assert mail.outbox == []


# What somebody else changes about an account that may open the vault


@pytest.fixture
def colleagues():
    """Everybody who must be told of a change of the salesperson's account."""
    make_staff("Sales lead", username="truong-nhom", email="lead@example.invalid")
    make_staff("Privacy officer", username="phu-trach", email="officer@example.invalid")
    return make_staff("Sales", username="ban-hang", email="sales@example.invalid", first_name="Bình")


def take_over_password(client, user):
    change(client, user, password1="mật khẩu của tôi 1", password2="mật khẩu của tôi 1")


def take_over_address(client, user):
    change(client, user, email="admin@example.invalid")


def switch_off(client, user):
    change(client, user, is_active="")


def switch_off_in_bulk(client, user):
    address = reverse("wagtail_bulk_action", args=["auth", "user", "set_active_state"])
    answer = client.post(f"{address}?id={user.pk}", {"mark_as_active": "False"})
    assert answer.status_code == 302


def replace_second_factor(client, user):
    with LogContext(user=User.objects.get(username="quan-tri")):
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")


@pytest.mark.parametrize(
    "act", [take_over_password, take_over_address, switch_off, switch_off_in_bulk, replace_second_factor]
)
def test_a_change_by_somebody_else_is_an_alarm(
    client, administrator, colleagues, django_capture_on_commit_callbacks, act
):
    assert opens(colleagues)
    with django_capture_on_commit_callbacks(execute=True):
        act(client, colleagues)
    told = {message.to[0] for message in mail.outbox}
    assert told == {"lead@example.invalid", "officer@example.invalid", "sales@example.invalid"}
    assert all("quan-tri" in message.body for message in mail.outbox)
    User.objects.update(is_active=True)
    assert not opens(colleagues)
    entry = ModelLogEntry.objects.get(action=custody.CHANGED)
    assert (entry.user, entry.object_id) == (administrator, str(colleagues.pk))


def test_a_name_is_no_alarm(client, administrator, colleagues, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        change(client, colleagues, first_name="Bình An")
    assert mail.outbox == [] and opens(colleagues)


def test_nor_is_what_somebody_changes_of_their_own(colleagues):
    with LogContext(user=colleagues):
        colleagues.set_password("của riêng tôi thôi nhé")
        colleagues.email = "new@example.invalid"
        colleagues.save()
        TOTP.activate(colleagues, "JBSWY3DPEHPK3PXP")
    assert opens(colleagues)


def test_who_waits_holds_nothing_and_learns_why(client, administrator, colleagues):
    take_over_password(client, colleagues)
    client.force_login(User.objects.get(pk=colleagues.pk))
    assert client.get(reverse("inbox:open")).status_code == 404
    assert "custody" in client.get("/admin/").content.decode()
    client.logout()
    password_only(client, User.objects.get(pk=colleagues.pk))
    assert client.get("/admin/")["Location"] == "/accounts/2fa/", "and enrols first"


# Four eyes


@pytest.fixture
def waiting(client, administrator, colleagues):
    """The salesperson's account, with a second factor and a password that the administrator knows."""
    TOTP.activate(colleagues, "JBSWY3DPEHPK3PXP")
    take_over_password(client, colleagues)
    return colleagues


@pytest.mark.parametrize("username", ["truong-nhom", "phu-trach"])
def test_a_lead_or_an_officer_confirms(client, waiting, username):
    confirmer = User.objects.get(username=username)
    client.force_login(confirmer)
    assert f'href="{reverse("staff_custody")}"' in client.get("/admin/").content.decode()
    assert confirm_button(client, waiting)
    confirm(client, waiting)
    assert opens(waiting)
    assert not confirm_button(client, waiting)
    assert ModelLogEntry.objects.get(action=custody.CONFIRMED).user == confirmer


def confirm_button(client, user):
    page = client.get(reverse("staff_custody"))
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    return reverse("staff_custody_confirm", args=[user.pk]) in page.content.decode()


def test_nobody_else_does(client, waiting):
    for user in (
        User.objects.get(username="quan-tri"),
        User.objects.get(pk=waiting.pk),
        make_staff("Sales", username="khac"),
        make_staff("Editor", username="bien-tap"),
    ):
        client.force_login(user)
        assert client.get(reverse("staff_custody")).status_code == 404
        assert confirm(client, waiting).status_code == 404
    assert not opens(waiting)


def test_nor_who_changed_it_or_was_changed(client, waiting):
    lead = User.objects.get(username="truong-nhom")
    with LogContext(user=lead):
        waiting.email = "lead2@example.invalid"
        waiting.save()
    client.force_login(lead)
    assert not confirm_button(client, waiting)
    confirm(client, waiting)
    assert not opens(waiting)
    with LogContext(user=User.objects.get(username="quan-tri")):
        lead.set_password("mật khẩu của quản trị")
        lead.save()
    client.force_login(User.objects.get(pk=lead.pk))
    assert confirm(client, lead).status_code == 404
    assert not opens(lead)


def test_not_before_a_second_factor_is_enrolled(client, administrator, colleagues):
    take_over_password(client, colleagues)
    client.force_login(User.objects.get(username="truong-nhom"))
    assert not confirm_button(client, colleagues)
    confirm(client, colleagues)
    assert not opens(colleagues)


def test_the_first_reader_is_confirmed_on_the_server(client, administrator):
    first = make_staff("Editor", username="dau-tien", email="first@example.invalid")
    save_user(client, first, "Privacy officer")
    (right,) = CustodyChange.objects.values_list("pk", flat=True)
    with pytest.raises(CommandError, match="second factor"):
        call_command("confirm_account", "dau-tien", changes=[right])
    TOTP.activate(first, "JBSWY3DPEHPK3PXP")
    call_command("confirm_account", "dau-tien", changes=[right], stdout=StringIO())
    assert opens(first)


# What was shown is what is confirmed


def test_a_change_that_was_not_shown_confirms_nothing(client, waiting):
    shown = list(CustodyChange.objects.values_list("pk", flat=True))
    take_over_address(client, waiting)
    client.force_login(User.objects.get(username="phu-trach"))
    answer = confirm(client, waiting, shown)
    assert answer.status_code == 409 and "no-store" in answer["Cache-Control"]
    page = answer.content.decode()
    assert "data-changed-since" in page
    assert str(CustodyChange.What.EMAIL.label) in page, "and shows what there is now"
    assert not CustodyChange.objects.exclude(confirmed_at=None).exists()
    assert not opens(waiting)
    confirm(client, waiting)
    assert opens(waiting)


@pytest.mark.parametrize("shown", [[], ["x"], ["-1"], ["9" * 30]])
def test_who_posts_without_what_was_shown_confirms_nothing(client, waiting, shown):
    client.force_login(User.objects.get(username="phu-trach"))
    assert confirm(client, waiting, shown).status_code == 409
    assert not opens(waiting)


def test_the_form_carries_what_it_shows(client, waiting):
    take_over_address(client, waiting)
    client.force_login(User.objects.get(username="phu-trach"))
    form = BeautifulSoup(client.get(reverse("staff_custody")).content, "html.parser").select_one(
        f'form[action="{reverse("staff_custody_confirm", args=[waiting.pk])}"]'
    )
    carried = {int(field["value"]) for field in form.select('input[name="changes"]')}
    assert carried == set(CustodyChange.objects.values_list("pk", flat=True))


def test_the_command_shows_before_it_confirms(client, waiting):
    said = StringIO()
    call_command("confirm_account", "ban-hang", stdout=said)
    (shown,) = CustodyChange.objects.values_list("pk", flat=True)
    assert "the password" in said.getvalue() and "quan-tri" in said.getvalue()
    assert f"--changes {shown}" in said.getvalue()
    assert not opens(waiting)
    take_over_address(client, waiting)
    with pytest.raises(CommandError, match="changed since"):
        call_command("confirm_account", "ban-hang", changes=[shown], stdout=StringIO())
    assert not opens(waiting)
    everything = list(CustodyChange.objects.values_list("pk", flat=True))
    call_command("confirm_account", "ban-hang", changes=everything, stdout=StringIO())
    assert opens(waiting)
