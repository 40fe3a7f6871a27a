"""Handing somebody their data, or the way to it, where they can't open the privacy centre by a mailed code.

The same archive and the same codes as the centre's own; here an officer asks for them, after checking who it
is they deal with, and the request's history says so.
"""

from django.utils import translation
from django.utils.translation import gettext as _

from vault import services as vault

from .centre import challenges, exports
from .errors import NotPossible
from .history import log
from .models import RequestEvent
from .models.requests import Kind, Status

WITH_ARCHIVE = {Kind.VIEW, Kind.COPY}


def may_have_archive(request):
    """Whether an archive can answer the request: a proven one to see the data or have a copy."""
    return request.kind in WITH_ARCHIVE and _is_proven(request)


def may_have_code(request):
    """Whether a code may be read out: the identity is proven, and there is no address to mail one to.

    Whose address is known proves it by the mailed code; a voice on the phone replaces no mailbox.
    """
    return _is_proven(request) and not vault.has_email(request.person)


def _is_proven(request):
    return request.status == Status.OPEN and not request.person.erased_at


def make_archive(request, *, by):
    """The archive of everything about the person, in the language of the request, sealed and expiring."""
    if not may_have_archive(request):
        raise NotPossible(_("There is no archive for this request."))
    with translation.override(request.locale):
        export = exports.make(request.person, by=by)
    log(
        request,
        RequestEvent.Kind.EXPORTED,
        by=by,
        sha256=export.sha256,
        size=export.size,
        until=export.expires_at.isoformat(timespec="seconds"),
    )
    return export


def take_archive(request, *, by):
    """The archive's bytes, to be handed over; NotPossible once its time is over."""
    export = exports.ready(request.person)
    if export is None or not may_have_archive(request):
        raise NotPossible(_("The archive is gone: make a new one."))
    content = exports.take(export, by=by)
    log(request, RequestEvent.Kind.EXPORT_TAKEN, by=by, sha256=export.sha256)
    return content


def issue_code(request, *, by):
    """A code to be read out on the phone, for the browser in which the person is waiting for one."""
    if not may_have_code(request):
        raise NotPossible(_("The identity has to be proven first."))
    code = challenges.issue(request.person)
    if code is None:
        raise NotPossible(
            _(
                "Nobody is waiting for a code. Ask them to open the privacy centre and to type the number or "
                "address that we know of them; then try again."
            )
        )
    log(request, RequestEvent.Kind.CODE_ISSUED, by=by)
    return code
