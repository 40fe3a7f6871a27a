"""Receipts over HTTP: the page at its secret address, its JSON, checking any receipt, and the keys.

Everything here works in the `web` process too: receipts are signed at intake, and read here.
"""

import base64
import json

from django.http import Http404, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vault import keys

from .. import checking, ledger_conf, presenting, rates, receipts
from ..addresses import named

# Seconds between looks for a receipt that is not there yet; after the last one the page rests.
LOOKS = (2, 3, 5, 10, 20, 40)


def _private(response):
    """The page belongs to who has its address: nobody keeps it or lists it.

    Nor is the address passed on: every page's Referrer-Policy keeps it on this site (ADR 0006).
    """
    patch_cache_control(response, no_store=True, private=True)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def receipt(request, token):
    """The receipt in its language. Before the intake is done it says so and looks again by itself."""
    found = receipts.by_token(token)
    if found is None:
        return _not_there(request, token)
    document = found.document
    context = {
        "title": _("Your receipt"),
        "token": token,
        "receipt": found,
        "document": document,
        "decisions": presenting.decisions_of(document),
        "issued_at": presenting.moment(document["issued_at"]),
        "centre_url": _address("privacy_centre_receipt", token),
        "language": found.language,
    }
    return _private(TemplateResponse(request, "privacy/receipts/receipt.html", context))


def _not_there(request, token):
    if not receipts.TOKEN.fullmatch(token):
        raise Http404
    look = request.GET.get("look", "0")
    look = int(look) if look.isascii() and look.isdigit() and len(look) < 3 else 0
    is_waiting = look < len(LOOKS)
    context = {"title": _("Your receipt"), "is_waiting": is_waiting}
    # Accepted, not missing: that is not so until the page no longer waits.
    status = 202 if is_waiting else 404
    response = TemplateResponse(request, "privacy/receipts/waiting.html", context, status=status)
    if is_waiting:
        response["Refresh"] = f"{LOOKS[look]}; url={request.path}?look={look + 1}"
    return _private(response)


@require_safe
def receipt_json(request, token):
    """The receipt as a file, to keep and to check anywhere."""
    found = receipts.by_token(token)
    if found is None:
        raise Http404
    text = json.dumps(receipts.record_of(found), ensure_ascii=False, indent=2) + "\n"
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="receipt-{found.number}.json"'
    return _private(response)


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request):
    """A form for a receipt, and after a post what is right and wrong with it. Stores nothing."""
    context = {"title": _("Check a receipt"), "most_bytes": ledger_conf.get("RECEIPT_MOST_BYTES")}
    if request.method != "POST":
        return TemplateResponse(request, "privacy/receipts/verify.html", context)
    if rates.too_many(request):
        context["too_many"] = True
        return _private(TemplateResponse(request, "privacy/receipts/verify.html", context, status=429))
    file = request.FILES.get("file")
    # One byte more than is read says that it is too large.
    most = context["most_bytes"] + 1
    raw = file.read(most) if file else request.POST.get("receipt", "").encode()[:most]
    outcome = checking.check(raw)
    context["outcome"] = outcome
    if outcome.document:
        context["decisions"] = presenting.decisions_of(outcome.document)
        context["issued_at"] = presenting.moment(outcome.document["issued_at"])
    status = 200 if outcome.ok else 422
    return _private(TemplateResponse(request, "privacy/receipts/verify.html", context, status=status))


@require_safe
def public_keys(request):
    """The public keys of receipts and checkpoints as a JSON Web Key Set (RFC 7517, 8037)."""
    public = keys.public()
    return JsonResponse(
        {
            "keys": [
                {
                    "kid": key_id,
                    "kty": "OKP",
                    "crv": "Ed25519",
                    "alg": "EdDSA",
                    "use": "sig",
                    "x": base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii"),
                }
                for key_id, raw in sorted(public.ledger.items())
            ],
            "current": public.ledger_current,
            "signed": "Ed25519 (RFC 8032) over the UTF-8 bytes of the member “receipt” (of a checkpoint: "
            "“document”) as JSON with keys sorted by code point, no white space, and no escapes but those "
            "that JSON requires. Signatures are base64.",
            "hashed": "SHA-256, in hex, over an event written the same way; of a wording, over its bytes.",
            "check": [named("verify_receipt", language) for language in ("vi", "en")],
        },
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )


def _address(name, *arguments):
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
