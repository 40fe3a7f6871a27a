"""Where personal data lies: each room that keeps some registers a source here.

Seeing, exporting, erasing and deleting by period ask the sources and nothing else; so data that no source
knows of can't be kept (`privacy.checks` refuses such a model).
"""

from dataclasses import dataclass, field
from datetime import datetime

from common.registry import Registry

sources = Registry("sources of personal data")
# What else goes at night although it is about no person that anyone could find: name, and a function of the
# time that deletes and returns how many rows.
chores = Registry("nightly chores")


@dataclass(frozen=True)
class Held:
    """One thing that is held about a person: what, for which purposes, since and until when."""

    source: str
    id: str
    label: str
    purposes: tuple[str, ...]
    since: datetime
    until: datetime | None
    # Ids of vault.SealedRecord: what it says, sealed.
    records: tuple = ()
    # Codes of the recipients it went to.
    sent_to: tuple[str, ...] = ()
    # What isn't sealed and means something to the person, in words: status, number of the receipt.
    facts: dict = field(default_factory=dict)
    # Number of the receipt, of what came by a submission: with it alone its sender sees this much.
    receipt: str = ""


@dataclass(frozen=True)
class Due:
    """One thing whose time is over: whose, which, and for what purpose it was kept."""

    person_id: object
    id: str
    purpose: str
    since: datetime
    # What it came by, such as a form's title; counted apart.
    group: str = ""


class Source:
    """Base of the sources. `models` are the labels ("app.Model") of the tables it answers for."""

    code = ""
    label = ""
    models = ()
    # Whether its things are held for the sake of the other sources' things: asked after these.
    is_last = False

    def purposes(self):
        """Codes of the purposes that it keeps things for; the policy declares each, with a period."""
        raise NotImplementedError

    def held(self, person):
        """The list of `Held` about the person."""
        raise NotImplementedError

    def erase(self, person):
        """Removes or empties everything about the person; returns how many rows. Idempotent.

        Called before the person's key is destroyed. What must stay as evidence names no person.
        """
        raise NotImplementedError

    def due(self, now):
        """What is to be deleted at `now`, as an iterable of `Due`, oldest first. A later `now` is a forecast.

        `Due.person_id` is None for what can't be attributed to anybody yet.
        """
        raise NotImplementedError

    def expire(self, ids):
        """Deletes these objects for good; returns how many rows. Idempotent."""
        raise NotImplementedError
