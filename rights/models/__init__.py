"""Requests and what belongs to them. Each part of the room has its own module here."""

from .holidays import Holiday
from .letters import Letter, Reminder
from .requests import PrivacyRequest, ProcessorTask, RequestEvent

__all__ = [
    "Holiday",
    "Letter",
    "PrivacyRequest",
    "ProcessorTask",
    "Reminder",
    "RequestEvent",
]
