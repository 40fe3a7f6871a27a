"""Requests and what belongs to them. Each part of the room has its own module here."""

from .centre import CentreChallenge, CentreExport, CentreMail, CentreRate, CentreSalt, CentreSession
from .holidays import Holiday
from .letters import Letter, Reminder
from .requests import PrivacyRequest, ProcessorTask, RequestEvent

__all__ = [
    "CentreChallenge",
    "CentreExport",
    "CentreMail",
    "CentreRate",
    "CentreSalt",
    "CentreSession",
    "Holiday",
    "Letter",
    "PrivacyRequest",
    "ProcessorTask",
    "Reminder",
    "RequestEvent",
]
