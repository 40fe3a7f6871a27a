"""What an editor may choose from: channels and purposes, asked when the choice is shown, not at import."""

from django.utils.translation import get_language

from inbox.channels import channels


def channel_choices():
    """Every enquiry channel that a form can feed."""
    return [(channel.code, channel.label) for channel in channels]


def purpose_choices():
    """Every declared purpose by its code, named in the language of the admin where it has been translated."""
    from privacy.models import Purpose

    names = {}
    for code, name, language in Purpose.objects.order_by("code", "pk").values_list(
        "code", "name", "locale__language_code"
    ):
        if code not in names or language == get_language():
            names[code] = name
    return sorted(names.items(), key=lambda item: str(item[1]).casefold())
