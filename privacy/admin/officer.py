"""What the officer's own screens share: the admin's furniture, 404 for who may not, kept by nobody."""

from django.utils.cache import patch_cache_control
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vault.access import holds

from ..access import require

MANAGE = "privacy.manage_retention"


def may_manage(user):
    """Whether `user` was given the officer's permission; a superuser has it not by being one."""
    return holds(user, MANAGE)


class OfficerMixin:
    """Refuses everybody else and forbids keeping the answer."""

    def dispatch(self, request, *args, **kwargs):
        require(may_manage(request.user))
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        return response


class Screen(OfficerMixin, WagtailAdminTemplateMixin, TemplateView):
    """One screen of the officer's."""

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class OfficerMenuItem(MenuItem):
    """A menu item for who may open what it leads to."""

    def is_shown(self, request):
        return may_manage(request.user)
