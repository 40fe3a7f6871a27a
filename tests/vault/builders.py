"""Users and records as the vault's tests need them."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

from vault import services as vault

PAYLOAD = {"v": 1, "answers": {"full_name": "Nguyễn Văn An", "message": "Xin báo giá máy chủ"}}


def make_user(*permissions, username="an", **fields):
    """A user who holds the given permissions ("app.codename") through a group."""
    user = get_user_model().objects.create_user(username=username, email=f"{username}@example.com", **fields)
    group = Group.objects.create(name=f"Group of {username}")
    for permission in permissions:
        app, codename = permission.split(".")
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    user.groups.add(group)
    return user


def make_reader(username="reader"):
    return make_user("vault.open_vault", username=username)


def make_person(email="an@example.com", **identifiers):
    return vault.person_for(vault.Identifiers(email=email, **identifiers))


def make_record(person=None, **options):
    options = {
        "kind": "enquiry",
        "data": {"full_name": "Nguyễn Văn An", "email": "an@example.com"},
        "masks": {"full_name": "N. V. A.", "email": "a•••@e•••.com"},
        **options,
    }
    return vault.store(person or make_person(), **options)
