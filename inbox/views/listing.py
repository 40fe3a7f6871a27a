"""The lists: what waits, what is done, what is held back, and what a search found."""

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView

from vault import services as vault

from .. import access, services, use
from ..filters import EnquiryFilterSet, HeldFilterSet, OpenFilterSet
from ..forms import SearchForm
from ..models import CLOCK_STATUSES, Enquiry
from .base import ScreenMixin

PAGE_SIZE = 50
MOST_FOUND = 100


class ContactColumn(TitleColumn):
    """Who it is from, masked."""

    cell_template_name = "inbox/columns/contact.html"


class TemplateColumn(Column):
    """A cell with a template of its own; it finds the enquiry as `instance`."""

    def __init__(self, name, template, **kwargs):
        super().__init__(name, accessor="pk", **kwargs)
        self.cell_template_name = template


def overdue_first(queryset):
    """Late ones first, the newest first among them and among the rest."""
    late = When(due_at__lt=timezone.now(), status__in=CLOCK_STATUSES, then=Value(0))
    return queryset.annotate(urgency=Case(late, default=Value(1), output_field=IntegerField())).order_by(
        "urgency", "-created_at", "-id"
    )


class ListView(ScreenMixin, BaseListingView):
    """What the lists share; each names its tab and its part of the enquiries."""

    template_name = "inbox/list.html"
    results_template_name = "inbox/list_results.html"
    page_title = _("Inbox")
    paginate_by = PAGE_SIZE
    filterset_class = EnquiryFilterSet
    verbose_name = _("enquiry")
    verbose_name_plural = _("enquiries")
    default_ordering = ("-created_at", "-id")
    tab = None

    columns = [
        ContactColumn(
            "contact",
            label=_("Sender"),
            accessor="pk",
            url_name="inbox:enquiry",
        ),
        TemplateColumn("channel", "inbox/columns/channel.html", label=_("Channel")),
        TemplateColumn("age", "inbox/columns/age.html", label=_("Received"), sort_key="created_at"),
        TemplateColumn("status", "inbox/columns/status.html", label=_("Status")),
        TemplateColumn("assignee", "inbox/columns/assignee.html", label=_("Assigned to")),
        TemplateColumn("due", "inbox/columns/due.html", label=_("Due"), sort_key="due_at"),
    ]

    @property
    def index_url_name(self):
        return f"inbox:{self.tab}"

    @property
    def index_results_url_name(self):
        return f"inbox:{self.tab}_results"

    def get_base_queryset(self):
        return self.part(Enquiry.objects.all()).select_related("assignee", "person", "form_version")

    def get_table(self, object_list):
        masked = vault.masked([enquiry.record_id for enquiry in object_list], by=self.request.user)
        now, languages = timezone.now(), dict(settings.LANGUAGES)
        stopped = use.stopped_among(object_list)
        is_officer = access.is_officer(self.request.user)
        for enquiry in object_list:
            enquiry.is_stopped = enquiry.pk in stopped
            masks = {} if enquiry.is_stopped and not is_officer else masked[enquiry.record_id]
            known = [masks[name] for name in ("name", "email", "phone") if masks.get(name)]
            enquiry.contact, enquiry.contact_more = known[0] if known else enquiry.receipt, known[1:]
            enquiry.locale_name = languages.get(enquiry.locale, enquiry.locale)
            enquiry.overdue = enquiry.is_overdue(now)
            enquiry.due_words = naturaltime(enquiry.due_at) if enquiry.due_at else ""
        return super().get_table(object_list)

    @cached_property
    def figures(self):
        return services.figures()

    def tabs(self):
        """The lists that this user may see, with what is in them where that number means work."""
        tabs = [("open", pgettext_lazy("enquiries", "Open"), None), ("done", _("Done"), None)]
        if access.may_review(self.request.user):
            tabs.append(("held", _("Held for review"), self.figures["held"]))
        return [
            {"url": reverse(f"inbox:{name}"), "label": label, "count": count, "current": name == self.tab}
            for name, label, count in tabs
        ]

    def get_context_data(self, **kwargs):
        kwargs.setdefault("person_form", SearchForm())
        return super().get_context_data(
            tabs=self.tabs(), missing=sum(services.envelope_figures().values()), tab=self.tab, **kwargs
        )


class OpenView(ListView):
    tab = "open"
    filterset_class = OpenFilterSet

    def part(self, enquiries):
        return enquiries.filter(closed_at=None, quarantined=False)

    def order_queryset(self, queryset):
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        return overdue_first(queryset)


class DoneView(ListView):
    tab = "done"

    def part(self, enquiries):
        return enquiries.filter(status="done", quarantined=False)


class HeldView(ListView):
    tab = "held"
    filterset_class = HeldFilterSet

    def allowed(self, user):
        return access.may_review(user)

    def part(self, enquiries):
        return enquiries.filter(quarantined=True)


class SearchView(ListView):
    """The enquiries of whoever has this e-mail, phone number or name. By POST, so that no address tells."""

    tab = "search"
    index_url_name = "inbox:search"
    index_results_url_name = None
    filterset_class = None
    paginate_by = None

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(reverse("inbox:open"))

    def post(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs)

    @cached_property
    def person_form(self):
        return SearchForm(self.request.POST)

    def get_queryset(self):
        if not self.person_form.is_valid():
            return Enquiry.objects.none()
        found = services.search(self.person_form.cleaned_data["term"])
        visible = access.visible(self.request.user, found)
        visible = visible.select_related("assignee", "person", "form_version")
        return visible.order_by("-created_at", "-id")[:MOST_FOUND]

    def get_context_data(self, **kwargs):
        return super().get_context_data(person_form=self.person_form, most_found=MOST_FOUND, **kwargs)
