"""What differs between two policy versions: register by register, and word by word.

Everything here works on what was frozen. The words come out as plain text, to be escaped by the template.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser

from django.db.models import BooleanField, DateField
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, override, pgettext
from django.utils.translation import gettext as _

from .choices import form_field_types
from .company import LABELS as CONTROLLER_LABELS
from .models import REGISTERS
from .models.register import CodesField
from .periods import retention_words
from .shown import filled

SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"
# Comparing costs at worst the product of both sides; beyond this what differs is shown as replaced.
MOST_STEPS = 400_000
# Paragraphs with fewer words in common are shown one after the other and not mixed.
LEAST_LIKENESS = 0.4

# The fields that say what the site does. A difference in one of them is more than wording.
MEANING = {
    "purpose": ("legal_basis", "data_categories", "retention_days", "is_sensitive", "is_marketing"),
    "datacategory": ("is_sensitive", "field_types"),
    "recipient": (
        "country",
        "purposes",
        "data_categories",
        "hosts",
        "script_hosts",
        "frame_hosts",
        "image_hosts",
        "connect_hosts",
    ),
    "storeditem": ("kind", "key", "lifetime_days", "party", "recipient", "essential", "surface"),
    "channel": (),
    # Agreement is given to a company; its addresses are words about it.
    "controller": ("id", "name"),
}
# What people agree to where the purpose is marketing (Law 91/2025, article 28).
MARKETING = {"channel", "frequency"}
HOSTS = {"hosts", "script_hosts", "frame_hosts", "image_hosts", "connect_hosts"}
LABELS = {"retention_days": gettext_lazy("kept for"), "lifetime_days": gettext_lazy("lifetime")}
# The order of a register's page, and nothing that only machines read.
UNSHOWN = {"code"}


# Words


def diff_words(before, after):
    """[(state, words)] from one plain text to the other; states are same, removed and added."""
    left, right = before.split(), after.split()
    return [(state, " ".join(words)) for state, words in _runs(left, right)]


def likeness(before, after):
    """How much of their words two texts share, from 0 to 1. Cheap: the order doesn't count."""
    left, right = set(before.split()), set(after.split())
    return len(left & right) / max(len(left), len(right), 1)


def _runs(left, right):
    """[(state, items)] of two lists, without growing beyond MOST_STEPS."""
    head = 0
    while head < min(len(left), len(right)) and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < min(len(left), len(right)) - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    middle = (left[head : len(left) - tail], right[head : len(right) - tail])
    runs = [(SAME, left[:head])]
    if len(middle[0]) * len(middle[1]) > MOST_STEPS:
        runs += [(REMOVED, middle[0]), (ADDED, middle[1])]
    else:
        for tag, a, b, c, d in SequenceMatcher(None, *middle, autojunk=False).get_opcodes():
            if tag == "equal":
                runs.append((SAME, middle[0][a:b]))
            else:
                runs += [(REMOVED, middle[0][a:b]), (ADDED, middle[1][c:d])]
    runs.append((SAME, left[len(left) - tail :]))
    return [run for run in runs if run[1]]


# The text


class Blocks(HTMLParser):
    """The paragraphs, headings, list items and table rows of frozen HTML, as plain text."""

    KINDS = {"h2": "heading", "h3": "subheading", "li": "item", "tr": "row", "caption": "caption"}
    PARAGRAPHS = {"p", "div", "section", "ul", "ol", "table", "thead", "tbody", "dl", "dt", "dd", "header"}
    CELLS = {"td", "th"}
    BREAKS = {"br", "span"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []
        self._words = []
        self._kind = "text"
        self._in_row = False

    def handle_starttag(self, tag, attrs):
        if tag in self.BREAKS:
            self._words.append(" ")
        elif self._in_row:
            self._words.append(" · " if tag in self.CELLS else " ")
        elif tag in self.KINDS or tag in self.PARAGRAPHS:
            self._end()
            self._kind = self.KINDS.get(tag, "text")
            self._in_row = tag == "tr"

    def handle_endtag(self, tag):
        if self._in_row and tag != "tr":
            return
        if tag in self.KINDS or tag in self.PARAGRAPHS:
            self._end()

    def handle_data(self, data):
        self._words.append(data)

    def _end(self):
        text = " ".join("".join(self._words).split()).strip("· ")
        if text:
            self.found.append((self._kind, re.sub(r"( ·)+ ", " · ", text)))
        self._words, self._kind, self._in_row = [], "text", False

    def close(self):
        super().close()
        self._end()


def blocks_of(html):
    """[(kind, text)] of frozen HTML."""
    reader = Blocks()
    reader.feed(html)
    reader.close()
    return reader.found


@dataclass(frozen=True)
class Row:
    """One paragraph before and after; `parts` is [(state, words)] of both together."""

    kind: str
    state: str
    parts: tuple

    @property
    def before(self):
        return [part for part in self.parts if part[0] != ADDED]

    @property
    def after(self):
        return [part for part in self.parts if part[0] != REMOVED]


def diff_texts(before, after):
    """[Row] from one frozen text (HTML) to the other, in reading order."""
    rows, removed, added = [], [], []
    for state, blocks in [*_runs(blocks_of(before), blocks_of(after)), (SAME, [])]:
        if state == REMOVED:
            removed += blocks
        elif state == ADDED:
            added += blocks
        else:
            rows += _paired(removed, added)
            removed, added = [], []
            rows += [Row(kind, SAME, ((SAME, text),)) for kind, text in blocks]
    return rows


def _paired(removed, added):
    """Rows of replaced paragraphs: each beside the next one that resembles it, if there is one."""
    rows, waiting = [], list(added)
    may_pair = len(removed) * len(added) <= MOST_STEPS // 40
    for kind, text in removed:
        match = next(
            (
                n
                for n, (other_kind, other) in enumerate(waiting if may_pair else [])
                if other_kind == kind and likeness(text, other) >= LEAST_LIKENESS
            ),
            None,
        )
        if match is None:
            rows.append(Row(kind, REMOVED, ((REMOVED, text),)))
            continue
        rows += [Row(each, ADDED, ((ADDED, words),)) for each, words in waiting[:match]]
        rows.append(Row(kind, CHANGED, tuple(diff_words(text, waiting[match][1]))))
        waiting = waiting[match + 1 :]
    return rows + [Row(kind, ADDED, ((ADDED, text),)) for kind, text in waiting]


# The registers


@dataclass(frozen=True)
class FieldChange:
    """One field of an entry, in words. `parts` is [(state, words)]."""

    name: str
    label: str | Promise
    parts: tuple
    means: bool

    @property
    def before(self):
        return " ".join(words for state, words in self.parts if state != ADDED)

    @property
    def after(self):
        return " ".join(words for state, words in self.parts if state != REMOVED)


@dataclass(frozen=True)
class EntryChange:
    """One register entry that was added, removed or changed."""

    register: str
    register_label: str | Promise
    code: str
    name: str
    state: str
    fields: tuple = ()

    @property
    def means(self):
        """Whether the site does something else than before, and not only says it otherwise."""
        return self.state != CHANGED or any(field.means for field in self.fields)


def diff_registers(before, after, language):
    """[EntryChange] between two frozen sets of registers, in the words of `language`."""
    with override(language):
        changes = []
        for model in REGISTERS:
            register = model._meta.model_name
            old, new = (each.get(register, {}).get(language, {}) for each in (before, after))
            for code in sorted({*old, *new}):
                fields, state = (), ADDED if code not in old else REMOVED if code not in new else CHANGED
                if state == CHANGED:
                    fields = tuple(_field_changes(model, old[code], new[code], before, after, language))
                    if not fields:
                        continue
                changes.append(
                    EntryChange(
                        register,
                        capfirst(model._meta.verbose_name),
                        code,
                        (new.get(code) or old.get(code))["name"],
                        state,
                        fields,
                    )
                )
        return changes + _controller_changes(before, after, language)


def _controller_changes(before, after, language):
    """How the controller differs; nothing where one of both did not say who it is."""
    old, new = (each.get("controller", {}).get(language, {}).get("company") for each in (before, after))
    if not old or not new or old == new:
        return []
    fields = tuple(
        FieldChange(
            name,
            str(label),
            tuple(part for part in ((REMOVED, old.get(name)), (ADDED, new.get(name))) if part[1]),
            name in MEANING["controller"],
        )
        for name, label in CONTROLLER_LABELS.items()
        if old.get(name) != new.get(name)
    )
    return [EntryChange("controller", capfirst(_("controller")), "company", new["name"], CHANGED, fields)]


def meaning_changes(before, after):
    """What the site would do otherwise, as a list of short sentences; empty if only words differ."""
    found, own = {}, get_language()
    languages = {language for each in (before, after) for entries in each.values() for language in entries}
    # The reader's language says it, another one only where theirs doesn't differ.
    for language in sorted(languages, key=lambda code: (code != own, code)):
        for change in diff_registers(before, after, language):
            if change.means:
                found.setdefault((change.register, change.code), change)
    return [in_one_line(change) for change in found.values()]


def in_one_line(change):
    """“Newsletter”: kept for 12 months → 24 months."""
    name = _("“%(name)s” (%(register)s)") % {
        "name": change.name,
        "register": str(change.register_label).lower(),
    }
    if change.state == ADDED:
        return f"{name}: {pgettext('entry of a register', 'added')}"
    if change.state == REMOVED:
        return f"{name}: {pgettext('entry of a register', 'removed')}"
    return f"{name}: " + ", ".join(
        f"{field.label} {field.before or '–'} → {field.after or '–'}"
        for field in change.fields
        if field.means
    )


def _field_changes(model, old, new, before, after, language):
    register = model._meta.model_name
    for field in model._meta.concrete_fields:
        name = field.name
        if name in UNSHOWN or (name not in old and name not in new):
            continue
        if _plain(name, field, old.get(name)) == _plain(name, field, new.get(name)):
            continue
        words = [
            in_words(field, _as_read(name, entry), registers, language)
            for entry, registers in ((old, before), (new, after))
        ]
        means = name in MEANING[register] or (
            register == "purpose"
            and name in MARKETING
            and (old.get("is_marketing") or new.get("is_marketing"))
        )
        label = LABELS.get(name, field.verbose_name)
        is_prose = max(map(len, words)) > 60
        parts = diff_words(*words) if is_prose else [(REMOVED, words[0]), (ADDED, words[1])]
        yield FieldChange(name, str(label), tuple(part for part in parts if part[1]), means)


def _as_read(name, entry):
    value = entry.get(name)
    return filled(value, entry["retention_days"]) if name == "consent_text" and value else value


def _plain(name, field, value):
    """`value` without what makes no difference: order of codes and hosts, white space."""
    if isinstance(field, CodesField):
        return sorted(value or [])
    if name in HOSTS:
        return sorted((value or "").split())
    return " ".join(value.split()) if isinstance(value, str) else value


def in_words(field, value, registers, language):
    """A frozen value as people read it, in the active language."""
    name = field.name
    if isinstance(field, CodesField):
        return ", ".join(sorted(_names(name, code, registers, language) for code in value or []))
    if name == "retention_days":
        return retention_words(value) if value else ""
    if name == "lifetime_days":
        return retention_words(value) if value else _("until the browser is closed")
    if isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, DateField):
        day = parse_date(value) if value else None
        return date_format(day, "DATE_FORMAT") if day else ""
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if name in HOSTS:
        return ", ".join(sorted((value or "").split()))
    if name == "recipient":
        return _names("recipients", value, registers, language) if value else ""
    return " ".join(strip_tags(str(value or "")).split())


def _names(field, code, registers, language):
    """The name behind a code: of another register's entry, or of a kind of form field."""
    if field == "field_types":
        return str(form_field_types.get(code, code))
    register = {"data_categories": "datacategory", "purposes": "purpose", "recipients": "recipient"}[field]
    entry = registers.get(register, {}).get(language, {}).get(code)
    return entry["name"] if entry else code
