"""Working a request: reply, extend, refuse, carry out, complete. Every step leaves a line in its history."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from privacy import limits

from .. import access, clocks, clockwords, erasure, execution, recipients
from ..errors import NotPossible, TasksOpen
from ..history import log, name
from ..models import ProcessorTask, RequestEvent
from ..models.requests import Ground, Kind, Outcome, Reason, Status
from .intake import add_task_row, lock, refreshed

# Withdrawing consent needs no ground, so there is hardly one to refuse it (Law 91/2025, art. 10).
WITHDRAWAL_GROUNDS = {Ground.ABUSE, Ground.IDENTITY}
GROUNDS_WITH_REFERENCE = {Ground.STATE, Ground.OTHER_LAW}


def assign(request, *, to, by):
    """Gives the request to the officer `to`; None: to nobody."""
    if to is not None and not access.may_work(to):
        raise PermissionDenied
    with transaction.atomic():
        locked = lock(request)
        if locked.assignee_id == (to and to.pk):
            return request
        locked.assignee = to
        locked.save(update_fields=["assignee"])
        log(locked, RequestEvent.Kind.ASSIGNED, by=by, to=name(to))
    return refreshed(request)


def acknowledge(request, *, by=None, at=None, how=""):
    """Notes that the first reply was given, which states the procedure. Later replies change nothing."""
    with transaction.atomic():
        locked = lock(request)
        if locked.ack_sent_at:
            return request
        locked.ack_sent_at = at or timezone.now()
        locked.save(update_fields=["ack_sent_at"])
        log(locked, RequestEvent.Kind.ACKNOWLEDGED, by=by, how=how)
    return refreshed(request)


def extend(request, *, until, reason, by, words=""):
    """Moves the deadline to the end of the day `until`, once, with a reason of the closed list.

    NotPossible if the deadline has passed, was extended before, or `until` is later than the law allows.
    """
    with transaction.atomic():
        locked = _open(request)
        if locked.extended_until:
            raise NotPossible(_("The deadline was extended already; the law allows it once."))
        if timezone.now() > locked.due_at:
            raise NotPossible(_("The deadline has passed; it can't be extended any more."))
        moment = clocks.end_of(until)
        latest = clocks.latest_extension(locked.kind, locked.due_at, eu=locked.eu)
        if not locked.due_at < moment <= latest:
            raise NotPossible(
                _("The new date must be after the present one and not later than %(date)s.")
                % {"date": clockwords.day(latest)}
            )
        locked.extended_until, locked.extension_reason = moment, Reason(reason)
        locked.save(update_fields=["extended_until", "extension_reason"])
        log(locked, RequestEvent.Kind.EXTENDED, by=by, words=words, until=until.isoformat(), reason=reason)
    return refreshed(request)


def refuse(request, *, ground, by, reference="", words=""):
    """Closes the request with a ground of the closed list; `reference` names article and law.

    What an objection says about advertising can't be refused: that part is carried out (GDPR, art. 21.3).
    """
    ground = Ground(ground)
    with transaction.atomic():
        locked = lock(request)
        if not locked.is_open:
            raise NotPossible(_("The request is closed."))
        if locked.executed_at:
            raise NotPossible(_("What was asked has been carried out already."))
        if locked.status == Status.UNVERIFIED and ground != Ground.IDENTITY:
            raise NotPossible(_("Until the identity is proven, that is the only ground."))
        if locked.kind == Kind.WITHDRAW and ground not in WITHDRAWAL_GROUNDS:
            raise NotPossible(_("Withdrawing consent can't be refused on this ground."))
        if ground in GROUNDS_WITH_REFERENCE and not reference.strip():
            raise NotPossible(_("Say which article of which law."))
        if locked.kind == Kind.OBJECT and ground != Ground.IDENTITY:
            _stop_advertising(locked, by)
        locked.refusal_ground, locked.refusal_reference = ground, reference.strip()
        close(locked, Outcome.REFUSED)
        log(locked, RequestEvent.Kind.REFUSED, by=by, words=words, ground=ground)
    return refreshed(request)


def _stop_advertising(locked, by):
    """Ends the advertising that is objected to beside other things; NotPossible if it is nothing else."""
    codes = recipients.advertising(locked)
    if codes and set(codes) == set(locked.purposes):
        raise NotPossible(_("An objection to advertising can't be refused: carry it out."))
    for code in codes:
        limits.restrict(locked.person, purpose=code, kind=locked.kind)
    if codes:
        log(locked, RequestEvent.Kind.CARRIED_OUT, by=by, purposes=codes)


def take_back(request, *, by=None):
    """Closes the request because the person no longer wants it."""
    with transaction.atomic():
        locked = lock(request)
        if not locked.is_open:
            raise NotPossible(_("The request is closed."))
        if locked.executed_at:
            raise NotPossible(_("What was asked has been carried out already."))
        close(locked, Outcome.TAKEN_BACK)
        log(locked, RequestEvent.Kind.TAKEN_BACK, by=by)
    return refreshed(request)


def add_task(request, *, recipient, what, by):
    """Adds a task for a recipient that the policy names; the longer deadline applies unless it is late."""
    if recipient not in recipients.names(request.locale):
        raise ValueError("The policy names no such recipient.")
    with transaction.atomic():
        locked = _open(request)
        is_late = timezone.now() > locked.due_at
        task = add_task_row(locked, recipient, ProcessorTask.What(what), by=by, is_late=is_late)
    refreshed(request)
    return task


def finish_task(task, *, by, note=""):
    """Notes that the recipient confirmed, or why nothing was needed.

    The last one completes a request that was carried out here already.
    """
    with transaction.atomic():
        locked = lock(task.request)
        task = ProcessorTask.objects.select_for_update().get(pk=task.pk)
        if not task.done_at:
            task.done_at, task.note = timezone.now(), note.strip()
            task.save(update_fields=["done_at", "note"])
            log(locked, RequestEvent.Kind.TASK_DONE, by=by, recipient=task.recipient)
        if locked.is_open and locked.executed_at and not locked.tasks.filter(done_at=None).exists():
            close(locked, Outcome.FULFILLED)
            log(locked, RequestEvent.Kind.COMPLETED, by=by)
    return task


def carry_out(request, *, by=None):
    """Does on this site what was asked, once: withdraws, restricts or erases. The request stays open.

    An erasure closes it itself unless recipients have to confirm. Kinds that people carry out themselves
    (correct, copy, complaints …) are only marked. NotPossible before the identity is proven; what
    `rights.erasure.erase` refuses is refused.
    """
    if request.kind == Kind.DELETE:
        if not as_open(refreshed(request)).executed_at:
            erasure.erase(request.person, by=by, request=request)
        return refreshed(request)
    with transaction.atomic():
        locked = _open(request)
        if locked.executed_at:
            return refreshed(request)
        execution.execute(locked, by=by)
        locked.executed_at = timezone.now()
        locked.save(update_fields=["executed_at"])
        log(locked, RequestEvent.Kind.CARRIED_OUT, by=by)
    return refreshed(request)


def complete(request, *, by=None, words=""):
    """Carries the request out if that was not done, and closes it.

    TasksOpen while recipients have not confirmed. An erasure takes place at once, and its request is closed
    when they have.
    """
    if request.kind == Kind.DELETE:
        return carry_out(request, by=by)
    with transaction.atomic():
        check_tasks(_open(request))
        carry_out(request, by=by)
        locked = lock(request)
        close(locked, Outcome.FULFILLED)
        log(locked, RequestEvent.Kind.COMPLETED, by=by, words=words)
    return refreshed(request)


def check_tasks(request):
    """TasksOpen while recipients have something to do."""
    waiting = request.tasks.filter(done_at=None).count()
    if waiting:
        raise TasksOpen(
            ngettext(
                "%(count)d recipient has not confirmed yet.",
                "%(count)d recipients have not confirmed yet.",
                waiting,
            )
            % {"count": waiting}
        )


def close(locked, outcome):
    """Ends a locked request; the history line is the caller's."""
    locked.status, locked.outcome, locked.closed_at = Status.CLOSED, outcome, timezone.now()
    locked.save()


def _open(request):
    return as_open(lock(request))


def as_open(row):
    """The request; NotPossible unless it is open and the identity proven."""
    if row.status == Status.UNVERIFIED:
        raise NotPossible(_("The identity has to be proven first."))
    if row.status == Status.CLOSED:
        raise NotPossible(_("The request is closed."))
    return row
