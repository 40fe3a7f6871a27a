"""The lists of incidents and of disclosures."""

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views.generic.base import BaseListingView

from .. import access, services
from ..models import Disclosure, Incident
from ..words import countdown
from .base import DISCLOSURES_ICON, ICON, ScreenMixin, TemplateColumn

PAGE_SIZE = 50


class RegisterView(ScreenMixin, BaseListingView):
    """What both lists share: a tab for what is open and one for what is over."""

    template_name = "incidents/list.html"
    results_template_name = "incidents/list_results.html"
    paginate_by = PAGE_SIZE
    tab = "open"
    tabs_of = ()
    add_url_name = add_label = None

    @property
    def index_url_name(self):
        return f"incidents:{self.tab}"

    @property
    def index_results_url_name(self):
        return f"incidents:{self.tab}_results"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        tabs = [
            {"url": reverse(f"incidents:{name}"), "label": label, "current": name == self.tab}
            for name, label in self.tabs_of
        ]
        may_add = access.may_manage(self.request.user)
        return super().get_context_data(
            tabs=tabs,
            tab=self.tab,
            register=self.register,
            add_url=reverse(self.add_url_name) if may_add else "",
            add_label=self.add_label,
            **kwargs,
        )


class OpenView(RegisterView):
    """Incidents being handled."""

    register = "incidents"
    page_title = _("Incidents")
    header_icon = ICON
    verbose_name_plural = _("incidents")
    default_ordering = ("-detected_at", "-id")
    tabs_of = (("open", pgettext_lazy("incidents", "Open")), ("closed", pgettext_lazy("incidents", "Closed")))
    add_url_name, add_label = "incidents:add", _("Record an incident")
    columns = [
        TitleColumn(
            "title", label=_("Incident"), get_url=lambda row: reverse("incidents:incident", args=[row.code])
        ),
        TemplateColumn("kind", "incidents/columns/kind.html", label=_("Kind")),
        TemplateColumn("clock", "incidents/columns/clock.html", label=_("Next deadline")),
        TemplateColumn("people", "incidents/columns/people.html", label=pgettext_lazy("column", "People")),
        TemplateColumn(
            "detected", "incidents/columns/detected.html", label=_("Detected"), sort_key="detected_at"
        ),
    ]

    def part(self, incidents):
        return incidents.exclude(status=Incident.Status.CLOSED)

    def get_base_queryset(self):
        incidents = self.part(Incident.objects.all()).annotate(people=Count("affected"))
        return services.for_clocks(incidents)

    def get_table(self, object_list):
        now = timezone.now()
        for incident in object_list:
            clock = services.nearest(incident, now) if incident.is_open else None
            incident.countdown = clock and countdown(clock, now)
            incident.people_shown = max(incident.people, incident.people_estimate or 0)
        return super().get_table(object_list)


class ClosedView(OpenView):
    tab = "closed"

    def part(self, incidents):
        return incidents.filter(status=Incident.Status.CLOSED)


class DisclosuresView(RegisterView):
    """Authorities' demands that wait for an answer."""

    register = "disclosures"
    tab = "disclosures"
    page_title = _("Disclosures")
    header_icon = DISCLOSURES_ICON
    verbose_name_plural = _("disclosures")
    default_ordering = ("-received_on", "-id")
    tabs_of = (
        ("disclosures", pgettext_lazy("disclosures", "Open")),
        ("answered", pgettext_lazy("disclosures", "Answered")),
    )
    add_url_name, add_label = "incidents:disclosure_add", _("Record a demand")
    columns = [
        TitleColumn(
            "code", label=_("Demand"), get_url=lambda row: reverse("incidents:disclosure", args=[row.code])
        ),
        TemplateColumn("authority", "incidents/columns/authority.html", label=_("Authority")),
        TemplateColumn("state", "incidents/columns/state.html", label=_("State")),
        TemplateColumn("people", "incidents/columns/people.html", label=pgettext_lazy("column", "People")),
        TemplateColumn(
            "received", "incidents/columns/received.html", label=_("Received"), sort_key="received_on"
        ),
    ]

    def allowed(self, user):
        return access.may_see_disclosures(user)

    def part(self, disclosures):
        return disclosures.exclude(state__in=[Disclosure.State.HANDED, Disclosure.State.REFUSED])

    def get_base_queryset(self):
        return self.part(Disclosure.objects.all()).annotate(people_shown=Count("people"))


class AnsweredView(DisclosuresView):
    tab = "answered"

    def part(self, disclosures):
        return disclosures.filter(state__in=[Disclosure.State.HANDED, Disclosure.State.REFUSED])
