"""What an editor may choose from: channels and purposes, asked when the choice is shown, not at import."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from inbox.channels import channels
from privacy import choices, declared


def channel_choices():
    """Every enquiry channel that a form can feed."""
    return [(channel.code, channel.label) for channel in channels]


def purpose_choices():
    """Every purpose by its code: the published ones, and those that wait for it, marked as such.

    Named in the language of the admin where it has been translated.
    """
    in_force = declared.current()
    published = in_force.any_language("purpose") | in_force.purposes(get_language()) if in_force else {}
    names = dict(choices.purposes())
    offered = {code: names.get(code, entry.name) for code, entry in published.items()}
    for code, name in names.items():
        offered.setdefault(code, _("%(name)s (not published yet)") % {"name": name})
    return sorted(offered.items(), key=lambda item: str(item[1]).casefold())
