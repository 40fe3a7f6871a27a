"""The register of incidents: record, change, assess, report, close. Every step leaves a line."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from .. import access, conf, keeping, severity
from ..clocks import UNMET, Clock
from ..models import (
    AffectedPerson,
    DutyWaiver,
    Incident,
    IncidentEvent,
    NoticeDelivery,
    Report,
    StatusUpdate,
)
from ..models.papers import Paper
from .base import change, create_numbered, name_of, require
from .progress import unsettled

FACTS = (
    "title",
    "kind",
    "detected_at",
    "aware_at",
    "occurred_from",
    "occurred_to",
    "processor",
    "processor_told_at",
    "place",
    "act",
    "parties",
    "data_categories",
    "people_estimate",
    "records_estimate",
    "consequences",
    "measures",
)


class DutiesLeft(Exception):
    """An incident with duties that are neither met nor waived is not closed. `codes` names them."""

    def __init__(self, codes):
        super().__init__(", ".join(codes))
        self.codes = codes


class PeopleLeft(Exception):
    """An incident with people still to be told is not closed. `notices` maps notices' numbers to how many."""

    def __init__(self, notices):
        super().__init__(f"notices {sorted(notices)}")
        self.notices = notices


def log(incident, kind, by, detail=""):
    """Writes a line of the incident's history."""
    IncidentEvent.objects.create(
        incident=incident, kind=kind, actor=by, actor_name=name_of(by), detail=detail[:400]
    )


def open_incident(*, by, **facts):
    """Records a new incident; `facts` are fields of FACTS."""
    require(access.may_manage(by))
    with transaction.atomic():
        incident = create_numbered(
            Incident, conf.get("INCIDENTS_CODE_PREFIX"), {**facts, "created_by_name": name_of(by)}
        )
        log(incident, IncidentEvent.Kind.OPENED, by)
    return incident


def edit_incident(incident, *, by, **facts):
    """Changes facts; the history says which fields, and never what they held."""
    require(access.may_manage(by))
    with transaction.atomic():
        changed = change(_locked(incident), {name: facts[name] for name in FACTS if name in facts})
        if changed:
            log(incident, IncidentEvent.Kind.EDITED, by, ", ".join(changed))
    incident.refresh_from_db()


def assess(incident, *, by, answers):
    """Keeps the severity test's answers; ValueError for a question or an answer that there is none of."""
    require(access.may_manage(by))
    known = {question.code: dict(question.choices) for question in severity.QUESTIONS}
    for code, answer in answers.items():
        if code not in known or answer and answer not in known[code]:
            raise ValueError(f"No such answer: {code}")
    with transaction.atomic():
        given = {code: answer for code, answer in answers.items() if answer}
        if change(_locked(incident), {"answers": given}):
            log(incident, IncidentEvent.Kind.ASSESSED, by)
    incident.refresh_from_db()


def add_report(incident, *, by, duty, sent_at, reference, late_reason=""):
    """Notes that an authority was told. ValueError when it is too late and no reason is given (GDPR 33.1)."""
    require(access.may_manage(by))
    if duty not in severity.REPORTED:
        raise ValueError("No such duty.")
    if sent_at > timezone.now():
        raise ValueError("A report that is still to be sent meets no clock.")
    late = any(
        clock.code == duty and clock.met_at is None and clock.due_at and sent_at > clock.due_at
        for clock in clocks(incident)
    )
    if late and not late_reason.strip():
        raise ValueError("A late report gives its reasons.")
    with transaction.atomic():
        report = Report.objects.create(
            incident=incident,
            duty=duty,
            sent_at=sent_at,
            reference=reference,
            late_reason=late_reason.strip(),
            by_name=name_of(by),
        )
        log(incident, IncidentEvent.Kind.REPORTED, by, f"{duty}: {reference}")
    return report


def waive(incident, *, by, duty, reason):
    """Notes that an unmet duty is not going to be met, and why. ValueError without a reason, or such a duty.

    A duty waived after its time counts as late, as one that was met late does.
    """
    require(access.may_manage(by))
    if not reason.strip():
        raise ValueError("A waiver gives its reason.")
    with transaction.atomic():
        row = _locked(incident)
        if duty not in unmet(row):
            raise ValueError("This duty does not wait.")
        DutyWaiver.objects.create(incident=row, duty=duty, reason=reason.strip(), by_name=name_of(by))
        log(row, IncidentEvent.Kind.WAIVED, by, duty)


def set_status(incident, *, by, status):
    """Moves the incident on, or opens it again. DutiesLeft or PeopleLeft when it can't be closed yet."""
    require(access.may_manage(by))
    status = Incident.Status(status)
    with transaction.atomic():
        closed_at = timezone.now() if status == Incident.Status.CLOSED else None
        row = _locked(incident)
        if row.status == status:
            return
        if closed_at and (left := unmet(row)):
            raise DutiesLeft(left)
        if closed_at and (people := unsettled(row)):
            raise PeopleLeft(people)
        change(row, {"status": status, "closed_at": closed_at})
        log(incident, IncidentEvent.Kind.STATUS, by, status.value)
    incident.refresh_from_db()


def set_public(incident, *, by, is_public, words):
    """Switches the public page and says what it says. ValueError while a language lacks its words."""
    require(access.may_manage(by))
    if is_public and not all(text.get("title") and text.get("summary") for text in words.values()):
        raise ValueError("A public page says in every language what happened.")
    with transaction.atomic():
        if changed := change(_locked(incident), {"is_public": is_public, "public_words": words}):
            log(incident, IncidentEvent.Kind.PUBLIC, by, ", ".join(changed))
    incident.refresh_from_db()


def add_update(incident, *, by, texts):
    """Adds an entry to the public page. ValueError while a language lacks its text."""
    require(access.may_manage(by))
    if not texts or not all(text.strip() for text in texts.values()):
        raise ValueError("An update is written in every language.")
    with transaction.atomic():
        update = StatusUpdate.objects.create(incident=incident, texts=texts, by_name=name_of(by))
        log(incident, IncidentEvent.Kind.UPDATED, by)
    return update


def withdraw_update(update, *, by, reason):
    """Takes an entry of the public page back; that there was one stays. ValueError without a reason."""
    require(access.may_manage(by))
    if not reason.strip():
        raise ValueError("Taking a public word back gives its reason.")
    with transaction.atomic():
        row = StatusUpdate.objects.select_for_update().get(pk=update.pk)
        if row.withdrawn_at is None:
            change(
                row,
                {
                    "withdrawn_at": timezone.now(),
                    "withdrawn_by_name": name_of(by),
                    "withdrawal_reason": reason.strip()[:400],
                },
            )
            log(row.incident, IncidentEvent.Kind.WITHDRAWN, by, reason.strip())


def clocks(incident):
    """A Clock for each duty that the severity test names.

    Costs nothing more for incidents that were fetched with `for_clocks`. Telling the people is done when each
    of those affected was told, by mail or phone, or passed over with a reason, and not with the sending off.
    """
    if not hasattr(incident, "told_at"):
        incident = for_clocks(Incident.objects.filter(pk=incident.pk)).get()
    first = {}
    for report in incident.reports.all():
        first[report.duty] = min(first.get(report.duty, report.sent_at), report.sent_at)
    signed = [paper.added_at for paper in incident.papers.all() if paper.kind == Paper.Kind.RECORD]
    if signed:
        first["record"] = min(signed)
    if incident.told_at and not incident.has_untold:
        first["people"] = incident.told_at
    waived = {waiver.duty: waiver.at for waiver in incident.waivers.all()}
    warn = conf.get("INCIDENTS_WARN_HOURS")
    return [
        Clock(
            duty.code,
            incident.aware if duty.starts == "aware_at" else incident.detected_at,
            duty.hours,
            first.get(duty.code),
            warn,
            waived.get(duty.code),
        )
        for duty in incident.duties()
    ]


def for_clocks(incidents):
    """The queryset with all that `clocks` asks of each incident; four queries for any number."""
    settled = (
        NoticeDelivery.objects.filter(notice__incident=OuterRef("incident"), person=OuterRef("person"))
        .annotate(moment=Coalesce("called_at", "sent_at", "skipped_at"))
        .exclude(moment=None)
        .order_by("moment")
    )
    people = AffectedPerson.objects.filter(incident=OuterRef("pk")).annotate(
        told_at=Subquery(settled.values("moment")[:1])
    )
    return incidents.annotate(
        has_untold=Exists(people.filter(told_at=None)),
        told_at=Subquery(people.order_by(F("told_at").desc(nulls_last=True)).values("told_at")[:1]),
    ).prefetch_related("reports", "papers", "waivers")


def unmet(incident, now=None):
    """The codes of the duties that are neither met nor waived."""
    now = now or timezone.now()
    return [clock.code for clock in clocks(incident) if clock.state(now) in UNMET]


def nearest(incident, now=None):
    """The unmet clock that ends first, or None."""
    now = now or timezone.now()
    waiting = [c for c in clocks(incident) if c.due_at and c.state(now) in UNMET]
    return min(waiting, key=lambda clock: clock.due_at, default=None)


def _locked(incident):
    return Incident.objects.select_for_update().get(pk=incident.pk)


def retained_until(incident):
    """Until when the file of a closed incident is kept (Decree 356/2025 Art. 29)."""
    return keeping.until(incident.closed_at, keeping.INCIDENTS)
