"""What every screen of the inbox shares: its door, its crumbs, the enquiry it is about."""

from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .. import access
from ..models import Enquiry
from ..panels import ICON


class InboxMixin:
    """404 for whoever may not work in the inbox."""

    def dispatch(self, request, *args, **kwargs):
        access.require(self.allowed(request.user))
        return super().dispatch(request, *args, **kwargs)

    def allowed(self, user):
        return access.may_work(user)


class ScreenMixin(InboxMixin, WagtailAdminTemplateMixin):
    """An inbox screen with the admin's furniture."""

    header_icon = ICON
    inbox_crumb = {"url": reverse_lazy("inbox:open"), "label": _("Inbox")}


class EnquiryMixin:
    """The enquiry named in the address; 404 for one that the user may not see."""

    @cached_property
    def enquiry(self):
        enquiries = access.visible(self.request.user, Enquiry.objects.all()).select_related(
            "person", "record", "form_version", "assignee"
        )
        return get_object_or_404(enquiries, pk=self.kwargs["pk"])
