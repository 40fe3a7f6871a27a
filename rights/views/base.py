"""What every screen of the requests shares: its door, its crumbs, the request it is about."""

from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .. import access
from ..models import PrivacyRequest
from ..panels import ICON


class OfficerMixin:
    """404 for whoever may not work requests. What is shown is nobody's to keep."""

    def dispatch(self, request, *args, **kwargs):
        access.require(self.allowed(request.user))
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    def allowed(self, user):
        return access.may_work(user)


class ScreenMixin(OfficerMixin, WagtailAdminTemplateMixin):
    """A screen with the admin's furniture."""

    header_icon = ICON
    list_crumb = {"url": reverse_lazy("rights:open"), "label": _("Privacy requests")}
    # The last crumb, where the screen has a name of its own below the request.
    own_crumb = ""

    def get_breadcrumbs_items(self):
        items = [*self.breadcrumbs_items, self.list_crumb]
        if "pk" in self.kwargs:
            items.append(
                {"url": self.request_url if self.own_crumb else "", "label": self.privacy_request.reference}
            )
        if self.own_crumb:
            items.append({"url": "", "label": self.own_crumb})
        return items

    def get_page_title(self):
        return self.own_crumb or self.privacy_request.reference


class ProvenMixin:
    """Asks again who is at the keyboard, before what can't be undone."""

    def dispatch(self, request, *args, **kwargs):
        access.require(self.allowed(request.user))
        if access.must_prove_again(request):
            if request.method == "POST":
                # The proof has run out: ask again first. What was typed is not kept in the session.
                return HttpResponseRedirect(request.path)
            raise ReauthenticationRequired
        return super().dispatch(request, *args, **kwargs)


class RequestMixin:
    """The request named in the address."""

    @cached_property
    def privacy_request(self):
        found = PrivacyRequest.objects.select_related("person", "record", "assignee", "duplicate_of")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def request_url(self):
        return reverse("rights:request", args=[self.privacy_request.pk])

    def back(self):
        return HttpResponseRedirect(self.request_url)
