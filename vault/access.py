"""Who may open the vault.

Permissions count only when given explicitly, to the user or a group of theirs. Django's superuser
shortcut does not: an administrator does not get to read enquiries by being an administrator.
"""

from django.contrib.auth.models import Permission
from django.db.models import Q

from common.registry import Registry

OPEN_VAULT = "vault.open_vault"

# Rooms above may hold an account back: functions of a user that say whether it must wait,
# registered in `AppConfig.ready()`.
holding_back = Registry("reasons to hold an account back")

# Rooms above may keep somebody from a reader: functions of a user and a person that say whether what the
# person is known by is withheld from the user, even masked.
withholding = Registry("reasons to withhold a person")

# Permissions of upper rooms whose holders may see masked values in lists (never plaintext).
_mask_permissions = {OPEN_VAULT}


def is_given(user, permission):
    """Whether the active `user` was explicitly given `permission` ("app_label.codename").

    All explicit permissions are read in one query and kept on the user object, which lives as long as
    one request.
    """
    if user is None or not getattr(user, "is_active", False) or user.pk is None:
        return False
    held = getattr(user, "_explicit_permissions", None)
    if held is None:
        rows = Permission.objects.filter(Q(user=user) | Q(group__user=user)).values_list(
            "content_type__app_label", "codename"
        )
        held = user._explicit_permissions = {f"{app}.{codename}" for app, codename in rows.order_by()}
    return permission in held


def is_held_back(user):
    """Whether the account has to wait with what it was given; asked once per user object."""
    found = getattr(user, "_is_held_back", None)
    if found is None:
        found = user._is_held_back = any(reason(user) for reason in holding_back)
    return found


def holds(user, permission):
    """Whether the active `user` was explicitly given `permission` and isn't held back."""
    return is_given(user, permission) and not is_held_back(user)


def may_open(user):
    """Whether `user` may read plaintext out of the vault."""
    return holds(user, OPEN_VAULT)


def let_see_masks(permission):
    """Lets holders of `permission` see masked values; called by upper rooms in `AppConfig.ready()`."""
    _mask_permissions.add(permission)


def may_see_masks(user):
    """Whether `user` may see masked values in lists."""
    return any(holds(user, permission) for permission in _mask_permissions)


def is_withheld(user, person):
    """Whether `user` may not see what `person` is known by, though others who see masks may."""
    return any(reason(user, person) for reason in withholding)
