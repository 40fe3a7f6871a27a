"""Form pages over HTTP: show, check, take in, thank; and what helps forms.js."""

from types import SimpleNamespace

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from privacy import receipts
from privacy.services import Undeclared
from vault.models import Envelope

from . import captcha, conf, keys, services, slots, spam
from .forms import VisitorForm
from .problems import problems_of
from .snapshot import snapshot_of
from .uploads import MemoryOnlyUploadHandler

FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}


class Refused(Exception):
    """A post that no visitor of the page could have sent; `status` and a message in plain words."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status, self.message = status, message


def form_view(request, *, page):
    """The form page: GET shows it, POST takes it in."""
    with translation.override(page.locale.language_code):
        if getattr(request, "is_preview", False):
            return _preview(request, page)
        if request.method in {"GET", "HEAD"}:
            version = services.shown_version(page)
            form = VisitorForm(version, uid=form_uid(page)) if version else None
            if form:
                slots.keep_fresh(request, form)
            return _page(request, page, form, status=200 if form else 503)
        if request.method != "POST":
            return _problem(request, page, 405, _("This page understands reading and sending only."))
        try:
            data, files = _posted(request)
            return _take_in(request, page, data, files)
        except Refused as refusal:
            return _problem(request, page, refusal.status, refusal.message)


def form_uid(page):
    """The prefix of element ids on the form's own page."""
    return f"form-{page.pk}"


def _preview(request, page):
    """The form as it would be; a draft has no version, so nothing can be sent from here."""
    try:
        version = SimpleNamespace(pk="", snapshot=snapshot_of(page), locale=page.locale.language_code)
    except Undeclared:
        missing = dict.fromkeys(problem.message for problem in problems_of(page))
        return _page(request, page, None, notice=" ".join(missing))
    return _page(request, page, VisitorForm(version, uid=form_uid(page)))


def _posted(request):
    """What was posted: (fields, files). Refused if it isn't a form, or too much of one."""
    if request.content_type not in FORM_TYPES:
        raise Refused(415, _("What arrived is not a form. Please go back to the form and send it again."))
    too_large = Refused(413, _("This is too much at once. Please send smaller or fewer files."))
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > conf.get("FORMS_MOST_BODY_BYTES"):
        raise too_large
    damaged = Refused(400, _("What arrived is damaged. Please go back to the form and send it again."))
    try:
        if not hasattr(request, "_files"):  # no middleware has read it yet
            request.upload_handlers = [MemoryOnlyUploadHandler(request)]
        return request.POST, request.FILES
    except RequestDataTooBig:
        raise too_large from None
    except (TooManyFieldsSent, TooManyFilesSent, MultiPartParserError, UnreadablePostError):
        raise damaged from None


def _take_in(request, page, data, files):
    current = services.shown_version(page)
    version = services.version_named(page, data.get(keys.VERSION, ""))
    if current is None:
        return _page(request, page, None, status=503, notice=_("What you typed was not sent."))
    if version is None:
        raise Refused(
            400, _("This form can't be taken in. Please open the page again and fill in the form there.")
        )
    _refuse_forged_consents(version, data)
    # By what was shown: a form that was changed and changed back is the same to who fetched it before.
    if version.sha256 != current.sha256:
        return _show_changed_wording(request, page, version, current, data, files)
    count = spam.count_post(request)
    form = VisitorForm(version, data, files, uid=form_uid(page))
    if count > conf.get("FORMS_RATE_HARD"):
        message = _(
            "Too many messages came from your connection. Nothing is lost: please wait ten minutes and send "
            "the form again."
        )
        response = _page(request, page, form.without_errors(), status=429, notice=message)
        response["Retry-After"] = conf.get("FORMS_RATE_WINDOW_SECONDS")
        return response
    if not form.is_valid():
        return _page(request, page, form, status=422)
    number, token = services.submit(form=form, data=data, count=count)
    thanks = page.reverse_subpage("thanks_route", [number, token])
    response = HttpResponseRedirect(page.get_url(request) + thanks)
    response.status_code = 303
    return _never_stored(response)


def _refuse_forged_consents(version, data):
    asked = {keys.consent_name(consent["purpose"]) for consent in version.snapshot["consents"]}
    if any(name.startswith(keys.CONSENT_PREFIX) and name not in asked for name in data):
        message = _(
            "This form came with a consent that it does not ask for. Please open the page again and fill it "
            "in there."
        )
        raise Refused(400, message)


def _show_changed_wording(request, page, version, current, data, files):
    """The form as it is now with all that was typed; a tick stays only where the words are the same."""
    data = data.copy()
    before = {consent["purpose"]: consent["sha256"] for consent in version.snapshot["consents"]}
    for consent in current.snapshot["consents"]:
        if before.get(consent["purpose"]) != consent["sha256"]:
            data.pop(keys.consent_name(consent["purpose"]), None)
    form = VisitorForm(current, data, files, uid=form_uid(page)).without_errors()
    message = _(
        "The form or what you agree to was changed while you were filling it in. Nothing was sent yet: "
        "please check it again and send it."
    )
    return _page(request, page, form, status=409, notice=message)


def _page(request, page, form, *, status=200, notice=""):
    context = page.get_context(request)
    context.update({"form": form, "notice": notice, "captcha_key": captcha.site_key()})
    response = _rendered(request, page.get_template(request), context, status)
    return response if status == 200 else _never_stored(response)


def _problem(request, page, status, message):
    context = page.get_context(request)
    context.update({"status": status, "title": _("The form was not sent"), "message": message})
    return _never_stored(_rendered(request, "forms_app/problem.html", context, status))


def _rendered(request, template, context, status=200):
    # Now, while the page's language is active: Wagtail would render after this view.
    return TemplateResponse(request, template, context, status=status).render()


def _never_stored(response):
    patch_cache_control(response, no_store=True, private=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def thanks_view(request, *, page, receipt, token=""):
    """Says that it arrived, with the receipt number and nothing personal.

    Whoever comes with the receipt's secret gets the link to it; before the intake it may not be there yet.
    """
    if request.method not in {"GET", "HEAD"}:
        raise Http404
    envelope = Envelope.objects.filter(receipt=receipt).only("state").first()
    if envelope is None:
        raise Http404
    with translation.override(page.locale.language_code):
        context = page.get_context(request)
        signed = receipts.by_token(token)
        is_ready = signed is not None and signed.number == receipt
        if is_ready or (receipts.TOKEN.fullmatch(token) and envelope.state != Envelope.State.TAKEN):
            context["receipt_url"] = reverse("receipt", args=[token])
        context.update({"receipt": receipt, "is_ready": is_ready})
        return _never_stored(_rendered(request, "forms_app/thanks.html", context))


@require_safe
def challenge(request):
    """A fresh proof-of-work challenge for forms.js."""
    return _never_stored(JsonResponse(spam.new_challenge()))


@require_safe
def slot_list(request, language, days):
    """The slots that can be booked now, for pages that were kept longer than the slots they list."""
    # Django keeps a catalogue for every language it is ever asked for.
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        groups = slots.slot_groups(days_ahead=days)
        return _never_stored(
            JsonResponse(
                {
                    "groups": [
                        {"label": day, "slots": [{"value": value, "label": label} for value, label in times]}
                        for day, times in groups
                    ]
                }
            )
        )
