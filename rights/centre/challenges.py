"""Codes: asked for, mailed by the worker, typed in by the browser that asked.

Asking does the same work for every address: it is counted, sealed and left to the worker. Only the worker
finds out whose it is, and only the mailbox learns the answer.
"""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from vault import services as vault
from vault.identity import normalise_email, normalise_phone
from vault.models import BlindIndex, Person

from ..models import CentreChallenge, CentreMail, CentreSession
from . import conf, crypto, sessions, tasks

Purpose = CentreChallenge.Purpose
# An id that no person has.
NOBODY = uuid.UUID(int=0)
# For so long the mail server may be away until word to a former address is given up.
TOLD_MINUTES = 24 * 60


def clean_contact(text):
    """The address or number in normal form, "" if `text` is neither."""
    text = text.strip()
    return normalise_email(text) if "@" in text else normalise_phone(text)


def ask(contact, *, locale):
    """The token of a new challenge for whoever owns `contact` (in normal form)."""
    token = crypto.new_token()
    _create(Purpose.ENTER, crypto.token_digest(token), contact, locale=locale)
    return token


def ask_more(session, *, locale):
    """A code to the address we know of the visit's person, for what a receipt alone doesn't allow."""
    _create(Purpose.STEP_UP, session.token_digest, "", locale=locale, session=session, person=session.person)


def ask_new_email(session, email, *, locale):
    """A code to an address that is to replace the one we know."""
    _create(
        Purpose.NEW_EMAIL, session.token_digest, email, locale=locale, session=session, person=session.person
    )


def tell_former(person, email, *, locale):
    """Tells an address that it was replaced. Nobody holds the token: there is nothing to answer."""
    digest = crypto.token_digest(crypto.new_token())
    _create(Purpose.MOVED, digest, email, locale=locale, person=person, minutes=TOLD_MINUTES)


def _create(purpose, token_digest, contact, *, locale, session=None, person=None, minutes=None):
    now = timezone.now()
    challenge = CentreChallenge(
        purpose=purpose,
        token_digest=token_digest,
        session=session,
        person=person,
        locale=locale,
        created_at=now,
        expires_at=now + dt.timedelta(minutes=minutes or conf.setting("CENTRE_CODE_MINUTES")),
    )
    if contact:
        challenge.contact, challenge.contact_key = crypto.seal_contact(challenge.pk, contact)
    with transaction.atomic():
        if session is not None:
            # The newest code counts, so that nobody has to guess which of two mails to use.
            session.challenges.filter(used_at=None).update(used_at=now, contact=None)
        challenge.save(force_insert=True)
        mail = CentreMail.objects.create(challenge=challenge)
    tasks.send_centre_mail.enqueue(mail.pk)


def issue(person):
    """A code to be read out, for the browser that last asked with this person's contact; None if none waits.

    Works as a mailed one does: once, for its minutes, for its tries, in that browser.
    """
    code = crypto.new_code(conf.setting("CENTRE_CODE_DIGITS"))
    now = timezone.now()
    with transaction.atomic():
        asked = _answerable().filter(purpose=Purpose.ENTER, person=person)
        challenge = asked.select_for_update(of=("self",)).order_by("-created_at").first()
        if challenge is None:
            return None
        challenge.code_digest = crypto.code_digest(challenge.pk, code)
        challenge.expires_at = now + dt.timedelta(minutes=conf.setting("CENTRE_CODE_MINUTES"))
        challenge.save(update_fields=["code_digest", "expires_at"])
    return code


def waiting(request):
    """The challenge that this browser can answer, the newest; None when there is none."""
    token = request.COOKIES.get(sessions.COOKIE, "")
    if not token:
        return None
    return _answerable().filter(token_digest=crypto.token_digest(token)).order_by("-created_at").first()


def _answerable():
    return CentreChallenge.objects.filter(
        used_at=None,
        expires_at__gt=timezone.now(),
        attempts__lt=conf.setting("CENTRE_CODE_ATTEMPTS"),
    )


def answer(challenge, code):
    """Tries `code`: (session, its token, the address it proved) when it is right, None when not.

    Every try counts. A right code is used up; the visit it opens has a new token, so that nobody can prepare
    one. The address is "" unless it was a code to a new one, which the caller then notes.
    """
    code = "".join(filter(str.isdigit, code))
    with transaction.atomic():
        # One try at a time: two at once count as two.
        locked = _answerable().select_for_update(of=("self",)).filter(pk=challenge.pk).first()
        if locked is None:
            return None
        locked.attempts += 1
        right = crypto.is_code(locked.pk, code, locked.code_digest)
        # Asked for every code: a query less would tell that the address is nobody's.
        person = Person.objects.filter(pk=locked.person_id or NOBODY, erased_at=None).first()
        if not right or not person:
            if locked.attempts >= conf.setting("CENTRE_CODE_ATTEMPTS"):
                locked.contact = None
            locked.save(update_fields=["attempts", "contact"])
            return None
        new_email = _use(locked)
        if locked.session_id:
            sessions.end(locked.session)
        return *sessions.open_session(person, CentreSession.Level.VERIFIED), new_email


def _use(locked):
    """Uses the challenge up; returns the address that was proven, for a new one."""
    email = ""
    if locked.purpose == Purpose.NEW_EMAIL:
        email = crypto.open_contact(locked.pk, locked.contact, locked.contact_key)
    locked.used_at, locked.contact, locked.code_digest = timezone.now(), None, ""
    locked.save(update_fields=["attempts", "used_at", "contact", "code_digest"])
    return email


def whose(contact):
    """The person an address or number belongs to, or None.

    The same choice as at intake: by address, whoever was known first; by number, nobody where several share
    it (ADR 0013). A number that was typed beside an address is nobody's proof, so it takes the way in from
    nobody who is known by that number alone.
    """
    if "@" in contact:
        return vault.find(email=contact).last()
    holders = list(vault.find(phone=contact))
    if len(holders) > 1:
        with_email = BlindIndex.objects.filter(kind=BlindIndex.Kind.EMAIL, person__in=holders)
        known = set(with_email.values_list("person_id", flat=True))
        holders = [person for person in holders if person.pk not in known]
    return holders[0] if len(holders) == 1 else None


def purge(now):
    """Wipes addresses of codes that are over, and deletes the codes a day later."""
    CentreChallenge.objects.filter(expires_at__lt=now).exclude(contact=None).update(contact=None)
    CentreChallenge.objects.filter(expires_at__lt=now - dt.timedelta(days=1)).delete()
