"""Settings of the ledger, its receipts and checkpoints; each can be set in the project's settings."""

from pathlib import Path

from django.conf import settings

DEFAULTS = {
    # {purpose code: days} after which a consent expires; "*" stands for every other purpose. Empty: a
    # consent lasts until it is withdrawn (Law 91/2025, article 9.4).
    "PRIVACY_CONSENT_VALID_DAYS": {},
    # The folder to which each signed checkpoint is appended; copy it to another machine. Default: in DATA.
    "LEDGER_CHECKPOINTS": None,
    # Hours without a new checkpoint after which the health figure says so.
    "LEDGER_CHECKPOINT_LATE_HOURS": 36,
    # Bytes that the page for checking a receipt reads; a receipt has a few thousand.
    "RECEIPT_MOST_BYTES": 128 * 1024,
}


def get(name):
    """The value of the setting `name`."""
    return getattr(settings, name, DEFAULTS[name])


def valid_days(purpose):
    """Days for which a consent to `purpose` holds, or None for as long as it is not withdrawn."""
    days = get("PRIVACY_CONSENT_VALID_DAYS")
    return days.get(purpose, days.get("*"))


def checkpoints_folder():
    """Where the file of checkpoints is kept beside the database."""
    return Path(get("LEDGER_CHECKPOINTS") or Path(settings.DATA) / "checkpoints")
