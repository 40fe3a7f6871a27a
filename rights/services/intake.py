"""How a request comes in, and from when its clock runs."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vault import services as vault
from vault.models import Person

from .. import clocks, recipients
from ..errors import NotPossible
from ..history import log
from ..models import PrivacyRequest, ProcessorTask, RequestEvent
from ..models.requests import Kind, Outcome, Source, Status
from ..workdays import work_calendar
from . import reminders

RECORD_KIND = "privacy_request"
# What is asked stands in the person's own words: no two of these are the same until somebody has read them.
OWN_WORDS = {Kind.COMPLAIN, Kind.PROTECT, Kind.CORRECT}


def open_request(
    *,
    person,
    kind,
    source,
    locale,
    text="",
    verified_at=None,
    received_at=None,
    eu=False,
    by=None,
    purposes=(),
):
    """Takes in what `person` asks and returns the PrivacyRequest.

    `verified_at` is when they proved who they are (None: not yet; the completion clock waits for it),
    `purposes` the codes it is about (none: all). `by` is the officer who enters what came by another way;
    without one the officers are told. Asked while the same is still open, the new request is closed at once
    with `duplicate_of` naming the open one, whose clock goes on; a proof of identity counts for both. What is
    asked in own words (OWN_WORDS) is never taken for the same.
    ValueError for an unknown kind or source or a time to come; NotPossible for an erased person.
    """
    now = timezone.now()
    received_at = received_at or now
    if received_at > now or (verified_at and verified_at > now):
        raise ValueError("A request is received, and an identity proven, in the past.")
    with transaction.atomic():
        # Two of the same at once: the second waits here and then finds the first.
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.erased_at:
            raise NotPossible(_("This person was erased."))
        request = PrivacyRequest(
            kind=Kind(kind),
            source=Source(source),
            person=person,
            purposes=sorted(set(purposes)),
            locale=locale,
            eu=eu,
            received_at=received_at,
            verified_at=verified_at,
        )
        if text.strip():
            request.record = vault.store(person, kind=RECORD_KIND, data={"text": text.strip()}, masks={})
        original = _same_open(request)
        if original:
            request.duplicate_of = original
            request.status, request.outcome, request.closed_at = Status.CLOSED, Outcome.DUPLICATE, now
            request.save()
            log(request, RequestEvent.Kind.RECEIVED, by=by, source=request.source)
            _note_duplicate(request, original, by)
            return request
        start_clock(request)
        request.save()
        log(request, RequestEvent.Kind.RECEIVED, by=by, source=request.source)
        if verified_at:
            ask_recipients(request)
        if by is None:
            reminders.announce(request)
    return request


def verify(request, *, by=None, at=None):
    """Notes that the person proved who they are: from now on, or since `at`, the clock runs."""
    with transaction.atomic():
        locked = lock(request)
        if locked.status != Status.UNVERIFIED:
            raise NotPossible(_("The identity is proven already."))
        locked.verified_at = at or timezone.now()
        start_clock(locked)
        locked.save()
        log(locked, RequestEvent.Kind.VERIFIED, by=by)
        ask_recipients(locked)
    return refreshed(request)


def join(request, *, original, by):
    """Links an open request to an older open one of the same person and kind, which asks the same."""
    with transaction.atomic():
        locked, original = lock(request), lock(original)
        alike = (locked.person_id, locked.kind) == (original.person_id, original.kind)
        if not alike or locked.pk == original.pk or locked.executed_at:
            raise NotPossible(_("This request does not ask the same."))
        if not locked.is_open or not original.is_open:
            raise NotPossible(_("The request is closed."))
        locked.duplicate_of = original
        locked.status, locked.outcome, locked.closed_at = Status.CLOSED, Outcome.DUPLICATE, timezone.now()
        locked.save()
        log(locked, RequestEvent.Kind.JOINED, by=by, request=original.reference)
        _note_duplicate(locked, original, by)
    return refreshed(request)


def separate(request, *, by):
    """Treats a request that was taken for a duplicate as one of its own; its clock runs since it came."""
    with transaction.atomic():
        locked = lock(request)
        if locked.person.erased_at:
            raise NotPossible(_("This person was erased."))
        if locked.outcome != Outcome.DUPLICATE:
            raise NotPossible(_("This request is not closed as a duplicate."))
        locked.duplicate_of = None
        locked.outcome, locked.closed_at = "", None
        start_clock(locked)
        locked.save()
        log(locked, RequestEvent.Kind.SEPARATED, by=by)
        if locked.verified_at:
            ask_recipients(locked)
    return refreshed(request)


def start_clock(request):
    """Sets status and deadlines from when the request came and was verified.

    Until the identity is proven only a first reply is due, which asks for the proof. The law counts from
    the receipt of a proper request, so both are counted anew from then.
    """
    request.status = Status.OPEN if request.verified_at else Status.UNVERIFIED
    if request.verified_at:
        request.valid_from = max(request.received_at, request.verified_at)
        set_deadline(request)
    if not request.ack_sent_at:
        request.ack_due = clocks.first_reply_due(
            request.valid_from or request.received_at, calendar=work_calendar(), eu=request.eu
        )


def set_deadline(request):
    """The completion date by type, by whether others must act, and by law."""
    request.due_at = clocks.completion_due(
        request.kind, request.valid_from, third_party=request.third_party_involved, eu=request.eu
    )


def ask_recipients(request):
    """One task for each recipient that has to act; having any gives the longer deadline."""
    for code in recipients.concerned(request):
        add_task_row(request, code, recipients.ASKED[request.kind])


def add_task_row(request, recipient, what, *, by=None, is_late=False):
    """Adds the task unless it is there. Recipients get until the shorter of the two deadlines.

    What is late stays late: it does not get the longer deadline any more.
    """
    due = clocks.completion_due(request.kind, request.valid_from, eu=request.eu)
    task, is_new = ProcessorTask.objects.get_or_create(
        request=request, recipient=recipient, what=what, defaults={"due": due}
    )
    if not is_new:
        return task
    log(request, RequestEvent.Kind.TASK, by=by, recipient=recipient, what=task.what)
    if not request.third_party_involved and not is_late:
        request.third_party_involved = True
        set_deadline(request)
        request.save(update_fields=["third_party_involved", "due_at"])
    return task


def _same_open(request):
    """The open request of the same person and kind that covers what is asked now."""
    if request.kind in OWN_WORDS:
        return None
    others = PrivacyRequest.objects.filter(person=request.person, kind=request.kind, closed_at=None)
    for other in others.order_by("received_at", "id"):
        if not other.purposes or (request.purposes and set(request.purposes) <= set(other.purposes)):
            return other
    return None


def _note_duplicate(request, original, by):
    log(original, RequestEvent.Kind.DUPLICATE, by=by, request=request.reference, source=request.source)
    if request.verified_at and original.status == Status.UNVERIFIED:
        verify(original, by=by, at=request.verified_at)


def lock(request):
    """The row as it is now, held until the transaction ends: what the caller has may be minutes old.

    The person's row first, as an erasure does: in another order each could wait for the other for ever.
    """
    Person.objects.select_for_update().get(pk=request.person_id)
    return (
        PrivacyRequest.objects.select_for_update(of=("self",))
        .select_related("person", "assignee")
        .get(pk=request.pk)
    )


def refreshed(request):
    """The caller's object, brought up to date."""
    request.refresh_from_db()
    return request
