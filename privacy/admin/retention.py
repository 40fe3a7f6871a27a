"""What deletion will do and did, and what keeps it from somebody's data: for the privacy officer."""

from django import forms
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import include, path, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from vault.access import holds, let_see_masks

from .. import limits, looking_up, retention
from ..models import LegalHold, RetentionRun
from ..personal_data import sources
from ..retention import conf, tasks
from ..retention.forecast import purpose_name
from ..retention.running import CHORE, WARNING
from .dashboard import Figure, figures

MANAGE = "privacy.manage_retention"
ICON = "bin"
RUNS = 10
FEWEST_LETTERS = 3
PLACED, LIFTED = "privacy.hold_placed", "privacy.hold_lifted"

let_see_masks(MANAGE)


def words(value):
    """A reason that says something."""
    if sum(map(str.isalnum, value)) < FEWEST_LETTERS:
        raise forms.ValidationError(_("Please say in a few words why."))


class HoldForm(forms.Form):
    """Whose data must stay, and why. Only ever sent by POST."""

    term = forms.CharField(
        label=gettext_lazy("E-mail, phone number or receipt number"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        validators=[words],
        help_text=gettext_lazy("The case or claim. Name nobody: it stays in the log."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class LiftForm(forms.Form):
    reason = forms.CharField(max_length=200, validators=[words])


class ManagerMixin:
    """404 for whoever may not manage retention. What is shown is nobody's to keep."""

    def dispatch(self, request, *args, **kwargs):
        if not holds(request.user, MANAGE):
            raise Http404
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response


class OverviewView(ManagerMixin, WagtailAdminTemplateMixin, TemplateView):
    """What goes when, what went, and the legal holds."""

    template_name = "privacy/retention/overview.html"
    page_title = gettext_lazy("Deletion by period")
    header_icon = ICON
    hold_form = None

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @cached_property
    def spans(self):
        return sorted({conf.get("RETENTION_WARN_DAYS"), conf.get("RETENTION_PREVIEW_DAYS")})

    def get_context_data(self, **kwargs):
        lines = retention.forecast(*self.spans)
        return super().get_context_data(
            lines=lines,
            spans=self.spans,
            totals=[retention.totals(lines, days) for days in (0, *self.spans)],
            held=sum(line.held for line in lines),
            runs=[described(run) for run in RetentionRun.objects.all()[:RUNS]],
            is_running=retention.is_running(),
            hour=conf.get("RETENTION_HOUR"),
            holds=self.holds(),
            hold_form=self.hold_form or HoldForm(),
            **kwargs,
        )

    def holds(self):
        found = list(limits.open_holds().select_related("person"))
        for hold in found:
            hold.masks = looking_up.described(hold.person, by=self.request.user).masks
        return found


class RunView(ManagerMixin, View):
    """Begins a run now; the worker does it."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        retention.start()
        tasks.run_now.enqueue()
        messages.success(request, _("The deletion was started. Its counts appear below as it goes on."))
        return HttpResponseRedirect(reverse("privacy_retention:overview"))


class PlaceView(OverviewView):
    """Places a legal hold on everybody whom the address, number or receipt leads to."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        self.hold_form = form = HoldForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        reason = form.cleaned_data["reason"].strip()
        found = looking_up.find(form.cleaned_data["term"], by=request.user, reason=_("Legal hold"))
        people = [each.person for each in found if each.person.erased_at is None]
        if not people:
            form.add_error("term", _("Nobody was found under that."))
            return self.render_to_response(self.get_context_data(), status=422)
        for person in people:
            hold = limits.place_hold(person, reason=reason, by=request.user)
            log(instance=hold, action=PLACED, user=request.user, data={"reason": reason})
        messages.success(
            request,
            ngettext(
                "The data of %(count)d person is held: nothing of it is deleted or erased.",
                "The data of %(count)d people is held: nothing of it is deleted or erased.",
                len(people),
            )
            % {"count": len(people)},
        )
        return HttpResponseRedirect(reverse("privacy_retention:overview"))


class LiftView(ManagerMixin, View):
    """Ends a hold, with a reason."""

    http_method_names = ["post"]

    def post(self, request, *args, pk, **kwargs):
        hold = get_object_or_404(LegalHold, pk=pk)
        form = LiftForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Say in a few words why the hold is lifted. It still stands."))
        elif limits.lift_hold(hold, by=request.user):
            log(
                instance=hold,
                action=LIFTED,
                user=request.user,
                data={"reason": form.cleaned_data["reason"].strip()},
            )
            messages.success(
                request, _("The hold is lifted. What fell due meanwhile goes with the next deletion.")
            )
        return HttpResponseRedirect(reverse("privacy_retention:overview"))


def described(run):
    """A run with its counts in words and in sum."""
    labels = {source.code: source.label for source in sources}
    run.lines, run.deleted, run.held, run.failed = [], 0, 0, 0
    for key, counts in sorted(run.counts.items()):
        source, purpose, group = (key.split("/", 2) + ["", ""])[:3]
        if key == WARNING or source == CHORE:
            continue
        run.deleted += counts.get("deleted", 0)
        run.held += counts.get("held", 0)
        run.failed += counts.get("failed", 0)
        run.lines.append(
            {
                "source": labels.get(source, source),
                "purpose": purpose_name(purpose),
                "group": group,
                "deleted": counts.get("deleted", 0),
                "held": counts.get("held", 0),
                "failed": counts.get("failed", 0),
            }
        )
    return run


def soon(user):
    """How much goes within the next days, and whether deletion is late, on the officer's panel."""
    if not holds(user, MANAGE):
        return []
    url = reverse("privacy_retention:overview")
    found = []
    last = RetentionRun.objects.exclude(finished_at=None).first()
    if last is not None and last.error_class:
        found.append(Figure(_("The last deletion did not get everything done."), url, is_bad=True))
    days = conf.get("RETENTION_WARN_DAYS")
    number = retention.totals(retention.forecast(days), days)
    if number:
        label = ngettext(
            "%(count)d thing will be deleted within %(days)d days",
            "%(count)d things will be deleted within %(days)d days",
            number,
        )
        found.append(Figure(label % {"count": number, "days": days}, url))
    return found


figures.register("retention", soon)

urlpatterns = [
    path("", OverviewView.as_view(), name="overview"),
    path("run/", RunView.as_view(), name="run"),
    path("holds/", PlaceView.as_view(), name="place"),
    path("holds/<int:pk>/lift/", LiftView.as_view(), name="lift"),
]


class RetentionMenuItem(MenuItem):
    """Shown to whoever manages retention."""

    def is_shown(self, request):
        return holds(request.user, MANAGE)


@hooks.register("register_admin_urls")
def register_retention_urls():
    return [path("retention/", include((urlpatterns, "privacy_retention"), namespace="privacy_retention"))]


@hooks.register("register_privacy_menu_item")
def register_retention_menu_item():
    return RetentionMenuItem(
        gettext_lazy("Deletion by period"),
        reverse_lazy("privacy_retention:overview"),
        name="retention",
        icon_name=ICON,
        order=256,
    )


@hooks.register("register_log_actions")
def register_hold_actions(actions):
    actions.register_action(PLACED, gettext_lazy("Place a legal hold"), gettext_lazy("Placed a legal hold"))
    actions.register_action(LIFTED, gettext_lazy("Lift a legal hold"), gettext_lazy("Lifted a legal hold"))
