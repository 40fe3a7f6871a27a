"""Who is affected: computed from the read log, the keys, or the consent ledger. Ids only, nobody's data."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from common.receipts import normalise_receipt
from privacy.models import ConsentEvent, Receipt
from vault.models import Person, PersonKey, ReadLog, SealedRecord

from .. import access
from ..models import AffectedPerson, AffectedQuery, IncidentEvent
from .base import name_of, require
from .register import log

Kind = AffectedQuery.Kind
# SQLite takes some thousands of parameters, the ids of a store are more.
CHUNK = 500


@dataclass
class Found:
    """{person id: ids of the sealed records concerned}, and what was asked for but is unknown."""

    people: dict = field(default_factory=dict)
    unknown: list = field(default_factory=list)

    @property
    def records(self):
        return sum(len(ids) for ids in self.people.values())

    def add(self, person_id, record_id=None):
        ids = self.people.setdefault(person_id, set())
        if record_id:
            ids.add(record_id)


def preview(*, kind, params):
    """Who a query finds. `params` is JSON-able, moments in ISO form; see the functions below for its keys."""
    return FINDERS[Kind(kind)](params)


def by_reader(params):
    """What one user read (`user` id, or `reader` name) between `since` and `until`.

    `record_kind` narrows it to one kind of sealed record. Of a record that is deleted since, the log doesn't
    say the kind any more: it counts, as it may have been of this one.
    """
    lines = _within(ReadLog.objects.all(), "at", params)
    if params.get("user"):
        lines = lines.filter(actor_id=params["user"])
    elif params.get("reader"):
        lines = lines.filter(actor_name=params["reader"])
    else:
        raise ValueError("Whose readings?")
    if params.get("record_kind"):
        lines = lines.filter(Q(record__kind=params["record_kind"]) | Q(record=None))
    found = Found()
    for person_id, record_id in lines.order_by().values_list("person_id", "record_id").distinct():
        found.add(person_id, record_id)
    return found


def by_key(params):
    """All whose key lies under the master key `master`, with their records made until `until`."""
    if not params.get("master"):
        raise ValueError("Which master key?")
    ids = PersonKey.objects.filter(master_id=params["master"]).values_list("person_id", flat=True)
    return _with_records(list(ids), params)


def by_store(params):
    """Everyone who was in the vault at `until` (empty: now): for a copy of the database or of a backup.

    Who was erased before was not in it any more; who was erased later was.
    """
    until = {"until": params.get("until")}
    left = Q(erased_at__gt=_moment(until["until"])) if until["until"] else Q()
    people = _within(Person.objects.filter(Q(erased_at=None) | left), "created_at", until)
    return _with_records(list(people.values_list("pk", flat=True)), params)


def by_ledger(params):
    """Who gave or refused a decision on `purpose`, by `channel`, between `since` and `until`."""
    if not any(params.get(name) for name in ("purpose", "channel", "since", "until")):
        raise ValueError("Which purpose, channel or time?")
    events = _within(ConsentEvent.objects.all(), "event_time", params)
    for name, column in (("purpose", "purpose_code"), ("channel", "channel")):
        if params.get(name):
            events = events.filter(**{column: params[name]})
    people = _people_of(events.order_by().values_list("subject_id", flat=True).distinct())
    return _with_records(people, {"until": params.get("until")})


def by_receipts(params):
    """The people behind a list of receipt numbers, however typed; those that nobody was given are told."""
    given = params.get("receipts", [])
    numbers = list(dict.fromkeys(normalise_receipt(number) or number for number in given))
    if not numbers:
        raise ValueError("Which receipts?")
    known = subjects_of_receipts(numbers)
    found = _with_records(_people_of(known.values()), {})
    found.unknown = [number for number in numbers if number not in known]
    return found


def subjects_of_receipts(numbers):
    """{number: pseudonym} of the receipt numbers that are known.

    From the ledger and from the signed receipts: a form that asks for no consent leaves no line in the first.
    """
    known = {}
    for chunk in _chunks(numbers):
        for model, column in ((ConsentEvent, "receipt"), (Receipt, "number")):
            rows = model.objects.filter(**{f"{column}__in": chunk}).order_by()
            known.update(rows.values_list(column, "subject_id"))
    return known


FINDERS = {
    Kind.READER: by_reader,
    Kind.KEY: by_key,
    Kind.STORE: by_store,
    Kind.LEDGER: by_ledger,
    Kind.RECEIPTS: by_receipts,
}


def save_affected(incident, *, by, kind, params):
    """Runs the query and adds whom it finds; returns (AffectedQuery, how many are new).

    Who was found before stays, with all records ever found; nothing is taken away.
    """
    require(access.may_manage(by))
    found = preview(kind=kind, params=params)
    with transaction.atomic():
        query = AffectedQuery.objects.create(
            incident=incident,
            kind=kind,
            params=params,
            people=len(found.people),
            records=found.records,
            by_name=name_of(by),
        )
        new = _add(incident, query, found)
        log(incident, IncidentEvent.Kind.AFFECTED, by, f"{query.kind}: {query.people} (+{new})")
    return query, new


def rerun(incident, *, by):
    """Asks all kept queries again, for what came in or was read since; returns how many people are new."""
    require(access.may_manage(by))
    total = 0
    for query in incident.queries.all():
        found = preview(kind=query.kind, params=query.params)
        with transaction.atomic():
            total += _add(incident, query, found)
            query.people, query.records = len(found.people), found.records
            query.run_at = timezone.now()
            query.save(update_fields=["people", "records", "run_at"])
    log(incident, IncidentEvent.Kind.AFFECTED, by, f"+{total}")
    return total


def is_open_ended(query):
    """Whether asking `query` again could find more: not about a time that was over when it was run."""
    until = _moment(query.params.get("until"))
    return until is None or until > query.run_at


def affected_figures(incident):
    """{"people", "records", "erased"}: how many are affected; of erased ones only the number is left."""
    counted = incident.affected.aggregate(people=Count("pk"), records=Sum("records"))
    erased = incident.affected.filter(person__erased_at__isnull=False).count()
    return {"people": counted["people"], "records": counted["records"] or 0, "erased": erased}


def _add(incident, query, found):
    known = {}
    for chunk in _chunks(found.people):
        rows = AffectedPerson.objects.select_for_update().filter(incident=incident, person__in=chunk)
        known.update({row.person_id: row for row in rows})
    new = []
    for person_id, ids in found.people.items():
        row = known.get(person_id)
        if row is None:
            ids = sorted(map(str, ids))
            new.append(
                AffectedPerson(
                    incident=incident, person_id=person_id, query=query, record_ids=ids, records=len(ids)
                )
            )
        elif more := {str(each) for each in ids} - set(row.record_ids):
            row.record_ids = sorted(more.union(row.record_ids))
            row.records = len(row.record_ids)
            row.save(update_fields=["record_ids", "records"])
    AffectedPerson.objects.bulk_create(new, batch_size=CHUNK)
    return len(new)


def _with_records(person_ids, params):
    """These people with their sealed records made until `params["until"]`."""
    found = Found()
    for chunk in _chunks(person_ids):
        for person_id in Person.objects.filter(pk__in=chunk).values_list("pk", flat=True):
            found.add(person_id)
        records = _within(
            SealedRecord.objects.filter(person__in=chunk), "created_at", params | {"since": None}
        )
        for person_id, record_id in records.values_list("person_id", "pk"):
            found.add(person_id, record_id)
    return found


def _people_of(pseudonyms):
    ids = []
    for chunk in _chunks(pseudonyms):
        ids += Person.objects.filter(pseudonym__in=chunk).values_list("pk", flat=True)
    return ids


def _within(queryset, column, params):
    for name, operator in (("since", "gte"), ("until", "lte")):
        if moment := _moment(params.get(name)):
            queryset = queryset.filter(**{f"{column}__{operator}": moment})
    return queryset


def _moment(value):
    if not value or isinstance(value, dt.datetime):
        return value
    moment = parse_datetime(value)
    if moment is None or moment.tzinfo is None:
        raise ValueError("A moment has a date, a time and a time zone.")
    return moment


def _chunks(values):
    values = list(values)
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
