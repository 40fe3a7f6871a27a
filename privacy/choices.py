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


def named(model):
    """(code, name) of a register's entries, named in the admin's language where that is translated."""
    names = {}
    rows = model.objects.order_by("code", "pk").values_list("code", "name", "locale__language_code")
    for code, name, language in rows:
        if code not in names or language == get_language():
            names[code] = name
    return sorted(names.items(), key=lambda item: str(item[1]).casefold())
