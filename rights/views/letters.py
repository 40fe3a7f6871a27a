"""Letters: generated, edited, then mailed or printed. A stored one is shown only as the answer to a POST."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages

from privacy.controller import controller

from .. import access, clocks, services, wording
from ..errors import RightsError
from ..forms import ChooseLetterForm, LetterForm
from ..models import Letter
from ..services.letters import EDITABLE
from .base import OfficerMixin, RequestMixin, ScreenMixin

REASON = "privacy_letter"


class LetterScreen(RequestMixin, ScreenMixin, TemplateView):
    """The editor of one letter; `letter` is None for one that is not stored yet."""

    template_name = "rights/letter.html"
    own_crumb = gettext_lazy("Letter")
    letter = None

    def allowed(self, user):
        return access.may_read(user)

    def get_context_data(self, **kwargs):
        one = self.privacy_request
        return super().get_context_data(
            one=one,
            letter=self.letter,
            has_email=services.has_email(one.person),
            back_url=self.request_url,
            editable=self.letter is None or self.letter.state in EDITABLE,
            **kwargs,
        )

    def show(self, status=200, **kwargs):
        return self.render_to_response(self.get_context_data(**kwargs), status=status)

    def keep(self, form):
        """Stores what was edited, and mails or prints it if that button was pressed."""
        data, user = form.cleaned_data, self.request.user
        act = self.request.POST.get("act")
        access.require(act in {"draft", "mail", "print"})
        if act != "draft" and wording.is_unfinished(data["subject"], data["body"]):
            form.add_error("body", services.UNFINISHED)
            return self.show(form=form, status=422)
        try:
            letter = services.save_letter(self.privacy_request, by=user, letter=self.letter, **data)
            if act == "mail":
                services.mail_letter(letter, by=user)
        except RightsError as error:
            form.add_error(None, str(error))
            return self.show(form=form, status=422)
        if act == "print":
            return HttpResponseRedirect(letter_url(letter))
        messages.success(self.request, _("The letter is on its way.") if act == "mail" else _("Draft saved."))
        return self.back()


def letter_url(letter):
    return reverse("rights:letter", args=[letter.request_id, letter.pk])


class WriteView(LetterScreen):
    """GET shows the generated text, which names nobody; POST stores it."""

    def get(self, request, *args, **kwargs):
        one = self.privacy_request
        access.require(not one.person.erased_at)
        choose = ChooseLetterForm(request.GET or None, initial=self.suggestion())
        chosen = choose.cleaned_data if choose.is_bound and choose.is_valid() else self.suggestion()
        subject, body = wording.compose(one, chosen["kind"], chosen["language"])
        return self.show(
            form=LetterForm(initial={**chosen, "subject": subject, "body": body}),
            choose=ChooseLetterForm(initial=chosen),
            kind_label=Letter.Kind(chosen["kind"]).label,
        )

    def post(self, request, *args, **kwargs):
        form = LetterForm(request.POST)
        if not form.is_valid():
            return self.show(form=form, status=422)
        return self.keep(form)

    def suggestion(self):
        """The letter that is probably wanted now."""
        one = self.privacy_request
        if one.outcome == "refused":
            kind = Letter.Kind.REFUSAL
        elif not one.is_open:
            kind = Letter.Kind.COMPLETION
        elif not one.ack_sent_at:
            kind = Letter.Kind.ACKNOWLEDGEMENT
        else:
            kind = Letter.Kind.INFORMATION
        return {"kind": kind.value, "language": one.locale}


class OneLetterMixin:
    @cached_property
    def letter(self):
        found = Letter.objects.select_related("record")
        return get_object_or_404(found, pk=self.kwargs["letter"], request=self.privacy_request)


class LetterView(OneLetterMixin, LetterScreen):
    """GET shows what became of the letter; POST opens it, or stores what was edited."""

    def get(self, request, *args, **kwargs):
        return self.show(kind_label=self.letter.get_kind_display())

    def post(self, request, *args, **kwargs):
        if "body" in request.POST:
            form = LetterForm(request.POST)
            return self.keep(form) if form.is_valid() else self.show(form=form, status=422)
        text = services.read_letter(self.letter, by=request.user, reason=REASON)
        initial = {"kind": self.letter.kind, "language": self.letter.language, **(text or {})}
        return self.show(
            form=LetterForm(initial=initial), text=text, kind_label=self.letter.get_kind_display()
        )


class PrintView(OneLetterMixin, RequestMixin, OfficerMixin, View):
    """The letter as a page to print, with the person's name; noted as printed."""

    http_method_names = ["post"]

    def allowed(self, user):
        return access.may_read(user)

    def post(self, request, *args, **kwargs):
        if self.letter.is_unfinished:
            messages.error(request, services.UNFINISHED)
            return HttpResponseRedirect(letter_url(self.letter))
        text = services.read_letter(self.letter, by=request.user, reason=REASON)
        access.require(text is not None)
        address = services.read_address(self.privacy_request.person, by=request.user, reason=REASON)
        services.note_printed(self.letter, by=request.user)
        self.letter.refresh_from_db()
        language = self.letter.language
        day = clocks.local_day(self.letter.sent_at or self.letter.created_at)
        return render(
            request,
            "rights/print.html",
            {
                "one": self.privacy_request,
                "letter": self.letter,
                "text": text,
                "name": (address or {}).get("name", ""),
                "company": controller(language),
                "date": wording.long_date(day, language),
                "back_url": self.request_url,
            },
        )
