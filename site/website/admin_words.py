"""Labels that Wagtail's admin makes out of the names of columns and fields, so that no catalogue has them."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.workflows import WorkflowPagesFormSet
from wagtail.models import Page, Site
from wagtail.sites.views import IndexView as SiteListing
from wagtail.users.forms import PagePermissionsForm
from wagtail_localize.models import LocaleSynchronization


def install():
    """Gives them the models' own words, which are translated; called once, when the apps are ready."""
    for column in SiteListing.columns:
        if column.name in ("port", "site_name", "root_page"):
            column.label = capfirst(Site._meta.get_field(column.name).verbose_name)
    LocaleSynchronization._meta.get_field("sync_from").verbose_name = _("sync from")
    for form in (WorkflowPagesFormSet.form, PagePermissionsForm):
        form.base_fields["page"].label = capfirst(Page._meta.verbose_name)
