"""The inbox where colleagues already look: in the menu and on the dashboard. Counts only, nobody's name."""

from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from . import access
from .services import figures, health

ICON = "mail"


class InboxMenuItem(MenuItem):
    """The inbox with the number of enquiries that nobody has read yet; only for who may work there."""

    def __init__(self):
        super().__init__(
            gettext_lazy("Inbox"), reverse_lazy("inbox:open"), name="inbox", icon_name=ICON, order=50
        )

    def is_shown(self, request):
        return access.may_work(request.user)

    def render_component(self, request):
        unread = figures()["unread"]
        label = _("Inbox (%(count)d)") % {"count": unread} if unread else str(self.label)
        return LinkMenuItem(self.name, label, str(self.url), icon_name=self.icon_name)


class InboxPanel(Component):
    """How many wait and how many are late."""

    name = "inbox"
    order = 50
    template_name = "inbox/parts/dashboard.html"

    def __init__(self, user):
        self.user = user

    def is_shown(self):
        return access.may_work(self.user)

    @cached_property
    def figures(self):
        return figures()

    def get_context_data(self, parent_context):
        return {
            "figures": self.figures,
            "may_review": access.may_review(self.user),
        }


class HealthPanel(Component):
    """What doesn't move, for who works the inbox and for who looks after the machine. Counts only."""

    name = "inbox_health"
    order = 40
    template_name = "inbox/parts/health.html"

    def __init__(self, user):
        self.user = user

    @cached_property
    def troubles(self):
        found = health()
        return {
            "missing": found["stuck_envelopes"] + found["failed_envelopes"],
            "unsent": found["unsent_notifications"],
        }

    def is_shown(self):
        return (access.may_work(self.user) or self.user.is_superuser) and any(self.troubles.values())

    def get_context_data(self, parent_context):
        return self.troubles
