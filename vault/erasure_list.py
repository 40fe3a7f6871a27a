"""The list of erasures: a file outside the databases, so that a restored backup of theirs can be cleaned.

A line holds the time and keyed digests: of the person whose key was destroyed, and of the receipts of what
they sent. It says nothing to whoever lacks the site's index key.
"""

import json
import logging
import os
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from .identity import all_digests, current_digest

logger = logging.getLogger(__name__)

# What is digested: a person's id, a receipt's number.
PERSON, RECEIPT = "tombstone", "erased-receipt"


def path():
    """Where the list is."""
    return Path(settings.ERASURE_LOG or Path(settings.DATA) / "erasures" / "erasures.log")


def ready():
    """OSError if nothing can be listed: to be asked before anything is destroyed."""
    path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _append():
        pass


def add(*, person_id=None, receipts=()):
    """One line: this person's key was destroyed, or these submissions thrown away, or both."""
    line = {
        "at": timezone.now().isoformat(timespec="seconds"),
        "key": current_digest(PERSON, "")[1],
        "person": current_digest(PERSON, person_id)[0] if person_id else None,
        "receipts": sorted(current_digest(RECEIPT, receipt)[0] for receipt in receipts),
    }
    with _append() as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def listed():
    """({digests of people}, {digests of receipts}) of everything on the list."""
    people, receipts = set(), set()
    if not path().exists():
        return people, receipts
    with path().open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                entry = json.loads(line)
                people.add(entry["person"])
                receipts.update(entry["receipts"])
            except (ValueError, KeyError, TypeError):
                # A line that was cut off in a crash: its erasure was not committed either.
                logger.error("Line %d of the list of erasures can't be read.", number)
    people.discard(None)
    return people, receipts


def names_person(digests, person_id):
    """Whether the person is among `digests`."""
    return not digests.isdisjoint(all_digests(PERSON, person_id))


def names_receipt(digests, receipt):
    """Whether the receipt is among `digests`."""
    return not digests.isdisjoint(all_digests(RECEIPT, receipt))


def _append():
    return os.fdopen(os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8")
