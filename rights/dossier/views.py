"""Finding a person, and their screen."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy import disclosures, gate
from privacy.limits import is_held, open_restrictions
from vault import services as vault
from vault.access import holds
from vault.models import Person, SealedRecord

from .. import access, people, services
from ..errors import RightsError
from ..models.requests import Kind
from ..views.base import OfficerMixin
from . import contents
from .finding import MOST_FOUND, find_people
from .forms import AskedForm, FindForm, WhyForm

SEE_READ_LOG = "vault.see_read_log"
SEE_LEDGER = "privacy.see_ledger"


def letters_language(person):
    """The language the person last decided something in; the site's own if they never did."""
    last = gate.history(person.pseudonym).last()
    return last.language if last else settings.LANGUAGE_CODE


class PeopleMixin(OfficerMixin, WagtailAdminTemplateMixin):
    """A screen about people, with the admin's furniture."""

    header_icon = "user"
    list_crumb = {"url": reverse_lazy("people:find"), "label": pgettext_lazy("data subjects", "People")}


class FindView(PeopleMixin, FormView):
    """The search. What is looked for travels by POST, and what is found shows masks only."""

    form_class = FindForm
    template_name = "rights/dossier/find.html"
    page_title = pgettext_lazy("data subjects", "People")

    def form_valid(self, form):
        found = find_people(form.cleaned_data["term"])
        if len(found) == 1 and not found[0].is_mention:
            return HttpResponseRedirect(reverse("people:person", args=[found[0].pk]))
        masks = people.masks_of(found, by=self.request.user)
        for person in found:
            person.masks = masks.get(person.pk, [])
        return self.render_to_response(
            self.get_context_data(form=form, people=found, capped=len(found) == MOST_FOUND)
        )

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class PersonMixin:
    """The person named in the address."""

    @cached_property
    def person(self):
        return get_object_or_404(Person, pk=self.kwargs["pk"])

    @property
    def person_url(self):
        return reverse("people:person", args=[self.person.pk])


class PersonView(PersonMixin, PeopleMixin, TemplateView):
    """Everything about one person but the plaintext."""

    template_name = "rights/dossier/person.html"
    # The plaintext, where there is any: never kept beyond this view object.
    revealed = None

    def get_page_title(self):
        return _("Person %(id)s") % {"id": str(self.person.pseudonym)[:8]}

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, self.list_crumb, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        person, user = self.person, self.request.user
        kwargs.setdefault("why_form", WhyForm())
        kwargs.setdefault("asked_form", AskedForm(initial={"kind": Kind.DELETE}))
        found = contents.things(person)
        return super().get_context_data(
            person=person,
            masks=people.masks_of([person], by=user).get(person.pk, []),
            things=contents.fill(person, found, self.revealed) if self.revealed else found,
            is_revealed=self.revealed is not None,
            standings=contents.standings(person),
            readings=contents.readings(person),
            sees_names=holds(user, SEE_READ_LOG),
            proves=holds(user, SEE_LEDGER),
            restrictions=open_restrictions(person.pseudonym),
            on_hold=is_held(person),
            disclosures=disclosures.about(person, by=user),
            requests=person.privacy_requests.order_by("-received_at"),
            may_read=access.may_read(user),
            **kwargs,
        )


class ReadView(PersonView):
    """The same screen in plain text: only as the answer to a POST that says why, each time logged anew."""

    def allowed(self, user):
        return access.may_read(user)

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.person_url)

    def post(self, request, *args, **kwargs):
        form = WhyForm(request.POST)
        if self.person.erased_at:
            return HttpResponseRedirect(self.person_url)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(why_form=form), status=422)
        ids = {pk for thing in contents.things(self.person) for pk in thing.records}
        records = list(SealedRecord.objects.filter(pk__in=ids, person=self.person))
        self.revealed = vault.reveal_many(records, by=request.user, reason=form.cleaned_data["reason"])
        return self.render_to_response(self.get_context_data())


class AskedView(PersonMixin, PeopleMixin, FormView):
    """Enters what the person asks; an erasure goes on to its preview at once."""

    form_class = AskedForm
    http_method_names = ["post"]

    def form_valid(self, form):
        data = form.cleaned_data
        try:
            one = services.open_request(
                person=self.person,
                kind=data["kind"],
                source=data["source"],
                locale=letters_language(self.person),
                verified_at=timezone.now() if data["verified"] else None,
                by=self.request.user,
            )
        except RightsError as error:
            messages.error(self.request, str(error))
            return HttpResponseRedirect(self.person_url)
        one = one.duplicate_of or one
        erasing = one.kind == Kind.DELETE and one.verified_at and access.may_erase(self.request.user)
        return HttpResponseRedirect(reverse("rights:erase" if erasing else "rights:request", args=[one.pk]))

    def form_invalid(self, form):
        messages.error(self.request, _("Choose what they ask and how it came."))
        return HttpResponseRedirect(self.person_url)
