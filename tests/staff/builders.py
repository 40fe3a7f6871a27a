"""Accounts for tests."""

from django.contrib.auth.models import Group, User

PASSWORD = "đủ dài để không đoán được"


def make_staff(*roles, username="nhan-vien", **fields):
    """An account with the given roles and a usable password."""
    user = User.objects.create_user(username=username, password=PASSWORD, **fields)
    user.groups.set([Group.objects.get(name=role) for role in roles])
    return user
