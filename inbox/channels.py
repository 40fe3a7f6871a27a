"""The ways by which an enquiry reaches the company; chat, e-mail and calls register here when they come."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.registry import Registry


@dataclass(frozen=True)
class Channel:
    """One way in.

    `answer_within` is the target for a first answer in the company's open time; None where nobody waits
    for one. `due_field` names the field type whose answer, when given, is the due time itself.
    """

    code: str
    label: str | Promise
    icon: str
    answer_within: dt.timedelta | None
    purpose: str
    due_field: str | None = None


channels = Registry("enquiry channels")

for _channel in (
    Channel("contact", _("Contact form"), "mail", dt.timedelta(hours=4), "enquiry"),
    Channel(
        "callback", _("Callback"), "mobile-alt", dt.timedelta(hours=2), "callback", due_field="callback_slot"
    ),
    Channel("newsletter", _("Newsletter"), "doc-full", None, "news"),
    Channel("survey", _("Survey"), "clipboard-list", None, "research"),
):
    channels.register(_channel.code, _channel)


def channel(code):
    """The channel of that code; for one whose room is no longer installed, a plain stand-in."""
    return channels.get(code) or Channel(code, code, "mail", None, "")
