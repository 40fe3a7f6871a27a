"""One incident: its clocks, facts, people, papers and notices on one screen, and the forms behind it."""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from .. import access, paperwork, services, severity
from ..forms import (
    AffectedForm,
    IncidentForm,
    PaperForm,
    PublicForm,
    ReasonForm,
    ReportForm,
    SeverityForm,
    UpdateForm,
    WaiverForm,
)
from ..models import Incident
from ..words import asked, countdown, described
from .base import DoorMixin, FormScreen, IncidentMixin, ScreenMixin

FACT_FIELDS = (
    "detected_at",
    "aware_at",
    "occurred_from",
    "occurred_to",
    "place",
    "act",
    "parties",
    "consequences",
    "measures",
    "processor",
    "processor_told_at",
)


class IncidentView(IncidentMixin, ScreenMixin, TemplateView):
    """Everything about one incident."""

    template_name = "incidents/incident.html"

    def get_page_title(self):
        return self.incident.code

    def crumbs(self):
        return [{"url": "", "label": self.incident.code}]

    def get_context_data(self, **kwargs):
        now = timezone.now()
        incident = services.for_clocks(Incident.objects.filter(pk=self.incident.pk)).get()
        countdowns = {clock.code: countdown(clock, now) for clock in services.clocks(incident)}
        waiting = services.unmet(incident, now)
        drafts = [paperwork.draft(incident, code) for code in paperwork.needed(incident)]
        return super().get_context_data(
            incident=incident,
            duties=[(duty, countdowns[duty.code]) for duty in incident.duties()],
            facts=self.facts(),
            open_questions=severity.unanswered(incident.answers),
            figures=services.affected_figures(incident),
            volume=paperwork.volume(incident),
            queries=[(query, asked(query)) for query in incident.queries.all()],
            drafts=drafts,
            missing=drafts[0].missing,
            languages=settings.LANGUAGES,
            reports=incident.reports.all(),
            papers=incident.papers.all(),
            notices=self.notices(),
            may_find_more=any(services.is_open_ended(query) for query in incident.queries.all()),
            updates=[(each, ReasonForm(auto_id=f"update{each.pk}_%s")) for each in incident.updates.all()],
            public_urls=public_urls(incident),
            events=described(incident.events.order_by("-at", "-id")),
            retain_until=incident.closed_at and services.retained_until(incident),
            report_form=ReportForm(initial={"sent_at": now}),
            paper_form=PaperForm(initial={"kind": "record"}),
            update_form=UpdateForm(),
            waivers=incident.waivers.all(),
            waiver_form=WaiverForm(waiting=waiting, auto_id="waiver_%s") if waiting else None,
            statuses=[status for status in Incident.Status if status != incident.status],
            may_read=access.may_read(self.request.user),
            **kwargs,
        )

    def notices(self):
        """The notices, each with how many people it did not reach yet."""
        waiting = services.unsettled(self.incident)
        notices = list(self.incident.notices.all())
        for notice in notices:
            notice.unsettled = waiting.get(notice.number, 0)
        return notices

    def facts(self):
        """[(label, value)] of what is known, in words."""
        rows = []
        for name in FACT_FIELDS:
            value = getattr(self.incident, name)
            if hasattr(value, "tzinfo"):
                value = paperwork.moment(value)
            if value:
                rows.append((capfirst(Incident._meta.get_field(name).verbose_name), value))
        kinds = ", ".join(paperwork.category_names(self.incident.data_categories))
        return [*rows, (_("Kinds of data"), kinds)] if kinds else rows


def public_urls(incident):
    """[(language's name, address of the public page in it)]."""
    urls = []
    for code, name in settings.LANGUAGES:
        with translation.override(code):
            urls.append((name, reverse("incident_status", args=[incident.code])))
    return urls


class AddView(FormScreen):
    """Recording a new one."""

    page_title = gettext_lazy("Record an incident")
    form_class = IncidentForm
    submit_button_label = gettext_lazy("Record")
    intro = gettext_lazy(
        "The clocks start at the first signal. Enter what you know now, even if it is little; "
        "the rest can follow."
    )
    home_url = property(lambda self: reverse("incidents:open"))

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Incident()}

    def save(self, form):
        self.created = services.open_incident(by=self.request.user, **form.cleaned_data)
        return _("%(code)s is recorded. Next: the severity test.") % {"code": self.created.code}

    def get_success_url(self):
        if hasattr(self, "created"):
            return reverse("incidents:severity", args=[self.created.code])
        return self.home_url


class FactsView(IncidentMixin, FormScreen):
    """Changing the facts."""

    page_title = gettext_lazy("Facts")
    form_class = IncidentForm

    def get_form_kwargs(self):
        # A copy: validating a model form writes into its instance.
        return super().get_form_kwargs() | {"instance": Incident.objects.get(pk=self.incident.pk)}

    def save(self, form):
        services.edit_incident(self.incident, by=self.request.user, **form.cleaned_data)
        return _("Saved.")


class SeverityView(IncidentMixin, FormScreen):
    """The severity test."""

    page_title = gettext_lazy("Severity test")
    form_class = SeverityForm
    intro = gettext_lazy(
        "What you don't know yet keeps every duty that could follow from it: the periods run from detection, "
        "and a duty that turns out not to exist falls away by itself."
    )

    def get_initial(self):
        return self.incident.answers

    def save(self, form):
        services.assess(self.incident, by=self.request.user, answers=form.cleaned_data)
        return _("Saved. The duties that follow are shown at the top.")


class PublicView(IncidentMixin, FormScreen):
    """What the public page says, and whether it is there."""

    page_title = gettext_lazy("Public page")
    form_class = PublicForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "words": self.incident.public_words,
            "initial": {"is_public": self.incident.is_public},
        }

    def save(self, form):
        services.set_public(
            self.incident,
            by=self.request.user,
            is_public=form.cleaned_data["is_public"],
            words=form.words,
        )
        return _("Saved.")


class AffectedView(IncidentMixin, FormScreen):
    """Who is affected: a query is previewed first, and kept by a second press."""

    page_title = gettext_lazy("Affected people")
    form_class = AffectedForm
    template_name = "incidents/affected.html"
    submit_button_label = gettext_lazy("Preview")

    def form_valid(self, form):
        try:
            if "keep" in self.request.POST:
                return self.keep(form)
            found = services.preview(kind=form.cleaned_data["kind"], params=form.params)
        except ValueError:
            form.add_error(None, _("This can't be asked in that way."))
            return self.form_invalid(form)
        known = set(self.incident.affected.values_list("person_id", flat=True))
        new = sum(person not in known for person in found.people)
        context = self.get_context_data(form=form, found=found, new=new, people=len(found.people))
        return self.render_to_response(context)

    def keep(self, form):
        query, new = services.save_affected(
            self.incident, by=self.request.user, kind=form.cleaned_data["kind"], params=form.params
        )
        text = _("%(people)d people found, %(new)d of them new.") % {"people": query.people, "new": new}
        messages.success(self.request, text)
        return HttpResponseRedirect(self.home_url)


class PrintView(IncidentMixin, DoorMixin, TemplateView):
    """A draft to print, in Vietnamese for filing or in English to read."""

    template_name = "incidents/print.html"

    def get(self, request, *args, paper, language, **kwargs):
        if paper not in paperwork.DRAFTS or language not in dict(settings.LANGUAGES):
            raise Http404
        with translation.override(language):
            context = {
                "draft": paperwork.draft(self.incident, paper),
                "incident": self.incident,
                "language": language,
                "today": timezone.localdate(),
                "is_copy": language != settings.LANGUAGE_CODE,
            }
            return self.render_to_response(context).render()
