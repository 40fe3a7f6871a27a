"""The inbox's screens in the Wagtail admin."""

from .actions import AssignView, FileView, NoteView, ReviewView, StatusView
from .enquiry import EnquiryView, ReadView
from .listing import DoneView, HeldView, OpenView, SearchView

__all__ = [
    "AssignView",
    "DoneView",
    "EnquiryView",
    "FileView",
    "HeldView",
    "NoteView",
    "OpenView",
    "ReadView",
    "ReviewView",
    "SearchView",
    "StatusView",
]
