"""Wires the ledger's screens into the admin: addresses, menu items, the officer's figure."""

from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .. import access
from ..health import health
from ..looking_up import LOOKED_UP
from . import ledger_views as views
from .dashboard import Figure, figures

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("verify/", views.VerifyView.as_view(), name="verify"),
    path("find/", views.FindView.as_view(), name="find"),
    path("proof/<uuid:subject>/<slug:purpose>/", views.ProofView.as_view(), name="proof"),
    path("checkpoints/<int:pk>/", views.CheckpointView.as_view(), name="checkpoint"),
    path("calls/", views.CallerView.as_view(), name="caller"),
    path("calls/<uuid:pk>/", views.CallView.as_view(), name="call"),
]


@hooks.register("register_admin_urls")
def register_ledger_urls():
    return [path("ledger/", include((urlpatterns, "privacy_ledger")))]


class LedgerMenuItem(MenuItem):
    """The ledger, for who may prove decisions."""

    def is_shown(self, request):
        return access.may_see_ledger(request.user)


class CallMenuItem(MenuItem):
    """Recording what was said on the phone, for who takes calls."""

    def is_shown(self, request):
        return access.may_record_calls(request.user)


@hooks.register("register_privacy_menu_item")
def register_ledger_menu_item():
    return LedgerMenuItem(
        gettext_lazy("Consent ledger"),
        reverse_lazy("privacy_ledger:home"),
        name="consent-ledger",
        icon_name=views.ICON,
        order=255,
    )


@hooks.register("register_admin_menu_item")
def register_call_menu_item():
    return CallMenuItem(
        gettext_lazy("Record a call"),
        reverse_lazy("privacy_ledger:caller"),
        name="record-call",
        icon_name=views.CALL_ICON,
        order=70,
    )


@hooks.register("register_log_actions")
def register_ledger_actions(actions):
    actions.register_action(
        LOOKED_UP, gettext_lazy("Look up decisions"), gettext_lazy("Looked up somebody's decisions")
    )


def ledger_figures(user):
    """Whether the ledger is sound, on the officer's panel."""
    if not access.may_see_ledger(user):
        return []
    found = health()
    url = reverse("privacy_ledger:home")
    if found["ledger_ok"] is False:
        label = _("The consent ledger does not verify: %(count)d problems.")
        return [Figure(label % {"count": found["ledger_problems"]}, url, is_bad=True)]
    if found["checkpoint_late"]:
        label = _("No checkpoint of the consent ledger for %(hours)d hours: is the worker running?")
        return [Figure(label % {"hours": found["checkpoint_hours"]}, url, is_bad=True)]
    return []


figures.register("ledger", ledger_figures)
