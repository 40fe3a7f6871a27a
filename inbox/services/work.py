"""Working an enquiry: read it, take it, answer for it, close it. Every step leaves a line in its history."""

import datetime as dt
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rights.models import PrivacyRequest
from rights.models.requests import Kind
from vault import services as vault
from vault.models import ReadLog

from .. import access, use
from ..models import Enquiry, EnquiryEvent, EnquiryNote, Status
from ..personal_data import purpose_of
from . import notify
from .intake import FILES_KEY, SHOWN_KEY

NOTE_KIND = "enquiry-note"
# Who read an enquiry within this time is probably still at it.
STILL_AT_IT = dt.timedelta(minutes=10)


@dataclass(frozen=True, repr=False)
class Reading:
    """The plaintext of one enquiry, for one response: answers by field key, files, notes' text by note id.

    `shown` holds the keys of the questions that the visitor saw; None: all of the form's.
    """

    answers: dict
    files: list
    notes: dict
    shown: list | None = None
    # Name, e-mail and phone as they are now, where the person had them corrected after this was sent.
    corrected: dict = field(default_factory=dict)


def read(enquiry, *, by, reason):
    """The enquiry and its notes in plain text, logged. The first reading of a new enquiry opens it.

    PermissionDenied for what may not be used any more (`use.stopped`), unless the officer reads it.
    """
    _require(use.may_open(by, enquiry))
    notes = list(enquiry.notes.select_related("record"))
    identity = _corrected_identity(enquiry)
    records = [enquiry.record, *(note.record for note in notes), *([identity] if identity else [])]
    opened = vault.reveal_many(records, by=by, reason=reason, purpose=_purpose(enquiry))
    answers = dict(opened[enquiry.record_id])
    files, shown = answers.pop(FILES_KEY, []), answers.pop(SHOWN_KEY, None)
    if enquiry.status == Status.NEW and not enquiry.quarantined:
        set_status(enquiry, status=Status.OPEN, by=by)
    texts = {note.pk: opened[note.record_id]["text"] for note in notes}
    return Reading(answers, files, texts, shown, opened[identity.pk] if identity else {})


def _corrected_identity(enquiry):
    """Who the person is by now, if they had something corrected since they sent this; else None."""
    asked = PrivacyRequest.objects.filter(person=enquiry.person_id, kind=Kind.CORRECT)
    if not asked.filter(executed_at__gt=enquiry.created_at).exists():
        return None
    return vault.identity_record(enquiry.person)


def read_file(enquiry, position, *, by, reason):
    """(name, bytes) of one attached file, logged."""
    _require(use.may_open(by, enquiry))
    purpose = _purpose(enquiry)
    content = vault.reveal_file(enquiry.record, position, by=by, reason=reason, purpose=purpose)
    files = vault.reveal(enquiry.record, [FILES_KEY], by=by, reason=reason, purpose=purpose)[FILES_KEY]
    return next(file["name"] for file in files if file["part"] == position), content


def recent_readers(enquiry, *, other_than):
    """Names of colleagues who read this enquiry within the last minutes, the latest first."""
    lately = ReadLog.objects.filter(record=enquiry.record_id, at__gte=timezone.now() - STILL_AT_IT)
    names = lately.exclude(actor=other_than).order_by("-at").values_list("actor_name", flat=True)
    return list(dict.fromkeys(names))


def assign(enquiry, *, to, by):
    """Gives the enquiry to `to` (None: to nobody). Oneself always; others only for who may assign."""
    to_oneself = to == by or (to is None and enquiry.assignee_id == by.pk)
    _require(access.may_work(by) if to_oneself else access.may_assign(by))
    if to is not None and not access.may_work(to):
        raise PermissionDenied
    with transaction.atomic():
        locked = _lock(enquiry)
        if locked.assignee_id == (to and to.pk):
            return
        before = _name(locked.assignee) if locked.assignee else ""
        _change(enquiry, locked, assignee=to)
        _log(enquiry, EnquiryEvent.Kind.ASSIGNED, by, before, _name(to) if to else "")


def set_status(enquiry, *, status, by):
    """Moves the enquiry to `status`; ValueError for an unknown status, or while it is held for review."""
    _require(access.may_work(by))
    status = Status(status)
    with transaction.atomic():
        locked = _lock(enquiry)
        if locked.quarantined:
            raise ValueError("A held enquiry is released or marked as spam, nothing else.")
        if locked.status == status:
            return
        before = locked.status
        _change(enquiry, locked, status=status, closed_at=timezone.now() if status == Status.DONE else None)
        _log(enquiry, EnquiryEvent.Kind.STATUS, by, before, status)


def add_note(enquiry, *, text, by):
    """Keeps a note, sealed under the person's key; ValueError if it is empty."""
    _require(use.may_open(by, enquiry))
    if not text.strip():
        raise ValueError("A note needs text.")
    with transaction.atomic():
        record = vault.store(enquiry.person, kind=NOTE_KIND, data={"text": text.strip()}, masks={})
        note = EnquiryNote.objects.create(enquiry=enquiry, author=by, author_name=_name(by), record=record)
        _log(enquiry, EnquiryEvent.Kind.NOTED, by)
    return note


def release(enquiry, *, by):
    """Lets a held enquiry into the inbox; colleagues are told of it as of any other."""
    _require(access.may_review(by))
    with transaction.atomic():
        locked = _lock(enquiry)
        if not locked.quarantined:
            return
        _change(enquiry, locked, quarantined=False, is_spam=False, status=Status.NEW, closed_at=None)
        _log(enquiry, EnquiryEvent.Kind.RELEASED, by)
        notify.announce(enquiry)


def mark_spam(enquiry, *, by):
    """Puts an enquiry away as spam. It stays held, and can still be released."""
    _require(access.may_review(by))
    with transaction.atomic():
        locked = _lock(enquiry)
        if locked.is_spam:
            return
        _change(enquiry, locked, quarantined=True, is_spam=True, status=Status.DONE, closed_at=timezone.now())
        _log(enquiry, EnquiryEvent.Kind.SPAM, by)


def _require(allowed):
    if not allowed:
        raise PermissionDenied


def _lock(enquiry):
    """The row as it is now: what the caller holds may be minutes old."""
    return Enquiry.objects.select_for_update(of=("self",)).select_related("assignee").get(pk=enquiry.pk)


def _change(enquiry, locked, **values):
    for name, value in values.items():
        setattr(locked, name, value)
        setattr(enquiry, name, value)
    locked.save(update_fields=list(values))


def _log(enquiry, kind, by, before="", after=""):
    EnquiryEvent.objects.create(
        enquiry=enquiry, kind=kind, actor=by, actor_name=_name(by), before=before, after=after
    )


def _name(user):
    return user.get_full_name() or user.get_username()


def _purpose(enquiry):
    return purpose_of(enquiry.form_version) or enquiry.channel_info.purpose
