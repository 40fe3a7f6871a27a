"""What people do: consent, limits, corrections, requests, the archive, erasure. Each is a post."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language

from privacy import declared, gate
from privacy.models import Purpose, Restriction

from ...errors import NotPossible
from ...models.requests import Kind
from .. import acts, challenges, exports, holdings, rates, sessions
from ..forms import AskForm, CorrectForm, EraseForm
from .base import RECEIPT, VERIFIED, centre_view, go, show
from .entry import too_many

LIMITED = {"objected": "given_objected", "restricted": "given_restricted"}
HAS_OWN_PAGE = {"complain": Kind.COMPLAIN, "protect": Kind.PROTECT, "correct": Kind.CORRECT}


@centre_view("POST", level=RECEIPT)
def withdraw(request):
    """Takes a consent back; a receipt is enough for what was agreed to with it alone."""
    try:
        token = acts.withdraw(request.visit, request.POST.get("purpose", ""))
    except NotPossible:
        return go("privacy_centre_prove")
    return go("privacy_centre", done="withdrawn" if token else "nothing", receipt=token)


@centre_view("POST", level=VERIFIED)
def give(request):
    """Gives a consent, in the words of the policy in force that the page showed."""
    code = request.POST.get("purpose", "")
    in_force = declared.current()
    entry = in_force and in_force.purposes(get_language()).get(code)
    if entry is None or entry.legal_basis != Purpose.Basis.CONSENT:
        raise Http404
    if request.POST.get("version") != str(in_force.number):
        # The wording may have changed since the page was shown: they have to see the new one first.
        return go("privacy_centre", done="changed")
    person = request.visit.person
    if acts.rights_given(person, code) and gate.may_use(person, code).reason not in holdings.ASKED_AGAIN:
        return go("privacy_centre", done="nothing")
    token = acts.give(request.visit, code)
    if token is None:
        return go("privacy_centre", done="nothing")
    # A limit that they set stays until they lift it: the consent alone opens nothing then.
    done = LIMITED.get(gate.may_use(person, code).reason, "given")
    return go("privacy_centre", done=done, receipt=token)


@centre_view("POST", level=VERIFIED)
def limit(request):
    """Restricts, or objects: for one purpose or for all."""
    kind, purpose = request.POST.get("kind", ""), request.POST.get("purpose", "")
    if kind not in Restriction.Kind.values or purpose and purpose not in _purposes(request):
        return HttpResponseBadRequest()
    is_new = acts.limit(request.visit, kind, purpose)
    return go("privacy_centre", done=kind if is_new else "nothing")


@centre_view("POST", level=VERIFIED)
def lift(request):
    """Ends a limit."""
    kind, purpose = request.POST.get("kind", ""), request.POST.get("purpose", "")
    if kind not in Restriction.Kind.values:
        return HttpResponseBadRequest()
    done = acts.lift(request.visit, kind, purpose)
    return go("privacy_centre", done="lifted" if done else "nothing")


def _purposes(request):
    person = request.visit.person
    return {standing.code for standing in holdings.standings(person, holdings.items(person))}


@centre_view("GET", "POST", level=VERIFIED)
def correct(request):
    """Corrects name and number at once, the address after a code to the new one."""
    form = CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "phone") if form.cleaned_data[name]}
        email = form.cleaned_data["email"]
        if email and rates.too_many(request, email):
            return too_many(request)
        changed = given and acts.correct(request.visit, **given)
        if email:
            challenges.ask_new_email(request.visit, email, locale=get_language())
            return go("privacy_centre_code")
        return go("privacy_centre", done="corrected" if changed else "nothing")
    context = {"form": form, "masks": holdings.identity_masks(request.visit.person)}
    return show(request, "correct", context, status=422 if form.is_bound else 200)


@centre_view("GET", "POST", level=VERIFIED)
def ask(request, kind):
    """A complaint, a request for protection or for another correction, for a person to answer."""
    if kind not in HAS_OWN_PAGE:
        raise Http404
    form = AskForm(request.POST or None, kind=HAS_OWN_PAGE[kind])
    if request.method == "POST" and form.is_valid():
        acts.ask(request.visit, HAS_OWN_PAGE[kind], form.cleaned_data["text"])
        return go("privacy_centre", done="asked")
    return show(request, "ask", {"form": form, "kind": kind}, status=422 if form.is_bound else 200)


@centre_view("GET", "POST", level=VERIFIED)
def archive(request):
    """Makes the archive; the page then hands it out. It costs work, so a person gets few in an hour."""
    if request.method == "POST":
        if rates.too_many(request, f"archive:{request.visit.person_id}"):
            return too_many(request)
        acts.copy(request.visit)
        return go("privacy_centre_archive", done="archive")
    return show(request, "copy", {"export": exports.ready(request.visit.person)})


@centre_view("POST", level=VERIFIED)
def take(request):
    """Hands out the archive."""
    export = exports.ready(request.visit.person)
    if export is None:
        return go("privacy_centre_archive")
    response = HttpResponse(exports.take(export), content_type="application/zip")
    name = f"{slugify(settings.WAGTAIL_SITE_NAME)}-{timezone.localdate():%Y-%m-%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@centre_view("GET", "POST", level=VERIFIED)
def erase(request):
    """What would go and what stays; then, on a second word, it goes."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, _request = acts.erase(request.visit)
        if not done:
            return go("privacy_centre", done="waits")
        response = go("privacy_centre_ended", done="erased")
        sessions.drop_cookie(response)
        return response
    context = {"form": form, "preview": acts.preview(request.visit.person)}
    return show(request, "erase", context, status=422 if form.is_bound else 200)
