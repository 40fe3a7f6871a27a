"""Forms of this room's screens."""

from .affected import AffectedForm
from .base import ReasonForm, scan_limits
from .disclosures import AuthorityPaperForm, DisclosureForm, PersonForm, RefusalForm
from .incidents import (
    IncidentForm,
    NoticeForm,
    PaperForm,
    PublicForm,
    ReportForm,
    SeverityForm,
    UpdateForm,
    WaiverForm,
)

__all__ = [
    "AffectedForm",
    "AuthorityPaperForm",
    "DisclosureForm",
    "IncidentForm",
    "NoticeForm",
    "PaperForm",
    "PersonForm",
    "PublicForm",
    "ReasonForm",
    "RefusalForm",
    "ReportForm",
    "SeverityForm",
    "UpdateForm",
    "WaiverForm",
    "scan_limits",
]
