"""Requests that colleagues enter, and erasures that they carry out: steps of several services."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.limits import is_held
from vault import services as vault

from .. import erasure
from ..errors import Held, NotPossible
from ..models import Letter
from ..models.requests import Kind
from .intake import lock, open_request
from .letters import mail_before_erasure, save_letter
from .work import as_open, carry_out


def enter_request(*, by, identity, verified, received_at, **options):
    """Opens a request for whoever is known by this identity, or for a new person; returns it.

    Until they have proven who they are, nothing is added to a known person: a caller who names somebody
    else's address must not have their own number attached to it.
    """
    person = _person(identity, verified)
    if verified:
        vault.add_identity(person, language=options["locale"], **identity)
    elif not _was_known(person):
        vault.note_identity(person, language=options["locale"], **identity)
    return open_request(
        person=person,
        received_at=received_at,
        verified_at=timezone.now() if verified else None,
        by=by,
        **options,
    )


def _person(identity, verified):
    if verified:
        return vault.person_for(vault.Identifiers(**identity))
    by_one = {"email": identity["email"]} if identity["email"] else {"phone": identity["phone"]}
    return vault.person_for(vault.Identifiers(**by_one))


def _was_known(person):
    """Whether anything is held about them: then they are not the one just made."""
    return person.records.exists()


def correct(request, *, by, identity):
    """Corrects who the person is as `request` asks, once: fields of `identity` that are empty stay.

    The old name, address or number no longer finds them. NotPossible for other kinds of requests, or
    without anything to correct.
    """
    given = {field: value.strip() for field, value in identity.items() if value and value.strip()}
    if request.kind != Kind.CORRECT or not given:
        raise NotPossible(_("Say what is to be corrected."))
    with transaction.atomic():
        if lock(request).executed_at:
            raise NotPossible(_("What was asked has been carried out already."))
        carried_out = carry_out(request, by=by)
        vault.set_identity(carried_out.person, **given)
    return carried_out


def erase_for(request, *, by, letter=None):
    """Erases the person as `request` asks, after mailing `letter` {"language", "subject", "body"}, if given.

    The letter goes first, because afterwards there is no address. Whatever forbids the erasure is asked
    before: Held, NotPossible; LetterNotSent if the mail server does not take the letter. A letter that went
    is not sent again when the erasure has to be repeated. Recipients who have to act don't hold it up: the
    request stays open until they have confirmed.
    """
    request.refresh_from_db()
    if as_open(request).executed_at:
        raise NotPossible(_("What was asked has been carried out already."))
    if is_held(request.person):
        raise Held(_("A legal hold stands on this person's data. Nothing was erased."))
    if letter:
        sent = request.letters.filter(kind=Letter.Kind.COMPLETION, state=Letter.State.SENT).first()
        if sent is None:
            draft = request.letters.filter(kind=Letter.Kind.COMPLETION, state=Letter.State.DRAFT).first()
            stored = save_letter(request, kind=Letter.Kind.COMPLETION, by=by, letter=draft, **letter)
            mail_before_erasure(stored)
    return erasure.erase(request.person, by=by, request=request)
