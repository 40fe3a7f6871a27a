"""Requests of people who don't prove who they are: reminded once, and ended when the time is over.

Counted from the first reply, which asked for the proof: while the company owes that, nothing ends.
"""

import datetime as dt
import logging

from django.db import transaction

from .. import conf, tasks, wording
from ..errors import RightsError
from ..history import log
from ..models import Letter, PrivacyRequest, RequestEvent
from ..models.requests import Ground, Status
from .intake import lock
from .letters import has_email, queue, save_letter
from .work import refuse

logger = logging.getLogger(__name__)


def remind_and_end(now):
    """Reminds, and closes as unproven, whoever had the time of the settings; tells them by letter."""
    for end in (True, False):
        days = conf.setting("RIGHTS_UNPROVEN_DAYS" if end else "RIGHTS_UNPROVEN_REMIND_DAYS")
        waiting = PrivacyRequest.objects.filter(
            status=Status.UNVERIFIED, ack_sent_at__lte=now - dt.timedelta(days=days)
        )
        if not end:
            waiting = waiting.exclude(events__kind=RequestEvent.Kind.REMINDED)
        for one in waiting.select_related("person").order_by("ack_sent_at"):
            try:
                _end(one) if end else _remind(one)
            except RightsError:
                # Proven, closed or erased a moment ago.
                logger.info("Request %s was not reminded or ended.", one.pk)


def _remind(one):
    with transaction.atomic():
        locked = lock(one)
        if (
            locked.status != Status.UNVERIFIED
            or locked.events.filter(kind=RequestEvent.Kind.REMINDED).exists()
        ):
            return
        letter = _write(locked, Letter.Kind.INFORMATION)
        log(locked, RequestEvent.Kind.REMINDED)
    _send(letter)


def _end(one):
    with transaction.atomic():
        if lock(one).status != Status.UNVERIFIED:
            return
        letter = _write(refuse(one, ground=Ground.IDENTITY, by=None), Letter.Kind.REFUSAL)
    _send(letter)


def _write(one, kind):
    """The letter, queued; None for people without an address, whom the officers tell otherwise."""
    if not has_email(one.person):
        return None
    subject, body = wording.compose(one, kind, one.locale)
    letter = save_letter(one, kind=kind, language=one.locale, subject=subject, body=body, by=None)
    queue(letter)
    return letter


def _send(letter):
    if letter is not None:
        tasks.send_letter.enqueue(letter.pk)
