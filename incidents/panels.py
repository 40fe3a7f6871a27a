"""The registers where colleagues already look: in the menu and on the dashboard. Counts and codes only."""

from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from . import access
from .models import Incident
from .services import figures, for_clocks, nearest, waiting_for
from .views.base import DISCLOSURES_ICON, ICON
from .words import countdown


class RegisterMenuItem(MenuItem):
    """A register with the number of entries that wait."""

    def __init__(self, label, url, name, icon_name, order, figure, allowed):
        super().__init__(label, url, name=name, icon_name=icon_name, order=order)
        self.figure, self.allowed = figure, allowed

    def is_shown(self, request):
        return self.allowed(request.user)

    def render_component(self, request):
        count = figures()[self.figure]
        label = str(self.label)
        if count:
            label = _("%(label)s (%(count)d)") % {"label": label, "count": count}
        return LinkMenuItem(self.name, label, str(self.url), icon_name=self.icon_name)


def menu_items():
    """The menu items of both registers."""
    return [
        RegisterMenuItem(
            gettext_lazy("Incidents"),
            reverse_lazy("incidents:open"),
            "incidents",
            ICON,
            260,
            "open",
            access.may_manage,
        ),
        RegisterMenuItem(
            gettext_lazy("Disclosures"),
            reverse_lazy("incidents:disclosures"),
            "disclosures",
            DISCLOSURES_ICON,
            261,
            "demands",
            access.may_see_disclosures,
        ),
    ]


class IncidentsPanel(Component):
    """Open incidents with their next deadline; only there while there are any."""

    name = "incidents"
    order = 30
    template_name = "incidents/parts/dashboard.html"

    def __init__(self, user):
        self.user = user

    @cached_property
    def incidents(self):
        now = timezone.now()
        found = list(for_clocks(Incident.objects.exclude(status=Incident.Status.CLOSED)))
        for incident in found:
            clock = nearest(incident, now)
            incident.countdown = clock and countdown(clock, now)
        return found

    def is_shown(self):
        return access.may_manage(self.user) and bool(self.incidents)

    def get_context_data(self, parent_context):
        return {"incidents": self.incidents}


class ApprovalsPanel(Component):
    """Demands whose second approval the colleague can give; only there while there are any."""

    name = "second_approvals"
    order = 29
    template_name = "incidents/parts/approvals.html"

    def __init__(self, user):
        self.user = user

    @cached_property
    def disclosures(self):
        return waiting_for(self.user)

    def is_shown(self):
        return bool(self.disclosures)

    def get_context_data(self, parent_context):
        return {"disclosures": self.disclosures}
