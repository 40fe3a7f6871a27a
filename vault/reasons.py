"""The read log in words. The log keeps codes, so that a line means the same in every language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.registry import Registry

from .services.records import THEMSELVES

# Code of a reason, or name of a process: its words (lazy). Rooms register theirs.
reasons = Registry("reasons of readings")
# Kind of a sealed record: what it is, in words (lazy). Rooms register theirs.
kinds = Registry("kinds of sealed records")
# Kind of a sealed record: what colleagues call all of that kind (lazy). Rooms register theirs.
record_kinds = Registry("names of kinds of sealed records")


def words(code):
    """A reason in the active language; what a colleague wrote in their own words stays as it is."""
    head, separator, rest = code.partition(": ")
    label = str(reasons.get(head, head))
    return f"{label}: {rest}" if separator else label


def reader(line):
    """Who a line of the read log says it was: a colleague's name, a process, or the person themselves."""
    if line.actor_name == THEMSELVES:
        return _("the person themselves")
    if line.actor and (name := line.actor.get_full_name()):
        return name
    return str(reasons.get(line.actor_name, line.actor_name))


def roles(names):
    """The roles that a line of the read log keeps, as people say them."""
    return ", ".join(pgettext("role", name) for name in names)
