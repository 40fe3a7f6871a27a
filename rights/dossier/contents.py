"""What the screen of a person shows, put together from the rooms that hold something."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from privacy import declared, gate
from privacy.looking_up import FIELD
from privacy.personal_data import sources
from vault.models import ReadLog
from vault.reasons import kinds, reader, roles, words
from vault.services.identity_records import KIND as IDENTITY

from .. import recipients
from ..centre.holdings import Labels

MOST_READINGS = 200


@dataclass
class Thing:
    """One thing that is held, with the names of its purposes and recipients."""

    source: str
    label: str
    purposes: list
    since: datetime
    until: datetime | None
    # Names: whom the policy in force declares for the purposes, and to whom this was really passed on.
    recipients: list
    sent_to: list
    facts: dict
    records: tuple
    # [(field, value)] once it was read.
    contents: list = field(default_factory=list)


@dataclass
class Standing:
    """How things stand for one purpose: what the gate says, and the last decision."""

    code: str
    name: str
    answer: gate.Answer
    events: list

    @property
    def words(self):
        """The gate's answer as people say it."""
        return REASONS.get(self.answer.reason, lambda: self.answer.reason)()


REASONS = {
    "consent": lambda: _("agreed"),
    "contract": lambda: _("allowed: contract"),
    "emergency": lambda: _("allowed: emergency"),
    "state": lambda: _("allowed: task of the state"),
    "other_law": lambda: _("allowed: other law"),
    "refused": lambda: _("did not agree"),
    "withdrawn": lambda: _("withdrawn"),
    "expired": lambda: _("expired"),
    "ask_again": lambda: _("agreed to an earlier policy: to be asked again"),
    "never_asked": lambda: _("never asked"),
    "restricted": lambda: _("restricted"),
    "objected": lambda: _("objected"),
    "erased": lambda: _("erased"),
    "undeclared": lambda: _("not in the policy any more"),
}


def things(person):
    """Everything the rooms hold about the person, newest first."""
    in_force = declared.current()
    purposes = _named(in_force, "purposes")
    named, declared_for = _named(in_force, "recipients"), recipients.by_purpose(get_language())
    found = [
        Thing(
            source=str(source.label),
            label=held.label,
            purposes=[purposes.get(code, code) for code in held.purposes],
            since=held.since,
            until=held.until,
            recipients=sorted(set().union(*(declared_for.get(code, ()) for code in held.purposes))),
            sent_to=[named.get(code, code) for code in held.sent_to],
            facts=held.facts,
            records=tuple(held.records),
        )
        for source in sources
        for held in source.held(person)
    ]
    return sorted(found, key=lambda thing: thing.since, reverse=True)


def standings(person):
    """What may be done with the person's data, purpose by purpose, with every decision on record."""
    events = {}
    for event in gate.history(person.pseudonym).reverse():
        events.setdefault(event.purpose_code, []).append(event)
    names = _named(declared.current(), "purposes")
    return [
        Standing(code, names.get(code, code), gate.may_use(person, code), found)
        for code, found in sorted(events.items())
    ]


def readings(person):
    """Who read something about the person, the latest first."""
    labels = Labels(person)
    lines = ReadLog.objects.filter(person=person).select_related("actor", "record")
    lines = lines.defer("record__payload", "record__mask").order_by("-at", "-id")
    lines = list(lines[:MOST_READINGS])
    for line in lines:
        line.reader, line.roles, line.why = reader(line), roles(line.actor_roles), words(line.reason)
        line.what = _what(line, labels)
    return lines


def _what(line, labels):
    """What was read: what the record is, where its kind has words; else its fields as the forms called them.

    Each once; what is for the software's own use is left out.
    """
    if line.record and line.record.kind != IDENTITY and line.record.kind in kinds:
        return [str(kinds[line.record.kind])]
    names = (
        _("What they agreed to")
        if name == FIELD
        else _("File")
        if name.startswith("file:")
        else labels.name(name)
        for name in line.fields
        if not name.startswith("_")
    )
    return list(dict.fromkeys(names))


def fill(person, found, revealed):
    """Puts what was read, {record id: {field: value}}, into the things, labelled as the forms were."""
    labels = Labels(person)
    for thing in found:
        thing.contents = [row for pk in thing.records if pk in revealed for row in labels.rows(revealed[pk])]
    return found


def _named(in_force, register):
    if in_force is None:
        return {}
    return {code: entry.name for code, entry in getattr(in_force, register)(get_language()).items()}
