"""Entering a request that came by e-mail, phone or paper."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from .. import services
from ..forms import EnterForm
from .base import ScreenMixin


class EnterView(ScreenMixin, FormView):
    form_class = EnterForm
    template_name = "rights/enter.html"
    own_crumb = gettext_lazy("Enter a request")

    def get_initial(self):
        return {"received_at": timezone.localtime(), "locale": settings.LANGUAGE_CODE}

    def form_valid(self, form):
        data = form.cleaned_data
        one = services.enter_request(
            by=self.request.user,
            identity={name: data[name] for name in ("name", "email", "phone")},
            kind=data["kind"],
            source=data["source"],
            locale=data["locale"],
            text=data["text"],
            received_at=data["received_at"],
            verified=data["verified"],
            eu=data["eu"],
            purposes=data["purposes"],
        )
        if one.duplicate_of:
            messages.warning(
                self.request,
                _("The same is being worked on as %(reference)s; this one was linked to it.")
                % {"reference": one.duplicate_of.reference},
            )
        else:
            messages.success(self.request, _("The request was entered."))
        return HttpResponseRedirect(reverse("rights:request", args=[one.pk]))

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        return super().get_context_data(back_url=reverse("rights:open"), **kwargs)
