"""Alarms of the guards: what the site was kept from doing, and what the settings would make it do."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail import hooks

from ..guards import alarms, conf, cookies, outgoing
from ..models import GuardAlarm
from .dashboard import Figure, figures
from .officer import OfficerMenuItem, OfficerMixin, Screen, may_manage

ROWS = 200


class AlarmsView(Screen):
    """Open alarms first, then those that somebody saw to."""

    template_name = "privacy/board/alarms.html"
    page_title = gettext_lazy("Guard alarms")
    header_icon = "warning"

    def get_context_data(self, **kwargs):
        opened = alarms.open_alarms()
        done = GuardAlarm.objects.exclude(pk__in=opened.values("pk"))
        return super().get_context_data(
            alarms=opened.order_by("-last_seen")[:ROWS],
            done=done.order_by("-last_seen")[:ROWS],
            missing=cookies.undeclared_essentials(),
            refused=[(self.names().get(what, what), host) for what, host, _port in outgoing.undeclared()],
            own_hosts=sorted(outgoing.own_hosts()),
            mode=conf.get("PRIVACY_OUTGOING"),
            **kwargs,
        )

    def names(self):
        return {"mail": _("Mail"), "storage": _("Storage"), "captcha": _("Captcha")}


class AcknowledgeView(OfficerMixin, View):
    """Says that somebody saw to an alarm; it opens again when the thing happens again."""

    http_method_names = ["post"]

    def post(self, request, pk):
        if not alarms.acknowledge(pk):
            raise Http404
        messages.success(request, _("Noted. The alarm opens again if this happens once more."))
        return HttpResponseRedirect(reverse("privacy_alarms"))


@hooks.register("register_admin_urls")
def register_alarm_urls():
    return [
        path("alarms/", AlarmsView.as_view(), name="privacy_alarms"),
        path("alarms/<int:pk>/", AcknowledgeView.as_view(), name="privacy_alarm"),
    ]


@hooks.register("register_privacy_menu_item")
def register_alarm_menu_item():
    return OfficerMenuItem(
        gettext_lazy("Guard alarms"),
        reverse_lazy("privacy_alarms"),
        name="guard-alarms",
        icon_name="warning",
        order=251,
    )


def alarm_figures(user):
    """Open alarms, and staff cookies that the policy should list, on the officer's panel."""
    if not may_manage(user):
        return []
    found, url = [], reverse("privacy_alarms")
    if count := alarms.open_alarms().count():
        label = ngettext(
            "%(count)d undeclared cookie or connection was stopped.",
            "%(count)d undeclared cookies or connections were stopped.",
            count,
        )
        found.append(Figure(label % {"count": count}, url, is_bad=True))
    if missing := cookies.undeclared_essentials():
        label = _("The policy does not list cookies that staff need: %(names)s.")
        found.append(Figure(label % {"names": ", ".join(missing)}, url, is_bad=True))
    return found


figures.register("alarms", alarm_figures)
