"""What people do here themselves. Each act takes effect before the page returns and leaves a request.

The request is the evidence and the officers' statistics: done at once where the site can do it alone, open
where recipients or people must act.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.receipts import new_receipt
from privacy import gate, limits, receipts
from privacy.decisions import record_decision
from privacy.ledger import locked_head
from privacy.models import ConsentEvent, Restriction
from vault import services as vault

from .. import erasure
from .. import services as rights
from ..errors import Held, NotPossible, StillSending
from ..models.requests import Kind, Source, Status
from . import challenges, exports, mails, receipt_view, sessions

METHOD = "privacy_centre"


def withdraw(session, purpose):
    """Withdraws the consent to `purpose` from now on. Twice at once counts once.

    Returns the secret of the receipt's address; None if there was nothing to withdraw. NotPossible in a
    visit by a receipt for what this receipt alone does not take back.
    """
    with transaction.atomic():
        # Nobody decides anything else between the question and the answer.
        locked_head()
        if session.receipt_id and not receipt_view.may_withdraw(session, purpose):
            raise NotPossible(_("This asks for a code first."))
        opened = gate.open_submissions(session.person.pseudonym, purpose)
        if not (opened or rights_given(session.person, purpose)):
            return None
        token = _decide(session, purpose, ConsentEvent.Decision.WITHDRAWN)
    record_done(session, Kind.WITHDRAW, purposes=[purpose])
    return token


def give(session, purpose):
    """Gives consent to `purpose` in the policy's words; returns the secret of the receipt's address.

    Who objected before and agrees now, has taken the objection back. Undeclared if the policy doesn't have
    the purpose.
    """
    with transaction.atomic():
        limits.lift(session.person, purpose, kind=Restriction.Kind.OBJECT)
        return _decide(session, purpose, ConsentEvent.Decision.GIVEN)


def _decide(session, purpose, decision):
    """Puts the decision into the ledger and issues its receipt; returns the secret of its address."""
    number, token, language = new_receipt(), receipts.new_token(), get_language()
    with transaction.atomic():
        event = record_decision(
            person=session.person,
            purpose=purpose,
            decision=decision,
            language=language,
            method=METHOD,
            receipt=number,
            evidence=_evidence(session),
        )
        if event.receipt != number:
            # Somebody was faster: theirs is the event, and the receipt.
            return None
        receipts.issue(person=session.person, number=number, token=token, language=language, events=[event])
    return token


def _evidence(session):
    by_receipt = {receipt_view.BY_RECEIPT: session.receipt.number} if session.receipt_id else {}
    return {"identified": session.level, **by_receipt}


def rights_given(person, purpose):
    """Whether the last decision about the purpose is a consent."""
    return purpose in gate.given_purposes(person.pseudonym)


def limit(session, kind, purpose=""):
    """Restricts the use of the data, or objects to it: for one purpose, or for all; whether that is new."""
    standing = limits.open_restrictions(session.person.pseudonym)
    if standing.filter(purpose_code=purpose, kind=kind).exists():
        return False
    limits.restrict(session.person, purpose=purpose, kind=kind)
    record_done(session, Kind(kind), purposes=[purpose] if purpose else [])
    return True


def lift(session, kind, purpose=""):
    """Ends what `limit` began; returns whether there was anything."""
    return limits.lift(session.person, purpose=purpose, kind=Restriction.Kind(kind))


def correct(session, **given):
    """Corrects name, number or a proven address; what isn't given stays. Whether anything changed."""
    before = vault.identity_record(session.person)
    if vault.set_identity(session.person, **given) == before:
        return False
    record_done(session, Kind.CORRECT)
    return True


def copy(session):
    """Makes the archive; one request stands for all that are made in a visit."""
    exports.make(session.person)
    asked = session.person.privacy_requests.filter(kind=Kind.COPY, source=Source.CENTRE)
    if not asked.filter(received_at__gte=session.created_at).exists():
        record_done(session, Kind.COPY)


def change_email(session, email):
    """Puts an address that was proven in place of the one we know, and tells the old one.

    Returns whether it was done. An address that another record has already is left to an officer: under it
    nobody would find this record any more.
    """
    person = session.person
    if vault.find(email=email).exclude(pk=person.pk).exists():
        text = _(
            "They proved an address that is known already; please see to it that they are reached there."
        )
        ask(session, Kind.CORRECT, text)
        return False
    former = mails.known_email(person, reason="word to the former address")
    with transaction.atomic():
        correct(session, email=email)
        if former and former != email:
            challenges.tell_former(person, former, locale=get_language())
    return True


def ask(session, kind, text):
    """A request for a person to answer; returns it."""
    return rights.open_request(
        person=session.person,
        kind=kind,
        source=Source.CENTRE,
        locale=get_language(),
        text=text,
        verified_at=timezone.now(),
    )


def record_done(session, kind, *, purposes=()):
    """The request for what was just done: closed at once, unless recipients have to confirm first."""
    with transaction.atomic():
        request = rights.open_request(
            person=session.person,
            kind=kind,
            source=Source.CENTRE,
            locale=get_language(),
            verified_at=timezone.now(),
            purposes=purposes,
        )
        if not request.is_open:  # asked before, and officers are at it
            return request
        rights.acknowledge(request, how=METHOD)
        rights.carry_out(request)
        if not request.tasks.filter(done_at=None).exists():
            rights.complete(request)
    return request


def erase(session):
    """Erases the person at once; returns (whether it was done, the request).

    Where a legal hold or a letter on its way stand against it, the request waits for an officer. Recipients
    who must act keep it open, not the erasure.
    """
    asked = session.person.privacy_requests.filter(kind=Kind.DELETE, status=Status.OPEN).first()
    request = asked or ask(session, Kind.DELETE, "")
    request = request.duplicate_of or request
    rights.acknowledge(request, how=METHOD)
    try:
        rights.erase_for(request, by=None)
    except (Held, NotPossible, StillSending):
        return False, request
    sessions.end_all(session.person)
    return True, request


def preview(person):
    """What an erasure would take and leave; see `rights.erasure.preview`."""
    return erasure.preview(person)
