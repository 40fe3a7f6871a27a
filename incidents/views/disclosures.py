"""One demand of an authority: its facts, people, approvals and bundle."""

import datetime as dt

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name

from common.receipts import normalise_receipt
from vault import services as vault
from vault.models import Person, SealedRecord

from .. import access, disclosable, services
from ..forms import AuthorityPaperForm, DisclosureForm, PersonForm, RefusalForm
from ..models import Disclosure, Paper
from ..services.disclosures import FACTS
from ..words import described
from .actions import file_name, keep_paper
from .base import ActionView, DisclosureMixin, DoorMixin, FormScreen, ScreenMixin, download

State = Disclosure.State
MOST_FOUND = 10


class DisclosureView(DisclosureMixin, ScreenMixin, TemplateView):
    """Everything about one demand. Approvers see authority, basis and scope, and nobody's contact."""

    template_name = "incidents/disclosure.html"
    # Of which paper the answer to a POST says who asks for the data, and who.
    shown, requested_by = None, ""

    def allowed(self, user):
        return access.may_see_disclosures(user)

    def get_page_title(self):
        return self.disclosure.code

    def crumbs(self):
        return [{"url": "", "label": self.disclosure.code}]

    def get_context_data(self, **kwargs):
        disclosure, user = self.disclosure, self.request.user
        manages = access.may_manage(user)
        approvals = list(disclosure.approvals.select_related("user"))
        papers = list(disclosure.papers.all())
        for paper in papers:
            paper.requested_by = self.requested_by if paper.pk == self.shown else None
        return super().get_context_data(
            disclosure=disclosure,
            facts=self.facts(),
            people=self.people() if manages else [],
            people_count=disclosure.people.count(),
            coverage=services.coverage(disclosure),
            papers=papers,
            approvals=approvals,
            has_approved=any(approval.user_id == user.pk for approval in approvals),
            may_manage=manages,
            may_approve=access.may_approve(user) and disclosure.state in (State.DRAFT, State.FIRST),
            first_is_officer=not services.needs_officer([approval.user for approval in approvals]),
            second=[get_user_display_name(each) for each in services.second_approvers(disclosure)],
            lacks_officer=services.lacks_officer(disclosure, by=user),
            picture=services.picture(disclosure),
            may_read=access.may_read(user),
            waits_for_download=services.waits_for_download(disclosure, by=user),
            may_open_papers=access.may_read(user) or access.may_approve(user),
            events=described(disclosure.events.order_by("-at", "-id")),
            person_form=PersonForm(),
            refusal_form=RefusalForm(),
            **{"paper_form": AuthorityPaperForm(), **kwargs},
        )

    def facts(self):
        rows = []
        for name in FACTS:
            field = Disclosure._meta.get_field(name)
            value = getattr(self.disclosure, name)
            if field.choices:
                value = getattr(self.disclosure, f"get_{name}_display")()
            elif name == "kinds":
                labels = disclosable.kinds()
                value = "\n".join(str(labels.get(code, code)) for code in value)
            elif isinstance(value, dt.date):
                value = date_format(value, "SHORT_DATE_FORMAT")
            if value:
                rows.append((capfirst(field.verbose_name), value))
        return rows

    def people(self):
        entries = list(self.disclosure.people.select_related("person"))
        records = dict(
            SealedRecord.objects.filter(person__in=[e.person_id for e in entries], kind="identity")
            .order_by("created_at")
            .values_list("person_id", "pk")
        )
        masks = vault.masked(records.values(), by=self.request.user)
        for entry in entries:
            known = masks.get(records.get(entry.person_id), {})
            entry.contact = [known[name] for name in ("name", "phone", "email") if known.get(name)]
        return entries


class AddView(DisclosureMixin, FormScreen):
    """Recording a demand."""

    page_title = gettext_lazy("Record a demand")
    form_class = DisclosureForm
    submit_button_label = gettext_lazy("Record")
    home_url = property(lambda self: reverse("incidents:disclosures"))

    def crumbs(self):
        return [{"url": "", "label": self.page_title}]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Disclosure()}

    def save(self, form):
        self.created = services.draft(by=self.request.user, **form.cleaned_data)
        return _("%(code)s is recorded. Next: its paper, and whom it is about.") % {"code": self.created.code}

    def get_success_url(self):
        if hasattr(self, "created"):
            return reverse("incidents:disclosure", args=[self.created.code])
        return self.home_url


class EditView(DisclosureMixin, FormScreen):
    """Changing a draft."""

    page_title = gettext_lazy("The demand")
    form_class = DisclosureForm

    def dispatch(self, request, *args, **kwargs):
        access.require(self.allowed(request.user) and self.disclosure.may_change)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Disclosure.objects.get(pk=self.disclosure.pk)}

    def save(self, form):
        services.edit_disclosure(self.disclosure, by=self.request.user, **form.cleaned_data)
        return _("Saved.")


class StepView(DisclosureMixin, ActionView):
    """A step that may not be possible any more, because a colleague took another one meanwhile."""

    def act(self):
        try:
            return self.step()
        except services.NotAllowedNow:
            return self.refuse(self.refusal())

    def refusal(self):
        return _("This step is not possible now. It may have been done already, by you or by a colleague.")


class PaperAddView(StepView):
    """Seals the demand's paper. What was typed beside a file that is refused stays on the screen."""

    # The screen that follows a refusal has this address; asked for anew, it is the demand's.
    http_method_names = ["get", "post"]

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.home_url)

    def step(self):
        form = AuthorityPaperForm(self.request.POST, self.request.FILES)
        done = None
        if self.valid(form):
            named = {"requested_by": form.cleaned_data["requested_by"]}
            done = keep_paper(self, self.disclosure, form, kind=Paper.Kind.AUTHORITY, **named)
        return done or self.page_with(paper_form=form)

    def page_with(self, **context):
        page = DisclosureView()
        page.setup(self.request, **self.kwargs)
        response = page.render_to_response(page.get_context_data(**context), status=422)
        # It holds a name that is kept sealed otherwise.
        response["Cache-Control"] = "no-store, private"
        return response


class PaperView(DisclosureMixin, ActionView):
    """Opens the authority's paper, also for who approves it; the history says who did."""

    def allowed(self, user):
        return access.may_read(user) or access.may_approve(user)

    def act(self):
        paper = get_object_or_404(self.disclosure.papers, pk=self.kwargs["pk"])
        details, content = services.read_paper(paper, by=self.request.user)
        return download(file_name(self.disclosure.code, paper, details), content)


class RequestedByView(DisclosureView):
    """The same screen with who asks for the data: only as the answer to a POST, and logged like the paper."""

    def allowed(self, user):
        return access.may_read(user) or access.may_approve(user)

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.home_url)

    def post(self, request, *args, **kwargs):
        paper = get_object_or_404(self.disclosure.papers, pk=self.kwargs["pk"])
        details = services.read_paper_details(paper, by=request.user)
        self.shown, self.requested_by = paper.pk, details.get("requested_by", "")
        response = self.render_to_response(self.get_context_data())
        response["Cache-Control"] = "no-store, private"
        return response


class PersonAddView(StepView):
    """Finds whom the demand is about, by what the authority knows of them."""

    def step(self):
        form = self.valid(PersonForm(self.request.POST))
        if form is None:
            return None
        found = find(form.cleaned_data["term"].strip())
        if not found:
            return self.refuse(_("Nobody is known by this."))
        if len(found) > 1:
            return self.refuse(
                _("Several people are known by this; use an e-mail address or a receipt number.")
            )
        added = services.add_person(self.disclosure, found[0], by=self.request.user)
        return _("Added.") if added else _("Already on the list.")


def find(term):
    """People by e-mail, phone number or receipt number, however it was typed; at most a few."""
    if "@" in term:
        return list(vault.find(email=term)[:MOST_FOUND])
    people = []
    if number := normalise_receipt(term):
        subjects = services.subjects_of_receipts([number]).values()
        people = list(Person.objects.filter(pseudonym__in=subjects, erased_at=None))
    return people or list(vault.find(phone=term)[:MOST_FOUND])


class PersonRemoveView(StepView):
    def step(self):
        services.remove_person(self.disclosure, self.kwargs["pk"], by=self.request.user)
        return _("Taken from the list.")


class ApproveView(StepView):
    proves_anew = True

    def allowed(self, user):
        return access.may_approve(user)

    def step(self):
        shown = self.request.POST.get("shown", "")
        try:
            services.approve(self.disclosure, by=self.request.user, shown=shown)
        except services.NotShown:
            return self.refuse(
                _(
                    "Not approved: something about this demand changed since you opened it. This is how it "
                    "is now: please look through it again."
                )
            )
        if any(user.email for user in services.second_approvers(self.disclosure)):
            return _("Your approval is noted. Who can give the second one is told by e-mail.")
        return _("Your approval is noted.")

    def refusal(self):
        return _(
            "Not possible: the paper, the people and the data to hand over have to be there, and two "
            "different people approve, one of them a privacy officer."
        )


class ReturnView(StepView):
    def allowed(self, user):
        return access.may_see_disclosures(user)

    def step(self):
        services.return_to_draft(self.disclosure, by=self.request.user)
        return _("It is a draft again.")


class RefuseView(StepView):
    def step(self):
        form = self.valid(RefusalForm(self.request.POST))
        if form:
            services.refuse(self.disclosure, by=self.request.user, reason=form.cleaned_data["reason"])
            return _("The refusal is noted.")
        return None


class SealView(StepView):
    proves_anew = True

    def allowed(self, user):
        return access.may_read(user)

    def step(self):
        services.seal_bundle(self.disclosure, by=self.request.user)
        return _("The bundle is sealed.")


class HandOverView(StepView):
    """Hands the bundle over. The page that follows fetches the file, once."""

    proves_anew = True

    def allowed(self, user):
        return access.may_read(user)

    def step(self):
        services.hand_over(self.disclosure, by=self.request.user)
        return _("The bundle is handed over. Its download begins by itself.")

    def refusal(self):
        if self.disclosure.state == State.HANDED:
            return _("This was done already: the bundle is handed over.")
        return super().refusal()


class BundleView(DisclosureMixin, DoorMixin, View):
    """The file of a bundle that was handed over, once. The page asks for it, hence by GET."""

    http_method_names = ["get"]

    def allowed(self, user):
        return access.may_read(user)

    def get(self, request, *args, **kwargs):
        try:
            content = services.take_bundle(self.disclosure, by=request.user)
        except services.NotAllowedNow:
            messages.error(request, _("The bundle was downloaded already, which is possible once only."))
            return HttpResponseRedirect(self.home_url)
        return download(f"{self.disclosure.code}.zip", content)
