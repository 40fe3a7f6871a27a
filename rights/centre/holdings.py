"""What the centre shows of a person: what is held, what they agreed to, who read it, what they asked."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from privacy import declared, disclosures, gate
from privacy.limits import open_restrictions
from privacy.looking_up import FIELD
from privacy.models import ConsentEvent, FormVersion, Purpose, Restriction
from privacy.personal_data import sources
from privacy.presenting import clean
from privacy.shown import shown_wording
from vault import services as vault
from vault.models import ReadLog, SealedRecord
from vault.reasons import kinds, reasons, roles

from .. import recipients
from . import words

MOST_READINGS = 100
WHOLE = "all"
# The key of a question that an editor wrote ends so; that of a known one is a word.
OWN_QUESTION = re.compile(r"-[0-9a-f]{8}$")
# The gate's answers where a consent that was given does not do any more.
ASKED_AGAIN = ("ask_again", "expired")


@dataclass
class Item:
    """One thing that is held, in the reader's language."""

    key: str
    label: str
    purposes: list
    since: datetime
    until: datetime | None
    # Names: whom the policy in force declares for the purposes, and to whom this was really passed on.
    recipients: list
    sent_to: list
    facts: dict
    records: tuple
    # Codes of the purposes.
    codes: tuple = ()
    # Number of the receipt of the submission that it is.
    receipt: str = ""
    # [(label, text)] once the person asked to see it.
    contents: list | None = None


@dataclass
class Step:
    """One decision in the history of a purpose."""

    at: datetime
    decision: str
    how: str
    receipt: str
    version: int | None


@dataclass
class Standing:
    """How things stand for one purpose."""

    code: str
    name: str
    description: str = ""
    basis: str = ""
    reference: str = ""
    retention: str = ""
    allowed: bool = False
    state: str = ""
    # Whether there is a consent to take back; one that no longer suffices is given and asked for again.
    given: bool = False
    # Whether there is one for a form alone that was sent after they said no.
    for_form_only: bool = False
    can_agree: bool = False
    asked_again: bool = False
    # Limits of this purpose alone; those of all purposes stand apart.
    restricted: bool = False
    objected: bool = False
    wording: str = ""
    consequence: str = ""
    history: list = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """That somebody read something: the day, their role, what. Never who."""

    day: date
    role: str
    what: str


def items(person):
    """Everything that is held, as the rooms that hold it tell."""
    language = get_language()
    purposes, named = recipients.purpose_names(language), recipients.names(language)
    declared_for = recipients.by_purpose(language)
    return [
        Item(
            key=f"{source.code}:{held.id}",
            label=str(held.label),
            purposes=[purposes.get(code, code) for code in held.purposes],
            since=held.since,
            until=held.until,
            recipients=sorted(set().union(*(declared_for.get(code, ()) for code in held.purposes))),
            sent_to=[named.get(code, code) for code in held.sent_to],
            facts=held.facts,
            records=tuple(held.records),
            codes=tuple(held.purposes),
            receipt=held.receipt,
        )
        for source in sources
        for held in source.held(person)
    ]


def beside_identity(person, shown):
    """The items without the one that is who we take the person to be: pages show that by itself."""
    record = vault.identity_record(person)
    return [item for item in shown if record is None or item.records != (record.pk,)]


def identity_masks(person):
    """{"name", "email", "phone"} of the person, masked; {} where nothing is known."""
    record = vault.identity_record(person)
    return vault.masked_own(person, [record])[record.pk] if record else {}


def fill(person, shown, *, key=WHOLE):
    """Puts the clear contents into the items that `key` names; each record read is a line in the read log."""
    chosen = [item for item in shown if item.records and key in (WHOLE, item.key)]
    opened = read(person, {pk for item in chosen for pk in item.records})
    labels = Labels(person)
    for item in chosen:
        item.contents = [row for pk in item.records if pk in opened for row in labels.rows(opened[pk])]
    return shown


def read_identity(person):
    """[(label, text)] of who we take the person to be; logged as their own reading."""
    record = vault.identity_record(person)
    if record is None:
        return []
    return Labels(person).rows(vault.reveal_own(person, [record], reason=READ_REASON)[record.pk])


READ_REASON = "seen in the privacy centre"


def read(person, record_ids, *, reason=READ_REASON):
    """{record id: contents} of the person's own records."""
    records = list(SealedRecord.objects.filter(pk__in=record_ids, person=person))
    return vault.reveal_own(person, records, reason=reason) if records else {}


class Labels:
    """The questions and choices of the forms that the person filled in, in the words they were shown."""

    def __init__(self, person):
        self.questions, self.choices = dict(words.known_fields()), {}
        versions = ConsentEvent.objects.filter(subject_id=person.pseudonym).exclude(form_version=None)
        asked = FormVersion.objects.filter(pk__in=versions.values("form_version_id")).order_by("created_at")
        for version in asked:
            for question in version.snapshot.get("fields", []):
                self.questions[question["key"]] = question["label"]
                for choice in question.get("choices", []):
                    self.choices[question["key"], choice["key"]] = choice["label"]

    def name(self, key):
        """What `key` asks for; a question that no form of theirs knows has a kind word instead."""
        if OWN_QUESTION.search(key):
            return self.questions.get(key, _("An answer in a form"))
        return self.questions.get(key, key.replace("_", " ").capitalize())

    def rows(self, data):
        """[(label, text)] of a record's contents; what is for the software's own use is left out."""
        rows = [
            (self.name(key), self._text(key, value))
            for key, value in data.items()
            if not key.startswith("_") and value not in (None, "", [], {})
        ]
        names = [file.get("name", "") for file in data.get("_files") or []]
        return rows + ([(_("Files"), "\n".join(names))] if names else [])

    def _text(self, key, value):
        if isinstance(value, list):
            return "\n".join(self._text(key, each) for each in value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return str(self.choices.get((key, value), value)) if isinstance(value, str) else str(value)


def standings(person, shown):
    """How things stand for each purpose that concerns the person or that they can agree to.

    `shown` are the person's items.
    """
    language, in_force = get_language(), declared.current()
    entries = in_force.any_language("purpose") if in_force else {}
    entries = {**entries, **(in_force.purposes(language) if in_force else {})}
    events = {}
    for event in gate.history(person.pseudonym):
        events.setdefault(event.purpose_code, []).append(event)
    held = {code for item in shown for code in item.codes}
    limits = list(open_restrictions(person.pseudonym))
    concerned = [
        code
        for code, entry in entries.items()
        if code in events or code in held or entry.legal_basis == Purpose.Basis.CONSENT
    ]
    concerned += [code for code in events if code not in entries]
    # What can be withdrawn comes first, then what was decided otherwise, then what was never asked.
    concerned.sort(key=lambda code: (not is_given(events.get(code, [])), code not in events))
    return [_standing(person, code, entries.get(code), events.get(code, []), limits) for code in concerned]


def is_given(events):
    """Whether the decision that counts among these, all about one purpose, is a consent."""
    word = gate.last_word(events)
    return word is not None and word.decision == ConsentEvent.Decision.GIVEN


def _is_open(events):
    """Whether a form that was sent after a no is still covered by the box ticked in it."""
    return bool(gate.judge(events)[1])


def _standing(person, code, entry, events, limits):
    answer = gate.may_use(person, code)
    kinds = {limit.kind for limit in limits if limit.purpose_code == code}
    standing = Standing(
        code=code,
        name=entry.name if entry else code,
        allowed=answer.allowed,
        state=words.state(answer.reason),
        given=is_given(events) and answer.reason != "expired",
        for_form_only=_is_open(events),
        asked_again=answer.reason in ASKED_AGAIN,
        restricted=Restriction.Kind.RESTRICT in kinds,
        objected=Restriction.Kind.OBJECT in kinds,
        history=steps(events),
    )
    if entry:
        describe(standing, entry)
        by_consent = entry.legal_basis == Purpose.Basis.CONSENT
        standing.can_agree = by_consent and (standing.asked_again or not standing.given)
        standing.wording = clean(shown_wording(entry, get_language()))
    return standing


def steps(events):
    """The history that these events make, the newest first."""
    return [
        Step(
            at=event.event_time,
            decision=event.words,
            how=words.way(event.channel),
            receipt=event.receipt,
            version=event.notice_version,
        )
        for event in reversed(events)
    ]


def describe(standing, entry):
    """Adds what the policy says of the purpose."""
    standing.description = entry.description
    standing.basis, standing.reference = entry.legal_basis_label(), entry.legal_reference
    standing.retention = entry.retention_label()
    standing.consequence = entry.withdrawal_text


def general_limits(person):
    """The kinds of limits that the person set for all purposes."""
    return set(open_restrictions(person.pseudonym).filter(purpose_code="").values_list("kind", flat=True))


def readings(person, shown, *, most=None):
    """Who read about the person by day and role, the newest first; `shown` are the person's items.

    `most` limits the lines of others and the days of their own openings, each for itself: nobody can push a
    colleague's reading out of the page by opening their own data often.
    """
    lines = _lines(person)
    mine = [
        Reading(day, _("Yourself, here"), _("what you opened"))
        for day in lines.filter(OWN).values_list("day", flat=True)
    ]
    found = _by_others(lines, shown)[:most] + mine[:most]
    return sorted(found, key=lambda reading: reading.day, reverse=True)


def readings_of(person, shown, *, most=None):
    """Who read these of the person's items, and nothing of what the person opened."""
    records = [pk for item in shown for pk in item.records]
    return _by_others(_lines(person).filter(record_id__in=records), shown)[:most]


OWN = Q(actor=None, actor_name=vault.THEMSELVES)


def _lines(person):
    lines = disclosures.tellable(person, ReadLog.objects.filter(person=person))
    return lines.annotate(day=TruncDate("at")).order_by("-day").distinct()


def _by_others(lines, shown):
    labels = {pk: item.label for item in shown for pk in item.records}
    columns = ("actor_id", "actor_name", "actor_roles", "fields", "record_id", "record__kind")
    found = [
        Reading(line["day"], _role(line), _what(line, labels))
        for line in lines.exclude(OWN).values("day", *columns)
    ]
    return list(dict.fromkeys(found))


def _role(line):
    if line["actor_roles"]:
        return roles(line["actor_roles"])
    # Processes have registered names; a colleague's account may be gone.
    if line["actor_id"] is None and line["actor_name"] in reasons:
        return _("The site itself, for a mail to you")
    return _("A member of staff")


def _what(line, labels):
    """What was read, in words: by what it belongs to, else by its kind."""
    if label := labels.get(line["record_id"]):
        return label
    if line["record_id"] is None:
        return _("What you agreed to") if line["fields"] == [FIELD] else _("something that is no longer held")
    return str(kinds.get(line["record__kind"], _("something else that we hold about you")))


def requests(person):
    """What the person asked, the newest first; duplicates stand with what they repeat."""
    return person.privacy_requests.exclude(outcome="duplicate").order_by("-received_at", "-id")
