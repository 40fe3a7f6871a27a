"""What the promise refuses."""


class PrivacyError(Exception):
    """Base of this room's errors."""


class Undeclared(PrivacyError):
    """A purpose or wording that the registers don't declare in that language."""


class LedgerBroken(PrivacyError):
    """The ledger's head is missing or doesn't fit; nothing is appended until someone looked at it."""
