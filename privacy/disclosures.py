"""What authorities got of a person. The room that keeps it registers here; rooms that show a person ask here.

Officers are told. The person is not: an investigation may forbid it (ADR 0074).
"""

from dataclasses import dataclass
from datetime import date

from common.registry import Registry

# Keepers have `about(person, by)`, a list of `Disclosed` for an officer, and `readings(person)`, a Q of the
# lines in the read log that were written for a disclosure.
keepers = Registry("keepers of disclosures")


@dataclass(frozen=True)
class Disclosed:
    """One demand of an authority for a person's data, and how far it is."""

    code: str
    authority: str
    received_on: date
    state: str
    handed_over: bool
    url: str


def about(person, *, by):
    """The disclosures that concern the person, as far as the user `by` may know of them."""
    return [one for keeper in keepers for one in keeper.about(person, by=by)]


def tellable(person, readings):
    """Those lines of the read log (a queryset) that the person may be told of."""
    for keeper in keepers:
        readings = readings.exclude(keeper.readings(person))
    return readings
