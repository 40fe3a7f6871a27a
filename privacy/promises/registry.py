"""What a promise is, and the registry of them."""

from collections.abc import Callable
from dataclasses import dataclass

from common.registry import Registry


@dataclass(frozen=True)
class Part:
    """One thing that a check looked at, in words of the active language, and whether it was as it must be."""

    label: str
    ok: bool


@dataclass(frozen=True)
class Evidence:
    """What a check found. `figure` is a short text in the active language, or a function that returns it.

    A function is asked once for each language, so that the board can show the figure in all. `link` leads
    staff to where it can be seen. Neither may name a person. `lapsed` says that the promise is kept now and
    was not always kept in the past twelve months: doing late what was due mends nothing. `parts` are shown to
    staff who look at the evidence.
    """

    ok: bool
    figure: str | Callable[[], str] = ""
    link: str = ""
    lapsed: bool = False
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Promise:
    """One mechanism that keeps clauses of the policy.

    `clause` says in a few words what is promised, for where no clause of the text names the code; `mechanism`
    says in plain words what keeps it; both are translated lazily. `check()` returns Evidence; it must be safe
    to run at any time. `public` promises, with their figures, stand on the public page.
    """

    code: str
    clause: str
    mechanism: str
    check: Callable[[], Evidence]
    public: bool = True


promises = Registry("promises")


def register(code, promise):
    """Adds `promise` under `code`, by which clauses name it."""
    return promises.register(code, promise)
