"""Puts the confirming of changed accounts into the admin, and watches the one change that sends no signal."""

from django.contrib.auth import get_user_model
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.ui.components import Component

from vault.access import is_held_back

from . import access, custody, views
from .models import CustodyChange


@hooks.register("register_admin_urls")
def register_custody_urls():
    return [
        path("custody/", views.CustodyView.as_view(http_method_names=["get"]), name="staff_custody"),
        path(
            "custody/<int:pk>/",
            views.CustodyView.as_view(http_method_names=["post"]),
            name="staff_custody_confirm",
        ),
    ]


@hooks.register("register_log_actions")
def register_custody_actions(actions):
    actions.register_action(
        custody.CHANGED,
        gettext_lazy("Change an account with rights over personal data"),
        gettext_lazy("Changed an account with rights over personal data"),
    )
    actions.register_action(
        custody.CONFIRMED,
        gettext_lazy("Confirm a changed account"),
        gettext_lazy("Confirmed a changed account"),
    )


class CustodyPanel(Component):
    """An alarm for who confirms, and the reason for who waits."""

    name = "custody"
    order = 40
    template_name = "staff/custody_panel.html"

    def __init__(self, user):
        self.user = user

    @cached_property
    def waiting(self):
        if not access.may_confirm(self.user):
            return 0
        return custody.waiting().values("user").distinct().count()

    def is_shown(self):
        return bool(self.waiting) or is_held_back(self.user)

    def get_context_data(self, parent_context):
        return {"waiting": self.waiting}


@hooks.register("construct_homepage_panels")
def add_custody_panel(request, panels):
    panel = CustodyPanel(request.user)
    if panel.is_shown():
        panels.insert(0, panel)


@hooks.register("before_bulk_action")
def watch_bulk_activation(request, action_type, objects, action):
    """Wagtail's bulk action writes past the signals of accounts."""
    if action_type != "set_active_state" or action.model is not get_user_model():
        return
    is_active = action.cleaned_form.cleaned_data["mark_as_active"]
    pks = [user.pk for user in objects if user.is_active != is_active and user.pk != request.user.pk]
    custody.note(custody.under_watch().filter(pk__in=pks), CustodyChange.What.ACTIVE, actor=request.user)
