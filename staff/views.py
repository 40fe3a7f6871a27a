"""Pages of signing in that are not allauth's, the confirming of changed accounts, and what is closed."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from . import access, custody, demo, services
from .models import CustodyChange


def closed(request, **kwargs):
    """In the place of what Wagtail offers and this site does not."""
    raise Http404


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def demo_sign_in(request, uid, token):
    """GET shows one button, POST signs in: whoever merely previews the link does not spend it.

    404 unless this is the demo and the client sits on the demo's machine.
    """
    if not settings.DEMO or not access.is_local(request):
        raise Http404
    user = demo.user_for(uid, token)
    with translation.override(translation.get_language_from_request(request)):
        if user is None:
            return render(request, "staff/demo_link_spent.html", status=410)
        if request.method == "POST":
            if services.sign_in_by_demo_link(request=request, user=user):
                return redirect("wagtailadmin_home")
            return render(request, "staff/demo_link_spent.html", status=410)
        return render(request, "staff/demo_sign_in.html", {"demo_user": user})


class CustodyView(WagtailAdminTemplateMixin, TemplateView):
    """Accounts with watched rights that were changed by somebody else; a colleague confirms each."""

    template_name = "staff/custody.html"
    page_title = gettext_lazy("Changed accounts")
    header_icon = "key"
    SHOWN = 50

    def dispatch(self, request, *args, **kwargs):
        access.require(access.may_confirm(request.user))
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        return response

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        changes = CustodyChange.objects.select_related("user", "by", "confirmed_by").order_by("-at", "-pk")
        accounts = {}
        for change in changes.open():
            accounts.setdefault(change.user, []).append(change)
        me = self.request.user
        waiting, watched = [], []
        for user, made in accounts.items():
            if not custody.is_watched(user):
                watched.append({"user": user, "changes": made})
                continue
            waiting.append(
                {
                    "user": user,
                    "changes": made,
                    "is_mine": me == user or any(change.by == me for change in made),
                    "is_above_me": not access.may_confirm_account(me, user),
                    "has_enrolled": services.has_enrolled(user),
                }
            )
        done = changes.exclude(confirmed_at=None)[: self.SHOWN]
        return super().get_context_data(waiting=waiting, watched=watched, done=done, **kwargs)

    def post(self, request, *args, **kwargs):
        """Confirms the changes that the page showed; 409 with the page anew when others are open by now."""
        user = get_object_or_404(get_user_model(), pk=kwargs["pk"])
        shown = request.POST.getlist("changes")
        try:
            is_confirmed = services.confirm_account(user=user, by=request.user, changes=shown)
        except services.ChangedSince:
            return self.render_to_response(self.get_context_data(has_changed=True, **kwargs), status=409)
        if is_confirmed:
            messages.success(request, _("Confirmed. The account has its rights now."))
        else:
            messages.error(request, _("You can't confirm this account."))
        return redirect("staff_custody")
