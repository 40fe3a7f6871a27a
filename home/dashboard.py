"""What the admin's first page says about the site frame."""

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from .models import CompanyIdentity

CHANGE = "home.change_companyidentity"
# Who answers for what the site says about its owner, without writing it.
PUBLISH_POLICY = "privacy.publish_policy"


class OwnerBlock(Component):
    """What the law wants to stand on the site about its owner and does not; for editors and the officer."""

    name = "owner_block"
    order = 60
    template_name = "home/admin/owner_block.html"

    def __init__(self, user):
        self.user = user

    @cached_property
    def incomplete(self):
        """The published identities, one for each language, that lack something."""
        live = CompanyIdentity.objects.filter(live=True).select_related("locale").order_by("pk")
        return [company for company in live if company.lacking]

    def is_shown(self):
        may_see = self.user.has_perm(CHANGE) or self.user.has_perm(PUBLISH_POLICY)
        return may_see and bool(self.incomplete)

    def get_context_data(self, parent_context):
        may_change = self.user.has_perm(CHANGE)
        return {
            "may_change": may_change,
            "companies": [
                {"company": company, "url": self._edit_url(company) if may_change else ""}
                for company in self.incomplete
            ],
        }

    @staticmethod
    def _edit_url(company):
        return reverse(company.snippet_viewset.get_url_name("edit"), args=[company.pk])
