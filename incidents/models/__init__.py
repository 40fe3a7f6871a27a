"""Incidents with what was done about them, notices to people, and disclosures to authorities."""

from .disclosures import Disclosure, DisclosureApproval, DisclosureEvent, DisclosurePerson
from .incidents import (
    AffectedPerson,
    AffectedQuery,
    DutyWaiver,
    Incident,
    IncidentEvent,
    Report,
    StatusUpdate,
)
from .notices import Notice, NoticeDelivery
from .papers import Paper

__all__ = [
    "AffectedPerson",
    "AffectedQuery",
    "Disclosure",
    "DisclosureApproval",
    "DisclosureEvent",
    "DisclosurePerson",
    "DutyWaiver",
    "Incident",
    "IncidentEvent",
    "Notice",
    "NoticeDelivery",
    "Paper",
    "Report",
    "StatusUpdate",
]
