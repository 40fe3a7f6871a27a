"""Letters to people: written by officers, sealed, mailed by the worker or printed.

An outbox like the inbox's: the row stays until the mail server took the mail, and sending is at least once.
"""

import datetime as dt
import logging

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vault import services as vault
from vault.models import BlindIndex, Person, SealedRecord

from .. import tasks, wording
from ..errors import LetterNotSent, NotPossible
from ..history import log, name
from ..models import Letter, RequestEvent
from .intake import lock
from .work import acknowledge

logger = logging.getLogger(__name__)

RECORD_KIND = "privacy_letter"
PROCESS = "rights.letters"
# For so long a letter being sent is nobody else's business, and its person isn't erased.
LEASE = dt.timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(minutes=1), dt.timedelta(hours=1)
UNFINISHED = gettext_lazy("A line of the letter is still “…”: say there what is to be told.")
EDITABLE = {Letter.State.DRAFT, Letter.State.DROPPED}


def has_email(person):
    """Whether the person can be written to by e-mail."""
    return BlindIndex.objects.filter(person=person, kind=BlindIndex.Kind.EMAIL).exists()


def save_letter(request, *, kind, language, subject, body, by, letter=None):
    """Keeps a draft, sealed; `letter` names the one that is being edited. Returns the Letter.

    ValueError without subject or body; NotPossible for one that has gone out.
    """
    subject, body = subject.strip(), body.strip()
    if not subject or not body:
        raise ValueError("A letter has a subject and a body.")
    with transaction.atomic():
        # The lock that an erasure takes: nothing is written under a key that is about to go.
        person = Person.objects.select_for_update().get(pk=request.person_id)
        if person.erased_at:
            raise NotPossible(_("This person was erased; there is nobody to write to."))
        if letter is None:
            letter = Letter(request=request, author=by, author_name=name(by), state=Letter.State.DRAFT)
        else:
            letter = Letter.objects.select_for_update().get(pk=letter.pk, request=request)
            if letter.state not in EDITABLE:
                raise NotPossible(_("This letter has gone out already."))
        is_new, old = letter.pk is None, letter.record_id
        letter.kind, letter.language = Letter.Kind(kind), language
        letter.is_unfinished = wording.is_unfinished(subject, body)
        letter.record = vault.store(
            person, kind=RECORD_KIND, data={"subject": subject, "body": body}, masks={}
        )
        letter.save()
        if old:
            SealedRecord.objects.filter(pk=old).delete()
        if is_new:
            log(request, RequestEvent.Kind.LETTER, by=by, letter=letter.kind)
    return letter


def read_letter(letter, *, by, reason):
    """{"subject", "body"} of a letter for an officer, logged; None if it went with the person."""
    if letter.record is None:
        return None
    return vault.reveal(letter.record, by=by, reason=reason)


def read_address(person, *, by, reason):
    """{"name", "email", "phone", "language"} of the person for an officer, logged; None if not known."""
    record = vault.identity_record(person)
    return vault.reveal(record, by=by, reason=reason) if record else None


def read_request(request, *, by, reason):
    """{"text": …, event id: …}: what the person wrote and the officers' words on it; one log line each."""
    events = {event.record_id: event for event in request.events.exclude(record=None)}
    records = list(SealedRecord.objects.filter(pk__in=[*events, request.record_id]))
    if not records:
        return {}
    opened = vault.reveal_many(records, by=by, reason=reason)
    words = {events[pk].pk: data["text"] for pk, data in opened.items() if pk in events}
    return {"text": opened.get(request.record_id, {}).get("text", ""), **words}


def mail_letter(letter, *, by):
    """Hands the letter to the worker.

    NotPossible without an e-mail address, with something left to fill in, or once it has gone out.
    """
    queue(letter)
    # Not in the transaction of a caller: sending reads the address, which has to be logged for good. If
    # this is never reached, the sweep finds the letter.
    tasks.send_letter.enqueue(letter.pk)


def queue(letter):
    """The part of `mail_letter` that belongs into a transaction; the sweep sends what is queued."""
    _require_finished(letter)
    if not has_email(letter.request.person):
        raise NotPossible(_("No e-mail address of this person is known: print the letter."))
    queued = Letter.objects.filter(pk=letter.pk, state__in=EDITABLE).exclude(record=None)
    if not queued.update(state=Letter.State.PENDING, next_try=timezone.now(), error_class=""):
        raise NotPossible(_("This letter has gone out already."))


def _require_finished(letter):
    if Letter.objects.filter(pk=letter.pk, is_unfinished=True).exists():
        raise NotPossible(UNFINISHED)


def note_printed(letter, *, by):
    """Notes that the letter was printed, to be posted or handed over; again for a second copy.

    NotPossible with something left to fill in.
    """
    _require_finished(letter)
    with transaction.atomic():
        lock(letter.request)
        locked = Letter.objects.select_for_update().get(pk=letter.pk)
        if locked.state in EDITABLE:
            locked.state, locked.sent_at = Letter.State.PRINTED, timezone.now()
            locked.save(update_fields=["state", "sent_at"])
            log(locked.request, RequestEvent.Kind.PRINTED, by=by, letter=locked.kind)
            acknowledge(locked.request, by=by, at=locked.sent_at, how="printed")


def deliver(letter_id):
    """Sends one letter if it is to be sent and nobody else is at it; returns whether it was sent.

    A failure is kept as the class of the error, with the time of the next try.
    """
    letter = _lease(letter_id)
    if letter is None:
        return False
    try:
        message = _message(letter)
        if message is None:
            _end(letter, Letter.State.DROPPED)
            return False
        if not _may_still_go(letter):
            return False
        message.send()
    except Exception as error:  # noqa: BLE001 - whatever a mail backend raises, the letter is tried again
        letter.error_class = type(error).__name__
        pause = min(FIRST_PAUSE * 2 ** min(letter.attempts - 1, 10), LONGEST_PAUSE)
        letter.state, letter.next_try = Letter.State.PENDING, timezone.now() + pause
        letter.save(update_fields=["error_class", "state", "next_try"])
        logger.warning("Letter %s was not sent: %s.", letter.pk, letter.error_class)
        return False
    _end(letter, Letter.State.SENT)
    return True


def mail_before_erasure(letter):
    """Sends a draft at once, because its address is about to be erased. LetterNotSent if it did not go.

    It is then a draft again: nobody must read of an erasure that doesn't take place.
    """
    queue(letter)
    deliver(letter.pk)
    Letter.objects.filter(pk=letter.pk, state=Letter.State.PENDING).update(state=Letter.State.DRAFT)
    letter.refresh_from_db()
    if letter.state != Letter.State.SENT:
        raise LetterNotSent(_("The letter could not be sent, so nothing was erased. Try again later."))


def _lease(letter_id):
    """The letter, marked as being sent under the lock that an erasure takes; None if it is not to be sent."""
    now = timezone.now()
    found = Letter.objects.filter(pk=letter_id).values_list("request__person_id", flat=True).first()
    if found is None:
        return None
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=found)
        letter = (
            Letter.objects.select_for_update(of=("self",))
            .select_related("request__person", "record")
            .filter(pk=letter_id, state__in=(Letter.State.PENDING, Letter.State.SENDING), next_try__lte=now)
            .first()
        )
        if letter is None:
            return None
        if person.erased_at or letter.record is None:
            Letter.objects.filter(pk=letter_id).update(state=Letter.State.DROPPED)
            return None
        letter.state, letter.attempts, letter.next_try = (
            Letter.State.SENDING,
            letter.attempts + 1,
            now + LEASE,
        )
        letter.save(update_fields=["state", "attempts", "next_try"])
        return letter


def _may_still_go(letter):
    """Whether nobody was erased, or took the letter over, since it was leased; the lease then begins anew.

    Asked under the lock that an erasure takes: from here on it has to wait for the sending to end.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=letter.request.person_id)
        mine = Letter.objects.filter(pk=letter.pk, state=Letter.State.SENDING, attempts=letter.attempts)
        return bool(mine.update(next_try=timezone.now() + LEASE))


def _message(letter):
    """The mail, or None when the person has no address any more."""
    request = letter.request
    identity = vault.identity_record(request.person)
    if identity is None:
        return None
    opened = vault.reveal_for_process(
        [identity, letter.record], process=PROCESS, reason=f"{letter.kind} {request.reference}"
    )
    address, text = opened[identity.pk]["email"], opened[letter.record_id]
    return EmailMessage(text["subject"], text["body"], to=[address]) if address else None


def _end(letter, state):
    """Notes how the sending ended; the person is told then, and the first reply given."""
    now = timezone.now()
    with transaction.atomic():
        request = lock(letter.request)
        ended = Letter.objects.filter(pk=letter.pk, state=Letter.State.SENDING)
        if not ended.update(state=state, sent_at=now if state == Letter.State.SENT else None, error_class=""):
            return
        if state == Letter.State.SENT:
            log(request, RequestEvent.Kind.MAILED, letter=letter.kind)
            acknowledge(request, at=now, how="mailed")
