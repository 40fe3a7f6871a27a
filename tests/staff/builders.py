"""Accounts for tests, and what is done to them in the admin."""

from django.contrib.auth.models import Group, User
from django.urls import reverse

from staff.models import CustodyChange

PASSWORD = "đủ dài để không đoán được"


def make_staff(*roles, username="nhan-vien", **fields):
    """An account with the given roles and a usable password."""
    user = User.objects.create_user(username=username, password=PASSWORD, **fields)
    user.groups.set([Group.objects.get(name=role) for role in roles])
    return user


def save_user(client, user, *roles):
    """Saves the account's form in the admin with these roles and no others."""
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


def change(client, user, **fields):
    """Saves the account's form in the admin, as it is but for `fields`."""
    data = {
        "username": user.username,
        "email": user.email,
        "first_name": user.first_name or "An",
        "last_name": "Nguyễn",
        "is_active": "on",
        "groups": [group.pk for group in user.groups.all()],
        **fields,
    }
    answer = client.post(reverse("wagtailusers_users:edit", args=[user.pk]), data)
    assert answer.status_code == 302, answer.context["form"].errors


def confirm(client, user, changes=None):
    """Posts "I have asked: confirm" as a page that showed `changes`, by default all that are open now."""
    if changes is None:
        changes = CustodyChange.objects.filter(user=user, confirmed_at=None).values_list("pk", flat=True)
    address = reverse("staff_custody_confirm", args=[user.pk])
    return client.post(address, {"changes": list(changes)})
