"""Decisions that need more than a button: to extend, to refuse, to erase."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from .. import access, clocks, clockwords, erasure, people, services, wording
from ..errors import RightsError
from ..forms import CorrectForm, EraseForm, ExtendForm, LanguageForm, RefuseForm
from ..models import Letter
from ..models.requests import Kind, Status
from .base import ProvenMixin, RequestMixin, ScreenMixin


def write_url(one, kind):
    """Where a letter of that kind is generated, in the person's language."""
    return f"{reverse('rights:write', args=[one.pk])}?kind={kind}&language={one.locale}"


class DecisionView(RequestMixin, ScreenMixin, FormView):
    """A form about a request; leads to the letter that tells the person."""

    letter = ""

    def dispatch(self, request, *args, **kwargs):
        access.require(access.may_work(request.user) and self.possible(self.privacy_request))
        return super().dispatch(request, *args, **kwargs)

    def possible(self, one):
        return one.is_open

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.privacy_request}

    def form_valid(self, form):
        try:
            message = self.decide(form.cleaned_data)
        except RightsError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, message)
        return HttpResponseRedirect(write_url(self.privacy_request, self.letter))

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        return super().get_context_data(one=self.privacy_request, back_url=self.request_url, **kwargs)


class ExtendView(DecisionView):
    form_class = ExtendForm
    template_name = "rights/extend.html"
    own_crumb = gettext_lazy("Extend the deadline")
    letter = Letter.Kind.EXTENSION

    def possible(self, one):
        # Who was erased can't be told of an extension, which the law asks for.
        return one.status == Status.OPEN and not one.person.erased_at

    def decide(self, data):
        services.extend(self.privacy_request, by=self.request.user, **data)
        return _("Deadline extended. Now tell the person, with the reason.")

    def get_context_data(self, **kwargs):
        one = self.privacy_request
        latest = clocks.latest_extension(one.kind, one.due_at, eu=one.eu)
        return super().get_context_data(
            present=clockwords.day(one.due_at), latest=clockwords.day(latest), **kwargs
        )


class RefuseView(DecisionView):
    form_class = RefuseForm
    template_name = "rights/refuse.html"
    own_crumb = gettext_lazy("Refuse")
    letter = Letter.Kind.REFUSAL

    def decide(self, data):
        services.refuse(self.privacy_request, by=self.request.user, **data)
        return _("Refused. Now tell the person, with the ground.")


class CorrectView(DecisionView):
    """Enters what is right about the person; they are told when all recipients have corrected it too."""

    form_class = CorrectForm
    template_name = "rights/correct.html"
    own_crumb = gettext_lazy("Correct the data")

    def allowed(self, user):
        return access.may_read(user)

    def possible(self, one):
        return one.kind == Kind.CORRECT and one.status == Status.OPEN and not one.executed_at

    def form_valid(self, form):
        try:
            services.correct(self.privacy_request, by=self.request.user, identity=form.cleaned_data)
        except RightsError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("Corrected."))
        return self.back()


class EraseView(ProvenMixin, DecisionView):
    """What an erasure would take, and the erasure itself, after proving again who is at the keyboard."""

    form_class = EraseForm
    template_name = "rights/erase.html"
    own_crumb = gettext_lazy("Erase the person")

    def allowed(self, user):
        return access.may_erase(user)

    def possible(self, one):
        asked = one.kind == Kind.DELETE and one.status == Status.OPEN and not one.executed_at
        return asked and access.may_erase(self.request.user)

    @property
    def language(self):
        """Of the letter: the one that was chosen, else the person's."""
        chosen = LanguageForm(self.request.GET)
        return chosen.cleaned_data["language"] if chosen.is_valid() else self.privacy_request.locale

    def get_initial(self):
        one = self.privacy_request
        subject, body = wording.compose(one, Letter.Kind.COMPLETION, self.language)
        return {
            "send_letter": services.has_email(one.person),
            "language": self.language,
            "subject": subject,
            "body": body,
        }

    def form_valid(self, form):
        one, user, data = self.privacy_request, self.request.user, form.cleaned_data
        try:
            services.erase_for(
                one,
                by=user,
                letter={name: data[name] for name in ("language", "subject", "body")}
                if data["send_letter"]
                else None,
            )
        except RightsError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        one.refresh_from_db()
        message = _("The person was erased for good.")
        if one.is_open:
            message = _(
                "The person was erased for good. The request ends when the recipients have confirmed."
            )
        messages.success(self.request, message)
        return self.back()

    def get_context_data(self, **kwargs):
        one = self.privacy_request
        return super().get_context_data(
            preview=erasure.preview(one.person),
            masks=people.masks_of([one.person], by=self.request.user).get(one.person_id, []),
            has_email=services.has_email(one.person),
            choose=LanguageForm(initial={"language": self.language}),
            open_tasks=one.tasks.filter(done_at=None).count(),
            **kwargs,
        )
