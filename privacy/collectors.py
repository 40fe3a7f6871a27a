"""Whatever collects data under the policy, and what holds it up: rooms above register here.

An entry is a function that takes a `Declared` (None: what is in force) and returns the `Paused` of what
doesn't fit it. The officer's dashboard lists them; publishing can ask beforehand what would stop.
"""

from dataclasses import dataclass
from types import SimpleNamespace

from common.registry import Registry

from .declared import Declared, registers_now

collectors = Registry("collectors of data")


@dataclass(frozen=True)
class Paused:
    """A live form, or the like, that takes no data: where it is mended, and what is to be mended."""

    title: str
    url: str
    problems: tuple[str, ...]
    language: str = ""


def paused():
    """What is live but takes no data under the policy in force."""
    return [each for function in collectors for each in function(None)]


def would_pause():
    """What would take no data any more if the registers were published as they stand now."""
    return [each for function in collectors for each in function(as_published_now())]


def as_published_now():
    """The working copy of the registers as if it were in force."""
    return Declared(SimpleNamespace(number=None, registers=registers_now()))
