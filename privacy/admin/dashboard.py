"""The privacy officer's corner of the admin's first page: what is paused, what waits to be published.

Other parts add their figures to `figures`: a function of the user that returns a list of `Figure`, empty for
who may not see them.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise, cached_property
from wagtail import hooks
from wagtail.admin.ui.components import Component

from common.registry import Registry
from vault.access import holds

from ..collectors import paused, would_pause
from ..differences import compare
from ..models import REGISTERS, PolicyPage
from ..usage import page_edit_url

figures = Registry("figures for the privacy officer")
# Whoever was given one of these works for the promise.
OFFICER = (
    *(f"privacy.change_{model._meta.model_name}" for model in REGISTERS),
    "privacy.see_ledger",
    "privacy.manage_retention",
)


@dataclass(frozen=True)
class Figure:
    """One line: what it says (with its number), where it leads, and whether something is wrong."""

    label: str | Promise
    url: str = ""
    is_bad: bool = False


class OfficerPanel(Component):
    """What the officer has to know today. Names pages and register entries, never people."""

    name = "privacy_officer"
    order = 45
    template_name = "privacy/admin/officer_panel.html"

    def __init__(self, user):
        self.user = user

    def is_shown(self):
        return any(holds(self.user, permission) for permission in OFFICER)

    @cached_property
    def content(self):
        comparison = compare()
        stopped = paused()
        known = {each.url for each in stopped}
        is_different = comparison.version is not None and comparison.entries
        policy = PolicyPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
        return {
            "paused": stopped,
            "would_pause": [each for each in would_pause() if each.url not in known] if is_different else [],
            "comparison": comparison,
            "policy_url": page_edit_url(policy.pk) if policy else "",
            "figures": [figure for function in figures for figure in function(self.user)],
        }

    def get_context_data(self, parent_context):
        return self.content


@hooks.register("construct_homepage_panels")
def add_officer_panel(request, panels):
    panel = OfficerPanel(request.user)
    if panel.is_shown():
        panels.insert(0, panel)
