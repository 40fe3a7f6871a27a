"""Small things that every service of this room needs."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

TRIES = 5


class NotAllowedNow(Exception):
    """The step does not follow from the state that the disclosure is in by now."""


class NotShown(NotAllowedNow):
    """What was looked at changed before the step was asked for."""


def name_of(user):
    """A colleague's name as histories keep it."""
    return user.get_full_name() or user.get_username()


def require(allowed):
    """PermissionDenied unless `allowed`."""
    if not allowed:
        raise PermissionDenied


def create_numbered(model, prefix, values):
    """A new row with the year's next code, such as SC-2026-003; another request may take one meanwhile."""
    year = timezone.localdate().year
    for attempt in range(TRIES):
        start = f"{prefix}-{year}-"
        used = model.objects.filter(code__startswith=start).values_list("code", flat=True)
        number = max((int(code.rpartition("-")[2]) for code in used), default=0) + 1
        try:
            with transaction.atomic():
                return model.objects.create(code=f"{start}{number:03d}", **values)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def change(instance, values):
    """Sets and saves `values`; returns the names of those fields that really changed."""
    changed = [name for name, value in values.items() if getattr(instance, name) != value]
    for name in changed:
        setattr(instance, name, values[name])
    if changed:
        instance.save(update_fields=changed)
    return changed
