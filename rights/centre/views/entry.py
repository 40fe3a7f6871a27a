"""The ways in and out: a mailed code, a receipt's address, leaving."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from privacy import receipts
from vault.models import Person

from ...models import CentreSession
from .. import acts, challenges, conf, rates, sessions
from ..forms import CodeForm, ContactForm
from .base import RECEIPT, VERIFIED, centre_view, go, has_form_token, show


def start(request):
    """Asks for a code. The answer, and the work for it, is the same whoever's address was typed."""
    form = ContactForm(request.POST)
    contact = form.cleaned_data["contact"] if form.is_valid() else ""
    if rates.too_many(request, contact):
        return too_many(request)
    if not contact:
        return show(request, "start", {"form": form}, status=422)
    response = go("privacy_centre_code")
    sessions.set_cookie(response, challenges.ask(contact, locale=get_language()))
    return response


def too_many(request):
    """That there were too many tries, and when to come back."""
    response = show(request, "too_many", status=429)
    response["Retry-After"] = conf.setting("CENTRE_RATE_WINDOW_SECONDS")
    return response


@centre_view("GET", "POST")
def code(request):
    """Types the code. Wrong, expired, used up or somebody else's: one answer for all."""
    challenge = challenges.waiting(request)
    if request.method != "POST":
        return _code_page(request, challenge, CodeForm())
    if not has_form_token(request):
        raise PermissionDenied
    if rates.too_many(request, tries=True):
        return too_many(request)
    form = CodeForm(request.POST)
    entered = None
    if form.is_valid() and challenge is not None:
        entered = challenges.answer(challenge, form.cleaned_data["code"])
    if entered is None:
        challenge = challenges.waiting(request)
        if form.is_valid():
            form.add_error("code", _("This code is not right. Please compare it with the e-mail."))
        return _code_page(request, challenge, form, status=422)
    session, token, new_email = entered
    done = "in"
    if new_email:
        done = "new_email" if acts.change_email(session, new_email) else "waits"
    response = go("privacy_centre", done=done)
    sessions.set_cookie(response, token)
    return response


def _code_page(request, challenge, form, *, status=200):
    left = conf.setting("CENTRE_CODE_ATTEMPTS") - challenge.attempts if challenge else 0
    context = {"form": form, "challenge": challenge, "left": left}
    return show(request, "code", context, status=status)


@centre_view("GET", "POST")
def by_receipt(request, token):
    """Comes in by a receipt's address: sees that one submission, nothing in clear."""
    receipt = receipts.by_token(token)
    person = receipt and Person.objects.filter(pseudonym=receipt.subject_id, erased_at=None).first()
    if receipt is None:
        raise Http404
    if request.method != "POST":
        return show(request, "receipt", {"receipt": receipt, "person_known": person is not None})
    if rates.too_many(request, tries=True):
        return too_many(request)
    if person is None:
        return go("privacy_centre_ended")
    visit = request.visit
    if visit is not None and visit.person_id == person.pk and visit.receipt_id in (None, receipt.pk):
        return go("privacy_centre")
    _session, cookie = sessions.open_session(person, CentreSession.Level.RECEIPT, receipt=receipt)
    response = go("privacy_centre", done="in_by_receipt")
    sessions.set_cookie(response, cookie)
    return response


@centre_view("GET", "POST", level=RECEIPT)
def prove(request):
    """Asks for a code to the address we know, for what a receipt alone doesn't allow."""
    if request.visit.level == VERIFIED:
        return go("privacy_centre")
    if request.method != "POST":
        return show(request, "prove")
    if rates.too_many(request, f"person:{request.visit.person_id}"):
        return too_many(request)
    challenges.ask_more(request.visit, locale=get_language())
    return go("privacy_centre_code")


@centre_view("POST", level=RECEIPT)
def leave(request):
    """Ends the visit."""
    sessions.end(request.visit)
    response = go("privacy_centre_ended")
    sessions.drop_cookie(response)
    return response


@centre_view("GET")
def ended(request):
    """After leaving, and after an erasure. Says nothing about anybody."""
    return show(request, "ended", {"erased": request.GET.get("done") == "erased", "notice": ""})
