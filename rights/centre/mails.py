"""Mails of the centre: a code to type, or that nothing is held. Neither holds a link that acts.

An outbox: the row stays until the mail server took the mail, and sending is at least once. Only here is
found out whose an address is.
"""

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from privacy.addresses import named
from privacy.controller import controller
from vault import services as vault
from vault.models import Person

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
        sent = message is not None and _is_wanted(mail.challenge_id)
        if sent:
            message.send()
    except Exception as error:  # noqa: BLE001 - whatever a mail backend raises, the mail is tried again
        name = type(error).__name__
        pause = min(FIRST_PAUSE * 2 ** min(mail.attempts - 1, 10), LONGEST_PAUSE)
        next_try = timezone.now() + pause
        _note(mail, state=CentreMail.State.PENDING, next_try=next_try, error_class=name)
        logger.warning("Mail %s of the privacy centre was not sent: %s.", mail.pk, name)
        return False
    if mail.challenge.purpose != CentreChallenge.Purpose.NEW_EMAIL or not sent:
        CentreChallenge.objects.filter(pk=mail.challenge_id).update(contact=None)
    state = CentreMail.State.SENT if sent else CentreMail.State.DROPPED
    _note(mail, state=state, sent_at=timezone.now() if sent else None, error_class="")
    return sent


def _note(mail, **fields):
    """Keeps how a try went. An erasure may have taken the row meanwhile, and is not undone."""
    CentreMail.objects.filter(pk=mail.pk).update(attempts=mail.attempts, **fields)


def _is_wanted(challenge_id):
    """Whether a composed mail may still go out, asked under the lock that an erasure takes.

    Composing reads and renders; whoever was erased meanwhile gets no mail from an address in memory.
    """
    challenges_now = CentreChallenge.objects.filter(pk=challenge_id, used_at=None)
    with transaction.atomic():
        found = challenges_now.values_list("person_id", flat=True)
        for person_id in filter(None, found):
            Person.objects.select_for_update().get(pk=person_id)
        return challenges_now.filter(Q(person=None) | Q(person__erased_at=None)).exists()


def _message(challenge):
    """The mail of a challenge, or None where there is nobody to mail to (any more)."""
    if challenge.expires_at <= timezone.now() or challenge.used_at:
        return None
    contact = ""
    if challenge.contact is not None:
        contact = crypto.open_contact(challenge.pk, challenge.contact, challenge.contact_key)
    if challenge.purpose == CentreChallenge.Purpose.MOVED:
        return _compose(challenge, "moved", contact)
    person = challenge.person or challenges.whose(contact)
    if person is None or person.erased_at:
        return _compose(challenge, "nothing_held", contact) if "@" in contact else None
    to = contact if "@" in contact else known_email(person, reason="a code for the privacy centre")
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


def known_email(person, *, reason):
    """The address that we know of the person, "" for none; the reading is logged."""
    record = vault.identity_record(person)
    if record is None:
        return ""
    opened = vault.reveal_for_process([record], process=PROCESS, reason=reason)
    return opened[record.pk]["email"]


def _compose(challenge, name, to, *, code=""):
    company = controller(challenge.locale)
    with translation.override(challenge.locale):
        subjects = {
            "code": _("Your code for the privacy centre"),
            "nothing_held": _("We hold nothing under this address"),
            "moved": _("Your address was replaced"),
        }
        half = len(code) // 2
        body = render_to_string(
            f"rights/centre/mail/{name}.txt",
            {
                "code": f"{code[:half]} {code[half:]}",
                "is_new_address": challenge.purpose == CentreChallenge.Purpose.NEW_EMAIL,
                "minutes": conf.setting("CENTRE_CODE_MINUTES"),
                "contact": company.get("dpo") or company.get("contact", ""),
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
