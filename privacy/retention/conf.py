"""When and how deletion runs, as settings with defaults; the periods stand in the policy (ADR 0089)."""

from zoneinfo import ZoneInfo

from django.conf import settings

DEFAULTS = {
    # Not before this hour of the night, once a night.
    "RETENTION_HOUR": 3,
    "RETENTION_ZONE": "Asia/Ho_Chi_Minh",
    # Rows deleted in one transaction, and seconds that one turn may take before others have theirs.
    "RETENTION_BATCH": 200,
    "RETENTION_TURN_SECONDS": 20,
    # How many days ahead the screen and the mail to officers warn, and how often the mail comes.
    "RETENTION_WARN_DAYS": 14,
    "RETENTION_WARN_EVERY_DAYS": 7,
    # Addresses of the mail; empty: everyone who manages retention and has an address.
    "RETENTION_NOTIFY": [],
    # How far the preview looks.
    "RETENTION_PREVIEW_DAYS": 30,
    # A person about whom nothing is held is forgotten after so many hours: an intake may be going on.
    "RETENTION_PERSON_GRACE_HOURS": 24,
}


def get(name):
    """The value of the setting `name`."""
    return getattr(settings, name, DEFAULTS[name])


def zone():
    """The time zone of the night."""
    return ZoneInfo(get("RETENTION_ZONE"))
