"""Mails of the centre: a code to type, or that nothing is held. Neither holds a link that acts.

An outbox: the row stays until the mail server took the mail, and sending is at least once. Only here is
found out whose an address is.
"""

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from privacy.addresses import named
from vault import services as vault

from .. import services as rights
from ..models import CentreChallenge, CentreMail
from . import challenges, conf, crypto

logger = logging.getLogger(__name__)

PROCESS = "rights.centre"
LEASE = dt.timedelta(minutes=2)
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(seconds=20), dt.timedelta(minutes=5)
GRACE = dt.timedelta(seconds=30)
BATCH = 200


def deliver(mail_id):
    """Sends one mail if it is to be sent and nobody else is at it; returns whether one went out."""
    now = timezone.now()
    due = CentreMail.objects.filter(
        pk=mail_id, state__in=(CentreMail.State.PENDING, CentreMail.State.SENDING), next_try__lte=now
    )
    if not due.update(state=CentreMail.State.SENDING, next_try=now + LEASE):
        return False
    mail = CentreMail.objects.select_related("challenge__person").get(pk=mail_id)
    mail.attempts += 1
    try:
        message = _message(mail.challenge)
        if message is not None:
            message.send()
    except Exception as error:  # noqa: BLE001 - whatever a mail backend raises, the mail is tried again
        mail.error_class = type(error).__name__
        pause = min(FIRST_PAUSE * 2 ** min(mail.attempts - 1, 10), LONGEST_PAUSE)
        mail.state, mail.next_try = CentreMail.State.PENDING, timezone.now() + pause
        mail.save(update_fields=["attempts", "error_class", "state", "next_try"])
        logger.warning("Mail %s of the privacy centre was not sent: %s.", mail.pk, mail.error_class)
        return False
    if mail.challenge.purpose != CentreChallenge.Purpose.NEW_EMAIL:
        CentreChallenge.objects.filter(pk=mail.challenge_id).update(contact=None)
    mail.state = CentreMail.State.DROPPED if message is None else CentreMail.State.SENT
    mail.sent_at, mail.error_class = (timezone.now() if message else None), ""
    mail.save(update_fields=["attempts", "state", "sent_at", "error_class"])
    return message is not None


def _message(challenge):
    """The mail of a challenge, or None where there is nobody to mail to (any more)."""
    if challenge.expires_at <= timezone.now() or challenge.used_at:
        return None
    contact = ""
    if challenge.contact is not None:
        contact = crypto.open_contact(challenge.pk, challenge.contact, challenge.contact_key)
    person = challenge.person or challenges.whose(contact)
    if person is None or person.erased_at:
        return _compose(challenge, "nothing_held", contact) if "@" in contact else None
    to = contact if "@" in contact else _known_email(person)
    if not to:
        # Nobody can be mailed: an officer calls the number we know and opens the way (challenges.issue).
        CentreChallenge.objects.filter(pk=challenge.pk).update(person=person)
        with translation.override(challenge.locale):
            text = _("They asked for a code by phone, and no e-mail address is known: please call.")
        rights.open_request(person=person, kind="view", source="centre", locale=challenge.locale, text=text)
        return None
    code = crypto.new_code(conf.setting("CENTRE_CODE_DIGITS"))
    # Before it is mailed: whoever is quick may type it before the mail server has answered.
    CentreChallenge.objects.filter(pk=challenge.pk).update(
        person=person, code_digest=crypto.code_digest(challenge.pk, code)
    )
    return _compose(challenge, "code", to, code=code)


def _known_email(person):
    record = vault.identity_record(person)
    if record is None:
        return ""
    opened = vault.reveal_for_process([record], process=PROCESS, reason="a code for the privacy centre")
    return opened[record.pk]["email"]


def _compose(challenge, name, to, *, code=""):
    with translation.override(challenge.locale):
        subjects = {
            "code": _("Your code for the privacy centre"),
            "nothing_held": _("We hold nothing under this address"),
        }
        half = len(code) // 2
        body = render_to_string(
            f"rights/centre/mail/{name}.txt",
            {
                "code": f"{code[:half]} {code[half:]}",
                "is_new_address": challenge.purpose == CentreChallenge.Purpose.NEW_EMAIL,
                "minutes": conf.setting("CENTRE_CODE_MINUTES"),
                "site_name": settings.WAGTAIL_SITE_NAME,
                "url": named("privacy_centre", challenge.locale),
            },
        )
        subject = f"[{settings.WAGTAIL_SITE_NAME}] {subjects[name]}"
    return EmailMessage(subject, body.strip() + "\n", to=[to])


def sweep(now):
    """Sends what a killed worker or a silent mail server left behind."""
    waiting = CentreMail.objects.filter(
        state__in=(CentreMail.State.PENDING, CentreMail.State.SENDING), next_try__lte=now - GRACE
    )
    for pk in list(waiting.order_by("next_try").values_list("pk", flat=True)[:BATCH]):
        deliver(pk)
