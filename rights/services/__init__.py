"""What may be done with requests: take in, verify, reply, extend, refuse, carry out, complete, write."""

from .entering import correct, enter_request, erase_for
from .figures import by_urgency, figures, late, nearly_due
from .intake import join, open_request, separate, verify
from .letters import (
    UNFINISHED,
    deliver,
    has_email,
    mail_before_erasure,
    mail_letter,
    note_printed,
    read_address,
    read_letter,
    read_request,
    save_letter,
)
from .reminders import escalate, send_reminder
from .sweeping import sweep
from .work import (
    acknowledge,
    add_task,
    assign,
    carry_out,
    complete,
    extend,
    finish_task,
    refuse,
    take_back,
)

__all__ = [
    "UNFINISHED",
    "acknowledge",
    "add_task",
    "assign",
    "by_urgency",
    "carry_out",
    "complete",
    "correct",
    "deliver",
    "enter_request",
    "erase_for",
    "escalate",
    "extend",
    "figures",
    "finish_task",
    "has_email",
    "join",
    "late",
    "mail_before_erasure",
    "mail_letter",
    "nearly_due",
    "note_printed",
    "open_request",
    "read_address",
    "read_letter",
    "read_request",
    "refuse",
    "save_letter",
    "send_reminder",
    "separate",
    "sweep",
    "take_back",
    "verify",
]
