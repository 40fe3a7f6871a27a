"""Notices on their way: an outbox whose rows are kept until the mail server took the mail.

Sending is at least once: a worker killed between sending and noting it sends again after the lease, with the
same Message-ID, by which mailboxes recognise the copy. A notice of an incident is a legal duty and asks no
consent (ADR 0073).
"""

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_supported_language_variant

from vault.errors import KeyDestroyed
from vault.models import Person
from vault.services import identity_record, reveal_for_process

from .. import conf
from ..models import NoticeDelivery
from .papers import expire_papers

logger = logging.getLogger(__name__)

State = NoticeDelivery.State
PROCESS = "incident notice"
# For so long a mail being sent is nobody else's business.
LEASE = dt.timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(minutes=1), dt.timedelta(hours=1)


def send_batch(notice_id=None):
    """Sends what is due now, of one notice or of all, at most a batch; returns how many were sent."""
    due = NoticeDelivery.objects.filter(state=State.PENDING, next_try__lte=timezone.now())
    if notice_id:
        due = due.filter(notice=notice_id)
    ids = list(
        due.order_by("next_try", "pk").values_list("pk", flat=True)[: conf.get("INCIDENTS_NOTICE_BATCH")]
    )
    return sum(send_delivery(delivery_id) for delivery_id in ids)


def sweep():
    """What a killed worker left, and the batches whose time has come. Only where the private keys are.

    Papers whose time is over go, too.
    """
    if settings.HOLDS_PRIVATE_KEYS:
        expire_papers()
        send_batch()


def send_delivery(delivery_id):
    """Sends one notice if it is still to be sent and nobody else is at it; returns whether it was sent.

    A failure is kept as the class of the error, never its text, with the time of the next try.
    """
    now = timezone.now()
    due = NoticeDelivery.objects.filter(pk=delivery_id, state=State.PENDING, next_try__lte=now)
    if not due.update(attempts=F("attempts") + 1, next_try=now + LEASE):
        return False
    delivery = NoticeDelivery.objects.select_related("notice__incident", "person").get(pk=delivery_id)
    try:
        contact = _contact(delivery)
        if contact is None:
            return _end(delivery, State.SKIPPED)
        if not contact.get("email"):
            return _end(delivery, State.UNREACHABLE)
        language = _language(contact.get("language"), delivery.notice.texts)
        message = _message(delivery, contact["email"], language)
        if not _is_still_due(delivery):
            return False
        message.send()
    except Exception as error:  # noqa: BLE001 - whatever a mail backend raises, the mail is tried again
        return _failed(delivery, error)
    delivery.sent_at, delivery.language = timezone.now(), language
    _end(delivery, State.SENT)
    return True


def _contact(delivery):
    """What the identity record says; None for an erased person, {} where nothing is known."""
    if delivery.person.erased_at:
        return None
    record = identity_record(delivery.person)
    if record is None:
        return {}
    try:
        reason = f"{delivery.notice.incident.code}: notice {delivery.notice.number}"
        opened = reveal_for_process([record], process=PROCESS, reason=reason)
    except KeyDestroyed:
        return None
    return opened.get(record.pk, {})


def _is_still_due(delivery):
    """Whether the mail may still leave: asked last of all, when the address is already in memory.

    Takes the lock that an erasure holds, so that one that is going on is waited for and then obeyed.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=delivery.person_id)
        if person.erased_at:
            return _end(delivery, State.SKIPPED)
        return NoticeDelivery.objects.filter(pk=delivery.pk, state=State.PENDING).exists()


def _language(wanted, texts):
    """The person's language where the notice has it, the site's otherwise."""
    try:
        code = get_supported_language_variant(wanted or settings.LANGUAGE_CODE)
    except LookupError:
        code = settings.LANGUAGE_CODE
    return code if code in texts else settings.LANGUAGE_CODE


def _message(delivery, address, language):
    text = delivery.notice.texts[language]
    host = settings.BASE_URL.split("//")[-1].split("/")[0].split(":")[0]
    notice = delivery.notice
    headers = {
        "Message-ID": f"<{notice.incident.code}.{notice.number}.{delivery.pk}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    subject = " ".join(text["subject"].split())
    return EmailMessage(subject, text["body"], to=[address], headers=headers)


def _failed(delivery, error):
    delivery.error_class = type(error).__name__
    logger.warning("Notice delivery %s was not sent: %s.", delivery.pk, delivery.error_class)
    if delivery.attempts >= conf.get("INCIDENTS_NOTICE_ATTEMPTS"):
        return _end(delivery, State.FAILED)
    pause = min(FIRST_PAUSE * 2 ** min(delivery.attempts - 1, 10), LONGEST_PAUSE)
    _note(delivery, error_class=delivery.error_class, next_try=timezone.now() + pause)
    return False


def _end(delivery, state):
    _note(
        delivery,
        state=state,
        error_class=delivery.error_class if state == State.FAILED else "",
        next_try=None,
        sent_at=delivery.sent_at,
        language=delivery.language,
        skipped_at=timezone.now() if state == State.SKIPPED else None,
    )
    return False


def _note(delivery, **values):
    """Only while it waits: an erasure meanwhile has settled it, and nothing brings it back."""
    NoticeDelivery.objects.filter(pk=delivery.pk, state=State.PENDING).update(**values)
