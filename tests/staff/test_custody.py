"""The right to open the vault: nobody gives it to themselves, and nobody gets it in secret."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from wagtail.log_actions import LogContext

from tests.staff.builders import make_staff
from vault.access import may_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = make_staff("Administrator", username="quan-tri", is_superuser=True, email="admin@example.invalid")
    client.force_login(user)
    return user


def save_user(client, user, *roles):
    data = {
        "username": user.username,
        "email": user.email,
        "first_name": user.first_name or "An",
        "last_name": user.last_name or "Nguyễn",
        "is_active": "on",
        "is_superuser": "on" if user.is_superuser else "",
        "groups": [Group.objects.get(name=role).pk for role in roles],
    }
    return client.post(reverse("wagtailusers_users:edit", args=[user.pk]), data)


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
    puppet = make_staff("Editor", username="con-roi", email="puppet@example.invalid")
    with django_capture_on_commit_callbacks(execute=True):
        save_user(client, puppet, "Sales")
    assert opens(puppet)
    (message,) = mail.outbox
    assert message.to == ["sales@example.invalid"]
    assert "con-roi" in message.body or "Nguyễn" in message.body


def test_who_could_read_already_is_no_news(client, administrator, django_capture_on_commit_callbacks):
    make_staff("Sales", username="ban-hang", email="sales@example.invalid")
    other = make_staff("Sales", username="truong-nhom", email="lead@example.invalid")
    with django_capture_on_commit_callbacks(execute=True):
        save_user(client, other, "Sales", "Sales lead")
    assert mail.outbox == []
