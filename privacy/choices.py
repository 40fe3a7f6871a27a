"""What the registers' boxes offer, asked when they are shown."""

from django.utils.translation import get_language

from common.registry import Registry

# Kinds of form fields by their block name; the room of forms registers (name: label).
form_field_types = Registry("kinds of form fields")


def field_types():
    """Every kind of field that a form may have."""
    return list(form_field_types.items())


def categories():
    """The data categories of the working copy."""
    from .models import DataCategory

    return named(DataCategory)


def purposes():
    """The purposes of the working copy."""
    from .models import Purpose

    return named(Purpose)


def recipients():
    """The recipients of the working copy."""
    from .models import Recipient

    return named(Recipient)


def named(model):
    """(code, name) of a register's entries, named in the admin's language where that is translated."""
    rows = in_admin_language(model.objects.select_related("locale"))
    return sorted(((row.code, row.name) for row in rows), key=lambda item: str(item[1]).casefold())


def in_admin_language(rows):
    """One row for each code, in code order: the admin's language first, any other where that is missing."""
    language, found = get_language(), {}
    for row in rows.order_by("code", "pk"):
        if row.code not in found or row.locale.language_code == language:
            found[row.code] = row
    return list(found.values())
