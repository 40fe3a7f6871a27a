"""The ledger's screens: how it stands, whose decisions, the proof of one, and what was said on the phone."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vault import services as vault
from vault.access import is_withheld
from vault.models import Person

from .. import access, calls, looking_up, proving
from ..checkpoints import record_of
from ..errors import Undeclared
from ..health import health
from ..models import Checkpoint, ConsentEvent
from ..retention.forecast import purpose_name
from ..services import verify_ledger

ICON = "key"
CALL_ICON = "comment"
MOST_CHECKPOINTS = 30
MOST_TERM = 254
MOST_WORDS = 120


class Screen(WagtailAdminTemplateMixin, TemplateView):
    """A screen of the ledger with the admin's furniture; 404 for who may not, and kept by nobody."""

    header_icon = ICON
    crumb = {"url": reverse_lazy("privacy_ledger:home"), "label": gettext_lazy("Consent ledger")}

    def allowed(self, user):
        return access.may_see_ledger(user)

    def dispatch(self, request, *args, **kwargs):
        access.require(self.allowed(request.user))
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        return response

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, self.crumb, {"url": "", "label": self.get_page_title()}]

    def show(self, *, status=200, **context):
        return self.render_to_response(self.get_context_data(**context), status=status)


class HomeView(Screen):
    """How the ledger stands, its checkpoints, and the way to a proof."""

    template_name = "privacy/ledger/home.html"
    page_title = gettext_lazy("Consent ledger")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            health=health(),
            events=ConsentEvent.objects.count(),
            checkpoints=Checkpoint.objects.order_by("-pk")[:MOST_CHECKPOINTS],
            may_record=access.may_record_calls(self.request.user),
            **kwargs,
        )


class VerifyView(HomeView):
    """The same after everything was checked anew."""

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(reverse("privacy_ledger:home"))

    def post(self, request, *args, **kwargs):
        return self.show(report=verify_ledger())


class FindView(HomeView):
    """The people that a receipt number, an e-mail address or a phone number leads to; each look is logged."""

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(reverse("privacy_ledger:home"))

    def post(self, request, *args, **kwargs):
        term = request.POST.get("term", "").strip()[:MOST_TERM]
        if not term:
            return self.show(status=422, missing_term=True)
        found = looking_up.find(term, by=request.user, reason=str(_("Proof of a decision")))
        rows = [(each, [(code, purpose_name(code)) for code in each.purposes]) for each in found]
        return self.show(rows=rows, searched=True)


class ProofView(Screen):
    """One printable page: what one person was shown and decided about one purpose, and what proves it."""

    template_name = "privacy/ledger/proof.html"
    page_title = gettext_lazy("Proof of a decision")

    def get_context_data(self, **kwargs):
        subject, purpose = self.kwargs["subject"], self.kwargs["purpose"]
        proofs = proving.prove(subject, purpose)
        if not proofs:
            raise Http404
        person = Person.objects.filter(pseudonym=subject).first()
        if person is not None:
            reason = _("Proof of a decision")
            looking_up.note([person], by=self.request.user, reason=str(reason))
        return super().get_context_data(
            proofs=proofs,
            purpose_name=purpose_name(purpose),
            found=looking_up.described(person, by=self.request.user) if person else None,
            is_erased=person is None or person.erased_at is not None,
            all_fit=all(proof.ok for proof in proofs),
            by=self.request.user.get_full_name() or self.request.user.get_username(),
            **kwargs,
        )


class CheckpointView(View):
    """A checkpoint as a file, to keep elsewhere."""

    def get(self, request, pk):
        access.require(access.may_see_ledger(request.user))
        checkpoint = get_object_or_404(Checkpoint, pk=pk)
        response = JsonResponse(record_of(checkpoint))
        response["Content-Disposition"] = f'attachment; filename="ledger-checkpoint-{checkpoint.day}.json"'
        return response


class CallScreen(Screen):
    """For who takes calls."""

    header_icon = CALL_ICON
    page_title = gettext_lazy("Record a call")

    def allowed(self, user):
        return access.may_record_calls(user)

    def get_breadcrumbs_items(self):
        crumbs = [self.crumb] if access.may_see_ledger(self.request.user) else []
        return [*self.breadcrumbs_items, *crumbs, {"url": "", "label": self.page_title}]


class CallerView(CallScreen):
    """Who is calling: looked up by e-mail or phone, entered if nobody is found."""

    template_name = "privacy/ledger/caller.html"

    def post(self, request, *args, **kwargs):
        if "name" in request.POST:
            return self.enter(request)
        term = request.POST.get("term", "").strip()[:MOST_TERM]
        if not term:
            return self.show(status=422, missing_term=True)
        found = looking_up.find(term, by=request.user, reason=str(_("Phone call")))
        if len(found) == 1 and found[0].person.erased_at is None:
            return self.go_on(found[0].person)
        return self.show(found=found, searched=True, term=term, is_email="@" in term)

    def enter(self, request):
        given = {name: request.POST.get(name, "").strip()[:MOST_TERM] for name in ("name", "email", "phone")}
        who = vault.Identifiers(**given)
        if not (who.email or who.phone):
            return self.show(status=422, searched=True, found=[], nobody=True, term="")
        person = vault.person_for(who)
        looking_up.note([person], by=request.user, reason=str(_("Phone call")))
        vault.note_identity(
            person, name=given["name"], email=who.email, phone=who.phone, language=settings.LANGUAGE_CODE
        )
        return self.go_on(person)

    def go_on(self, person):
        return HttpResponseRedirect(reverse("privacy_ledger:call", args=[person.pk]))


class CallView(CallScreen):
    """What to read out to this caller, and what they answer."""

    template_name = "privacy/ledger/call.html"

    @cached_property
    def person(self):
        return get_object_or_404(Person, pk=self.kwargs["pk"], erased_at=None)

    @cached_property
    def language(self):
        known = dict(settings.LANGUAGES)
        asked = self.request.POST.get("language") or self.request.GET.get("language", "")
        found = asked if asked in known else calls.language_of(self.person, settings.LANGUAGE_CODE)
        return found if found in known else settings.LANGUAGE_CODE

    def get_context_data(self, **kwargs):
        looking_up.note([self.person], by=self.request.user, reason=str(_("Phone call")))
        return super().get_context_data(
            person=self.person,
            found=looking_up.described(self.person, by=self.request.user),
            withheld=is_withheld(self.request.user, self.person),
            language=self.language,
            languages=settings.LANGUAGES,
            questions=calls.questions(self.person, self.language),
            most_reference=calls.MOST_REFERENCE,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        decision, purpose = request.POST.get("decision", ""), request.POST.get("purpose", "")
        if decision not in calls.DECISIONS:
            return self.refused(_("Choose what the caller said."), purpose)
        if decision != ConsentEvent.Decision.WITHDRAWN and not request.POST.get("read_out"):
            return self.refused(_("Read the words out first, and say so by the tick."), purpose)
        is_guardian = request.POST.get("speaker") == "guardian"
        relation = request.POST.get("relation", "").strip()[:MOST_WORDS]
        if is_guardian and not relation:
            return self.refused(_("Say what the guardian is to the person."), purpose)
        try:
            event = calls.record_call(
                person=self.person,
                purpose=purpose,
                decision=decision,
                language=self.language,
                digest=request.POST.get("wording", ""),
                by=request.user,
                call=request.POST.get("call", "").strip(),
                relation=relation if is_guardian else "",
            )
        except calls.WordingChanged:
            return self.refused(
                _("The wording was changed while you were talking. Please read the new words out."), purpose
            )
        except Undeclared:
            return self.refused(_("The policy in force does not have this purpose."), purpose)
        messages.success(
            request,
            _("Recorded in the ledger as entry %(number)d. It holds at once.") % {"number": event.seq},
        )
        address = reverse("privacy_ledger:call", args=[self.person.pk])
        return HttpResponseRedirect(f"{address}?language={self.language}")

    def refused(self, problem, purpose):
        return self.show(status=422, problem=problem, problem_at=purpose)
