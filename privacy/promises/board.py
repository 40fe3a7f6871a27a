"""The board: the clauses of the policy's text, the promises that keep each, and how they stand.

Which clause is kept by what comes from the list that the setting PRIVACY_CLAUSES names. A clause stands on
the board only while its words stand in the policy in force; promises that no such clause names follow after.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from bs4 import BeautifulSoup
from django.conf import settings
from django.utils.module_loading import import_string

from .. import declared
from ..guards import conf
from ..models import PolicyText
from .registry import promises
from .running import checks, figure_of, link_of

KEPT, LAPSED, BROKEN, UNKNOWN = "kept", "lapsed", "broken", "unknown"
# The worst first.
ORDER = (BROKEN, LAPSED, UNKNOWN, KEPT)
LINES = ["h1", "h2", "h3", "h4", "p", "li"]


@dataclass(frozen=True)
class Row:
    """One promise as it stands."""

    code: str
    clause: str
    mechanism: str
    state: str
    figure: str = ""
    link: str = ""
    checked_at: datetime | None = None
    failing_since: datetime | None = None


@dataclass(frozen=True)
class Clause:
    """One clause of the text with what keeps it. `missing` names mechanisms that nobody registered."""

    code: str
    title: str
    quote: str
    rows: list = field(default_factory=list)
    missing: tuple = ()

    @property
    def state(self):
        """broken or lapsed if anything that keeps it is, kept if everything is, else unknown."""
        states = {row.state for row in self.rows}
        for state in (BROKEN, LAPSED):
            if state in states:
                return state
        return KEPT if states == {KEPT} and not self.missing else UNKNOWN


def clauses():
    """The clauses of the company's text, as PRIVACY_CLAUSES lists them; {} without such a list."""
    path = conf.get("PRIVACY_CLAUSES")
    return import_string(path) if path else {}


def rows(*, public=False):
    """{code: Row} of all promises, or of the public ones, in the active language."""
    known, found = checks(), {}
    for promise in promises:
        if public and not promise.public:
            continue
        check = known.get(promise.code)
        about = {}
        state = UNKNOWN
        if check is not None:
            state = BROKEN if not check.ok else LAPSED if check.lapsed else KEPT
            about = {
                "figure": figure_of(check),
                "link": "" if public else link_of(check),
                "checked_at": check.checked_at,
                "failing_since": check.failing_since,
            }
        found[promise.code] = Row(
            promise.code, str(promise.clause), str(promise.mechanism), state=state, **about
        )
    return found


def board(language, *, public=False):
    """(clauses, further rows) in `language`, broken ones first, otherwise in the order of the text."""
    found = rows(public=public)
    named, shown = set(), []
    words = quotes(language)
    for clause in clauses().values():
        if not clause.is_promise or clause.code not in words:
            continue
        mechanisms = clause.mechanisms
        named.update(mechanisms)
        shown.append(
            Clause(
                clause.code,
                in_language(clause.title, language),
                words[clause.code],
                [found[code] for code in mechanisms if code in found],
                tuple(code for code in mechanisms if code not in promises),
            )
        )
    further = [row for code, row in found.items() if code not in named]
    return (
        sorted(shown, key=lambda each: ORDER.index(each.state)),
        sorted(further, key=lambda each: ORDER.index(each.state)),
    )


def in_language(words, language):
    """A text with translations as attributes (`common.bilingual.Words`) in `language`, else as it is."""
    return str(getattr(words, language, words))


def quotes(language):
    """{clause code: its words in the policy in force}, in `language` where both texts are built alike."""
    in_force = declared.current()
    return _quotes(in_force.version.pk, language, conf.get("PRIVACY_CLAUSES")) if in_force else {}


@lru_cache(maxsize=16)
def _quotes(version_pk, language, path):
    # A version's text never changes.
    texts = dict(PolicyText.objects.filter(version_id=version_pk).values_list("locale", "html"))
    source = lines(texts.get(settings.LANGUAGE_CODE, ""))
    there = lines(texts.get(language, ""))
    found = {}
    for clause in clauses().values():
        for n, line in enumerate(source):
            if line.removeprefix("–").strip().startswith(clause.begins):
                alike = len(there) == len(source)
                found[clause.code] = there[n] if alike else in_language(clause.title, language)
                break
    return found


def lines(html):
    """The texts of headings, paragraphs and list items, without the lists inside them, in order."""
    found = []
    for element in BeautifulSoup(html, "html.parser").find_all(LINES):
        own = [str(piece) for piece in element.find_all(string=True) if piece.find_parent(LINES) is element]
        if text := " ".join("".join(own).split()):
            found.append(text)
    return found
