"""Disclosures: drafted, approved by two, sealed, handed over once. Each step only from the one before."""

import hashlib
import hmac
import json
from collections import Counter

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format

from privacy.limits import place_hold
from privacy.models import LegalHold
from vault import services as vault
from vault.errors import KeyDestroyed
from vault.models import SealedRecord

from .. import access, bundle, conf, disclosable, tasks
from ..models import Disclosure, DisclosureApproval, DisclosureEvent, DisclosurePerson
from .approvers import needs_officer, second_approvers
from .base import NotAllowedNow, NotShown, change, create_numbered, name_of, require
from .papers import log_disclosure

State = Disclosure.State
Kind = DisclosureEvent.Kind
KIND = "disclosure"
FACTS = (
    "authority_kind",
    "authority_name",
    "paper_number",
    "paper_date",
    "received_on",
    "legal_basis",
    "scope",
    "kinds",
    "period_from",
    "period_to",
)


def draft(*, by, **facts):
    """Records a demand; `facts` are fields of FACTS."""
    require(access.may_manage(by))
    prefix = conf.get("DISCLOSURES_CODE_PREFIX")
    with transaction.atomic():
        disclosure = create_numbered(
            Disclosure, prefix, {**facts, "drafted_by": by, "drafted_by_name": name_of(by)}
        )
        log_disclosure(disclosure, Kind.DRAFTED, by)
    return disclosure


def edit_disclosure(disclosure, *, by, **facts):
    """Changes a draft; NotAllowedNow after the first approval."""
    require(access.may_manage(by))
    with transaction.atomic():
        row = _locked(disclosure, State.DRAFT)
        if changed := change(row, {name: facts[name] for name in FACTS if name in facts}):
            log_disclosure(row, Kind.EDITED, by, ", ".join(changed))
    disclosure.refresh_from_db()


def add_person(disclosure, person, *, by):
    """Adds whom the demand is about; returns whether they were not there yet.

    A legal hold keeps their data from deletion until the demand is answered. NotAllowedNow for somebody who
    was erased, also just now: the hold waits for an erasure that is going on.
    """
    require(access.may_manage(by))
    with transaction.atomic():
        row = _locked(disclosure, State.DRAFT)
        if row.people.filter(person=person).exists():
            return False
        try:
            place_hold(person, reason=row.code, by=by)
        except ValueError:
            raise NotAllowedNow("Nothing is left of this person.") from None
        DisclosurePerson.objects.create(disclosure=row, person=person)
        log_disclosure(row, Kind.PERSON_ADDED, by, str(person.pseudonym)[:8])
    return True


def remove_person(disclosure, person_id, *, by):
    """Takes a person out of a draft."""
    require(access.may_manage(by))
    with transaction.atomic():
        row = _locked(disclosure, State.DRAFT)
        found = row.people.select_related("person").filter(pk=person_id).first()
        if found:
            log_disclosure(row, Kind.PERSON_REMOVED, by, str(found.person.pseudonym)[:8])
            _lift_holds(row, by, found.person_id)
            found.delete()


def coverage(disclosure):
    """[(label, number)]: how much of each chosen kind of data the bundle would hold.

    In a draft it is counted as things stand; from the first approval on, as frozen with it.
    """
    counts = Counter()
    for entry in disclosure.people.select_related("person"):
        counts.update(kind for kind, _id in entry.pieces or _covered_now(disclosure, entry))
    labels = disclosable.kinds()
    return [(labels.get(kind, kind), counts[kind]) for kind in disclosure.kinds]


def _covered_now(disclosure, entry):
    """The keys of the pieces that a draft's scope covers; nothing new enters once it is approved."""
    if not disclosure.may_change or entry.person.erased_at:
        return []
    found = disclosable.covered(
        entry.person, kinds=disclosure.kinds, since=disclosure.period_from, until=disclosure.period_to
    )
    return [piece.key for piece in found]


def picture(disclosure):
    """A digest of what an approval is about: facts, people, papers, approvals, what would be handed over."""
    people = [
        [str(entry.person_id), sorted(entry.pieces or _covered_now(disclosure, entry))]
        for entry in disclosure.people.select_related("person").order_by("pk")
    ]
    contents = {
        "facts": {name: str(getattr(disclosure, name)) for name in FACTS},
        "state": disclosure.state,
        "people": people,
        "papers": sorted(str(pk) for pk in disclosure.papers.values_list("pk", flat=True)),
        "approvals": sorted(disclosure.approvals.values_list("pk", flat=True)),
    }
    return hashlib.sha256(json.dumps(contents, sort_keys=True).encode()).hexdigest()


def approve(disclosure, *, by, shown=None):
    """Gives one of the two approvals. The second has to be somebody else's, and one of them an officer's.

    The first freezes what is covered, piece by piece, so that both approve the same. NotAllowedNow when `by`
    approved before, when it would be the second without an officer's, when the demand's paper, its people or
    the kinds of data are missing, or when it is not at this step. Approving shows and opens nothing of
    theirs. After the first, those who can give the second are told. `shown` is the picture() that `by` had on
    their screen: NotShown when it is another one now.
    """
    require(access.may_approve(by))
    with transaction.atomic():
        row = _locked(disclosure, State.DRAFT, State.FIRST)
        if shown is not None and not hmac.compare_digest(shown.encode(), picture(row).encode()):
            raise NotShown("What was looked at is not what would be approved.")
        if not (row.people.exists() and row.papers.exists() and row.kinds):
            raise NotAllowedNow("Nobody approves a demand without its paper, its people and its scope.")
        if row.approvals.filter(user=by).exists():
            raise NotAllowedNow("The second approval is somebody else's.")
        if lacks_officer(row, by=by):
            raise NotAllowedNow("One of the two approvals is a privacy officer's.")
        try:
            with transaction.atomic():
                DisclosureApproval.objects.create(disclosure=row, user=by, user_name=name_of(by))
        except IntegrityError:
            raise NotAllowedNow("The second approval is somebody else's.") from None
        if row.state == State.DRAFT:
            for entry in row.people.select_related("person"):
                change(entry, {"pieces": _covered_now(row, entry)})
        change(row, {"state": State.APPROVED if row.approvals.count() >= 2 else State.FIRST})
        log_disclosure(row, Kind.APPROVED, by)
        if row.state == State.FIRST:
            for user in second_approvers(row):
                tasks.tell_second_approver.enqueue(row.pk, user.pk)
    disclosure.refresh_from_db()


def lacks_officer(disclosure, *, by):
    """Whether `by` would give the second approval while neither of the two is who keeps the registers."""
    approvers = [approval.user for approval in disclosure.approvals.select_related("user")]
    return needs_officer(approvers) and not access.may_manage(by)


def return_to_draft(disclosure, *, by):
    """Takes approvals back, so that facts and scope can be mended. Not once a bundle is sealed."""
    require(access.may_manage(by) or access.may_approve(by))
    with transaction.atomic():
        row = _locked(disclosure, State.FIRST, State.APPROVED)
        row.approvals.all().delete()
        row.people.update(pieces=[])
        change(row, {"state": State.DRAFT})
        log_disclosure(row, Kind.RETURNED, by)
    disclosure.refresh_from_db()


def refuse(disclosure, *, by, reason):
    """Ends a demand without handing anything over; any time before that. ValueError without a reason."""
    require(access.may_manage(by))
    if not reason.strip():
        raise ValueError("A refusal gives its reason.")
    with transaction.atomic():
        row = _locked(disclosure, State.DRAFT, State.FIRST, State.APPROVED, State.SEALED)
        _drop_bundle(row)
        _lift_holds(row, by)
        change(row, {"state": State.REFUSED, "refusal_reason": reason.strip(), "decided_at": timezone.now()})
        log_disclosure(row, Kind.REFUSED, by)
    disclosure.refresh_from_db()


def seal_bundle(disclosure, *, by):
    """Copies what was approved into one sealed record per person, under that person's own key.

    Each reading is logged under the officer's name. People erased meanwhile have nothing to be copied. May be
    repeated after an interruption: people whose copy exists are passed over.
    """
    require(access.may_read(by))
    disclosure = Disclosure.objects.get(pk=disclosure.pk)
    if disclosure.state != State.APPROVED:
        raise NotAllowedNow("A bundle is sealed after two approvals.")
    reason = _reason(disclosure)
    for entry in disclosure.people.filter(record=None).select_related("person"):
        if entry.person.erased_at:
            continue
        try:
            data, files = _copy(entry, by=by, reason=reason)
        except KeyDestroyed:
            continue
        with transaction.atomic():
            _locked(disclosure, State.APPROVED)
            record = vault.store(entry.person, kind=KIND, data=data, masks={}, files=files)
            DisclosurePerson.objects.filter(pk=entry.pk, record=None).update(record=record)
    with transaction.atomic():
        row = _locked(disclosure, State.APPROVED)
        copies = row.people.filter(record__isnull=False).count()
        change(row, {"state": State.SEALED})
        log_disclosure(row, Kind.SEALED, by, str(copies))
    return copies


def hand_over(disclosure, *, by):
    """Records that the bundle is handed over, with its SHA-256, so that a copy can be told from it.

    All of it is read before that: what can't be read is not recorded as handed over. The file itself is
    given by `take_bundle`. Of two who ask at once, one hands over and the other gets NotAllowedNow.
    """
    require(access.may_read(by))
    disclosure = Disclosure.objects.get(pk=disclosure.pk)
    if disclosure.state != State.SEALED:
        raise NotAllowedNow("Only a sealed bundle is handed over, and once.")
    content, included = _packed(disclosure, by=by)
    with transaction.atomic():
        row = _locked(disclosure, State.SEALED)
        change(row, {"state": State.HANDED, "decided_at": timezone.now()})
        _note_contents(row, content, included)
        _lift_holds(row, by)
        log_disclosure(row, Kind.HANDED, by, row.sha256)


def waits_for_download(disclosure, *, by):
    """Whether `by` handed this bundle over and the file has not left yet."""
    return (
        access.may_read(by)
        and disclosure.state == State.HANDED
        and disclosure.downloaded_at is None
        and disclosure.events.filter(kind=Kind.HANDED, actor=by).exists()
    )


def take_bundle(disclosure, *, by):
    """The handed-over bundle as bytes of a ZIP file, once, for who handed it over; else NotAllowedNow.

    Who was erased a moment ago is not in it any more: what is kept is the SHA-256 of the file that left.
    """
    require(access.may_read(by))
    disclosure = Disclosure.objects.get(pk=disclosure.pk)
    if not waits_for_download(disclosure, by=by):
        raise NotAllowedNow("A bundle is downloaded once, by who handed it over.")
    content, included = _packed(disclosure, by=by)
    with transaction.atomic():
        row = _locked(disclosure, State.HANDED)
        if row.downloaded_at:
            raise NotAllowedNow("A bundle is downloaded once.")
        change(row, {"downloaded_at": timezone.now()})
        _note_contents(row, content, included)
        log_disclosure(row, Kind.DOWNLOADED, by, row.sha256)
    return content


def _packed(disclosure, *, by):
    """(bytes, ids of those DisclosurePerson whose data is in them); each reading is logged."""
    reason = _reason(disclosure)
    parts, included = [], []
    for number, entry in enumerate(disclosure.people.select_related("person", "record"), 1):
        if entry.record is None:
            parts.append(bundle.Part(number, None, []))
            continue
        try:
            data = vault.reveal(entry.record, by=by, reason=reason, purpose=_purpose())
            files = [
                vault.reveal_file(entry.record, position, by=by, reason=reason, purpose=_purpose())
                for position in range(len(data["files"]))
            ]
            included.append(entry.pk)
        except KeyDestroyed:
            data, files = None, []
        parts.append(bundle.Part(number, data, files))
    return bundle.pack(disclosure, parts), included


def _note_contents(row, content, included):
    change(row, {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)})
    row.people.exclude(pk__in=included).update(handed_over=False)
    row.people.filter(pk__in=included).update(handed_over=True)


def _copy(entry, *, by, reason):
    """(data, files) of the pieces that the approvals cover, read and logged; without what is gone since."""
    with translation.override(settings.LANGUAGE_CODE):
        approved = [each for each in disclosable.everything(entry.person) if each[1].key in entry.pieces]
        sealed = SealedRecord.objects.in_bulk(
            [piece.record_id for _offer, piece in approved if piece.record_id]
        )
        records = list(sealed.values())
        opened = vault.reveal_many(records, by=by, reason=reason, purpose=_purpose()) if records else {}
        files, named, listed = [], [], []
        for offer, piece in approved:
            if piece.record_id and piece.record_id not in opened:
                continue
            contents = opened.get(piece.record_id, piece.data)
            row = {
                "kind": piece.kind,
                "title": piece.title,
                "at": piece.at and piece.at.isoformat(),
                "when": date_format(timezone.localtime(piece.at), "SHORT_DATETIME_FORMAT")
                if piece.at
                else "",
                "fields": contents,
                "rows": [[str(label), str(text)] for label, text in offer.rows(piece, contents)],
                "files": [],
            }
            record = sealed.get(piece.record_id)
            for position in record.files.values_list("position", flat=True) if record else ():
                row["files"].append(len(files))
                files.append(vault.reveal_file(record, position, by=by, reason=reason, purpose=_purpose()))
                named.append({"record": len(listed), "position": position})
            listed.append(row)
    return {"records": listed, "files": named}, files


def _drop_bundle(row):
    copies = [each for each in row.people.values_list("record_id", flat=True) if each]
    row.people.update(record=None)
    SealedRecord.objects.filter(pk__in=copies).delete()


def _lift_holds(row, by, person_id=None):
    holds = LegalHold.objects.filter(reason=row.code, lifted_at=None)
    if person_id:
        holds = holds.filter(person=person_id)
    holds.update(lifted_at=timezone.now(), lifted_by_name=name_of(by))


def _purpose():
    return conf.get("DISCLOSURES_PURPOSE")


def _reason(disclosure):
    return f"{disclosure.code}: {disclosure.authority_name}, {disclosure.paper_number}"[:255]


def _locked(disclosure, *states):
    row = Disclosure.objects.select_for_update().get(pk=disclosure.pk)
    if row.state not in states:
        raise NotAllowedNow(f"The disclosure is {row.get_state_display()}.")
    return row
