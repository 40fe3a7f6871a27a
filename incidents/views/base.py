"""What the screens share: the door, the crumbs, forms and actions."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .. import access
from ..models import Disclosure, Incident

ICON, DISCLOSURES_ICON = "warning", "upload"


@reauthentication_required
def prove_anew(request):
    """Sends a colleague who did not prove lately who they are to do so; then the same POST goes on."""


class DoorMixin:
    """404 for whoever may not enter."""

    def dispatch(self, request, *args, **kwargs):
        access.require(self.allowed(request.user))
        return super().dispatch(request, *args, **kwargs)

    def allowed(self, user):
        return access.may_manage(user)


class ScreenMixin(DoorMixin, WagtailAdminTemplateMixin):
    """A screen with the admin's furniture."""

    header_icon = ICON
    list_crumb = {"url": reverse_lazy("incidents:open"), "label": gettext_lazy("Incidents")}

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, self.list_crumb, *self.crumbs()]

    def crumbs(self):
        return [{"url": "", "label": self.get_page_title()}]


class IncidentMixin:
    """The incident named in the address."""

    @cached_property
    def incident(self):
        return get_object_or_404(Incident, code=self.kwargs["code"])

    @property
    def home_url(self):
        return reverse("incidents:incident", args=[self.incident.code])

    def crumbs(self):
        own = {"url": self.home_url, "label": self.incident.code}
        return [own, {"url": "", "label": self.get_page_title()}]


class DisclosureMixin:
    """The disclosure named in the address."""

    header_icon = DISCLOSURES_ICON
    list_crumb = {"url": reverse_lazy("incidents:disclosures"), "label": gettext_lazy("Disclosures")}

    @cached_property
    def disclosure(self):
        return get_object_or_404(Disclosure, code=self.kwargs["code"])

    @property
    def home_url(self):
        return reverse("incidents:disclosure", args=[self.disclosure.code])

    def crumbs(self):
        own = {"url": self.home_url, "label": self.disclosure.code}
        return [own, {"url": "", "label": self.get_page_title()}]


class FormScreen(ScreenMixin, FormView):
    """A screen that is one form. `save(form)` acts and may return a message."""

    template_name = "incidents/form.html"
    submit_button_label = gettext_lazy("Save")
    intro = ""

    def get_success_url(self):
        return self.home_url

    def form_valid(self, form):
        message = self.save(form)
        if message:
            messages.success(self.request, message)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form):
        messages.error(self.request, _("Not saved: please see the marked fields."))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit_button_label=self.submit_button_label,
            action_url=self.request.path,
            cancel_url=self.get_success_url(),
            intro=self.intro,
            **kwargs,
        )


class ActionView(DoorMixin, View):
    """Does one thing by POST and goes back to the screen it was asked from."""

    http_method_names = ["post"]
    # For what leaves the house or can't be taken back.
    proves_anew = False

    def post(self, request, *args, **kwargs):
        if self.proves_anew:
            prove_anew(request)
        done = self.act()
        if isinstance(done, HttpResponse):
            return done
        if done:
            messages.success(request, done)
        return HttpResponseRedirect(self.home_url)

    def refuse(self, message):
        messages.error(self.request, message)

    def valid(self, form):
        """The form if it is valid; otherwise its first error is told and None returned."""
        if form.is_valid():
            return form
        field, errors = next(iter(form.errors.items()))
        label = form.fields[field].label if field in form.fields else ""
        self.refuse(f"{label}: {errors[0]}" if label else errors[0])
        return None


class TemplateColumn(Column):
    """A cell with a template of its own; it finds the row as `instance`."""

    def __init__(self, name, template, **kwargs):
        super().__init__(name, accessor="pk", **kwargs)
        self.cell_template_name = template


def download(name, content):
    """`content` as a file that no browser runs and nothing keeps."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store, private"
    return response
