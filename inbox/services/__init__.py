"""What may be done with enquiries: receive, take in, work, search, notify, and look after what was left."""

from .health import envelope_figures, figures, health
from .intake import receive, take_in
from .notify import send_notification
from .search import search
from .sweeping import sweep
from .work import Reading, add_note, assign, mark_spam, read, read_file, recent_readers, release, set_status

__all__ = [
    "Reading",
    "add_note",
    "assign",
    "envelope_figures",
    "figures",
    "health",
    "mark_spam",
    "read",
    "read_file",
    "receive",
    "recent_readers",
    "release",
    "search",
    "send_notification",
    "set_status",
    "sweep",
    "take_in",
]
