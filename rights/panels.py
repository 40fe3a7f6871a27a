"""The requests where officers already look: in the menu and on the dashboard. Counts only, nobody's name."""

from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from . import access
from .services import figures

ICON = "tasks"


class RequestsMenuItem(MenuItem):
    """The requests with the number of those that are late or nearly so; only for who may work them."""

    def __init__(self):
        super().__init__(
            gettext_lazy("Privacy requests"),
            reverse_lazy("rights:open"),
            name="privacy-requests",
            icon_name=ICON,
            order=60,
        )

    def is_shown(self, request):
        return access.may_work(request.user)

    def render_component(self, request):
        counts = figures()
        due = counts["late"] + counts["soon"]
        label = _("Privacy requests (%(count)d)") % {"count": due} if due else str(self.label)
        return LinkMenuItem(self.name, label, str(self.url), icon_name=self.icon_name)


class RequestsPanel(Component):
    """How many requests are open, and how many late."""

    name = "privacy_requests"
    order = 60
    template_name = "rights/parts/dashboard.html"

    def __init__(self, user):
        self.user = user

    @cached_property
    def figures(self):
        return figures()

    def is_shown(self):
        return access.may_work(self.user) and bool(self.figures["open"])

    def get_context_data(self, parent_context):
        return {"figures": self.figures}
