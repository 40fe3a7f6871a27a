"""The lists: what is open, with the most urgent first, and what is closed."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from .. import clockwords, people, services
from ..filters import ClosedFilterSet, OpenFilterSet
from ..models import PrivacyRequest
from .base import ScreenMixin

PAGE_SIZE = 50


class RequestColumn(TitleColumn):
    """What is asked, and by whom, masked."""

    cell_template_name = "rights/columns/request.html"


class TemplateColumn(Column):
    """A cell with a template of its own; it finds the request as `instance`."""

    def __init__(self, name, template, **kwargs):
        super().__init__(name, accessor="pk", **kwargs)
        self.cell_template_name = template


class ListView(ScreenMixin, BaseListingView):
    """What the lists share; each names its tab and its part of the requests."""

    template_name = "rights/list.html"
    results_template_name = "rights/list_results.html"
    page_title = _("Privacy requests")
    paginate_by = PAGE_SIZE
    verbose_name = _("privacy request")
    verbose_name_plural = _("privacy requests")
    default_ordering = ("-received_at", "-id")
    tab = None

    columns = [
        RequestColumn("request", label=_("Request"), accessor="pk", url_name="rights:request"),
        TemplateColumn("due", "rights/columns/due.html", label=_("Due first")),
        TemplateColumn("status", "rights/columns/status.html", label=_("Status")),
        TemplateColumn(
            "received", "rights/columns/received.html", label=_("Received"), sort_key="received_at"
        ),
        TemplateColumn("assignee", "rights/columns/assignee.html", label=_("Assigned to")),
    ]

    @property
    def index_url_name(self):
        return f"rights:{self.tab}"

    @property
    def index_results_url_name(self):
        return f"rights:{self.tab}_results"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_page_title(self):
        return self.page_title

    @property
    def header_buttons(self):
        return [HeaderButton(_("Enter a request"), url=reverse("rights:enter"), icon_name="plus")]

    def get_base_queryset(self):
        found = self.part(PrivacyRequest.objects.all())
        return found.select_related("assignee", "duplicate_of").prefetch_related("tasks")

    def get_table(self, object_list):
        masks = people.masks_of([one.person_id for one in object_list], by=self.request.user)
        now = timezone.now()
        for one in object_list:
            one.masks = masks.get(one.person_id, [])
            one.clock = clockwords.short(one, now)
        return super().get_table(object_list)

    def get_context_data(self, **kwargs):
        tabs = [("open", pgettext_lazy("requests", "Open")), ("closed", pgettext_lazy("requests", "Closed"))]
        return super().get_context_data(
            tabs=[
                {"url": reverse(f"rights:{name}"), "label": label, "current": name == self.tab}
                for name, label in tabs
            ],
            tab=self.tab,
            figures=services.figures(),
            **kwargs,
        )


class OpenView(ListView):
    tab = "open"
    filterset_class = OpenFilterSet

    def part(self, requests):
        return requests.filter(closed_at=None)

    def order_queryset(self, queryset):
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        return services.by_urgency(queryset)


class ClosedView(ListView):
    tab = "closed"
    filterset_class = ClosedFilterSet
    default_ordering = ("-closed_at", "-id")

    def part(self, requests):
        return requests.exclude(closed_at=None)
