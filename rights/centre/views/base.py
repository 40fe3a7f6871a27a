"""What every view of the centre shares: who may, which headers, which notices."""

import logging
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from privacy import receipts
from privacy.controller import controller

from ...models import CentreSession
from .. import conf, crypto, sessions

logger = logging.getLogger(__name__)

RECEIPT, VERIFIED = CentreSession.Level.RECEIPT, CentreSession.Level.VERIFIED


def centre_view(*methods, level=None):
    """A view of the centre. With `level`, only in a visit of that level; others are led to the way there.

    Posts carry the form token of the visit, or of the code that is waiting: beside the cookie's
    SameSite=Strict and the site's check of the origin, a third thing that another site's page can't have.
    """

    def decorate(view):
        @sensitive_post_parameters()
        @require_http_methods([*methods, "HEAD"] if "GET" in methods else list(methods))
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            if not settings.HOLDS_PRIVATE_KEYS:
                return _private(_elsewhere(request))
            if not sessions.is_declared():
                logger.error("The policy in force does not declare the privacy centre's cookie.")
                return _private(_elsewhere(request))
            request.visit = sessions.current(request)
            if request.method == "POST" and request.visit is not None and not has_form_token(request):
                raise PermissionDenied
            if level is not None and request.visit is None:
                return _private(go("privacy_centre", done="ended"))
            if level == VERIFIED and request.visit.level != VERIFIED:
                return _private(go("privacy_centre_prove"))
            return _private(view(request, *args, **kwargs))

        return wrapped

    return decorate


def has_form_token(request):
    """Whether a post brought the token that belongs to its cookie."""
    token = request.COOKIES.get(sessions.COOKIE, "")
    return bool(token) and crypto.is_form_token(token, request.POST.get("token", ""))


def _private(response):
    patch_cache_control(response, no_store=True, private=True)
    response["X-Robots-Tag"] = "noindex"
    # The address of a receipt is a key: no other site learns of it. Ours do nothing with where one came from,
    # and without any referrer a browser would hide the origin of a post, which the site checks.
    response["Referrer-Policy"] = "same-origin"
    return response


def _elsewhere(request):
    """In a process that can't open anything: on to the one that can, or in words."""
    address = "" if settings.HOLDS_PRIVATE_KEYS else conf.setting("PRIVACY_CENTRE_URL")
    if address and request.method in {"GET", "HEAD"}:
        return HttpResponseRedirect(f"{address.rstrip('/')}{reverse('privacy_centre')}")
    return render(request, "rights/centre/elsewhere.html", {"title": title()}, status=503)


def title():
    return _("My privacy")


def show(request, template, context=None, *, status=200):
    """A page of the centre."""
    token = request.COOKIES.get(sessions.COOKIE, "")
    return render(
        request,
        f"rights/centre/{template}.html",
        {
            "title": title(),
            "visit": getattr(request, "visit", None),
            "verified": bool(getattr(request, "visit", None)) and request.visit.level == VERIFIED,
            "form_token": crypto.form_token(token) if token else "",
            "company": controller(get_language()),
            "notice": notice(request.GET.get("done", "")),
            "new_receipt": _own_receipt(request),
            "idle_minutes": conf.setting("CENTRE_IDLE_MINUTES"),
            "code_minutes": conf.setting("CENTRE_CODE_MINUTES"),
            **(context or {}),
        },
        status=status,
    )


def go(name, *args, done="", receipt=None):
    """On to a view, with the code of what to say there and the secret of a receipt to show there."""
    query = {name: value for name, value in (("done", done), ("receipt", receipt)) if value}
    response = HttpResponseRedirect(reverse(name, args=args) + (f"?{urlencode(query)}" if query else ""))
    response.status_code = 303
    return response


def _own_receipt(request):
    """The address of the receipt that the address names, if it is the visitor's own."""
    visit, token = getattr(request, "visit", None), request.GET.get("receipt", "")
    receipt = receipts.by_token(token) if visit and token else None
    return (
        reverse("receipt", args=[token]) if receipt and receipt.subject_id == visit.person.pseudonym else ""
    )


def notice(code):
    """What to say after an act: a sentence for a known code, else nothing."""
    return {
        "in": _("You are in. What you see here is what we hold about you now."),
        "in_by_receipt": _("You are in. What you see here belongs to this receipt alone."),
        "ended": _("Your visit is over, or it was used too long ago. Please start again."),
        "withdrawn": _("Your consent is withdrawn, with effect from now."),
        "given": _("Your consent is noted, with effect from now."),
        "given_objected": _(
            "Your consent is noted, but your objection to every use still stands, so nothing is used. “Take "
            "the objection back” at the end of this page lifts it."
        ),
        "given_restricted": _(
            "Your consent is noted, but you have restricted the use, so nothing is used. “Allow the use "
            "again”, at this purpose or at the end of this page, lifts that."
        ),
        "changed": _(
            "The policy has changed since you opened this page, so nothing was noted. Please read the "
            "wording as it is now, and decide again."
        ),
        "nothing": _("That was so already; nothing has changed."),
        "restrict": _("From now on we don't use this data, we only keep it."),
        "object": _("Your objection counts from now on: we have stopped."),
        "lifted": _("The limit is lifted."),
        "corrected": _("Your details are corrected."),
        "new_email": _("Your new address counts from now on."),
        "asked": _("Your request has arrived. You find its number and its deadline below."),
        "archive": _("Your archive is ready."),
        "waits": _(
            "This can't be done at once: something has to be settled by a person first. Your request has a "
            "number and a deadline, which you find below."
        ),
        "new_code": _("If we can, we have just mailed a new code. The older one no longer counts."),
    }.get(code, "")
