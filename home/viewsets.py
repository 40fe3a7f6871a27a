"""The admin's screens for the site frame: one menu, and one entry per language instead of a list to fill."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from .models import Announcement, CallToAction, CompanyIdentity, Footer, Navigation


class OnlyOneCreateView(CreateView):
    """Where the language has its piece already, "Add" opens that one."""

    def dispatch(self, request, *args, **kwargs):
        wanted = request.GET.get("locale")
        locale = Locale.objects.filter(language_code=wanted).first() or Locale.get_default()
        existing = self.model.objects.filter(locale=locale).first()
        if existing and request.method == "GET":
            return redirect(reverse(self.edit_url_name, args=[existing.pk]))
        return super().dispatch(request, *args, **kwargs)


class FrameViewSet(SnippetViewSet):
    """What the pieces have in common."""

    add_view_class = OnlyOneCreateView
    list_display = ["__str__", "locale"]


class CompanyIdentityViewSet(FrameViewSet):
    model = CompanyIdentity
    icon = "home"


class NavigationViewSet(FrameViewSet):
    model = Navigation
    icon = "list-ul"


class FooterViewSet(FrameViewSet):
    model = Footer
    icon = "collapse-down"


class CallToActionViewSet(FrameViewSet):
    model = CallToAction
    icon = "pick"


class AnnouncementViewSet(FrameViewSet):
    model = Announcement
    icon = "info-circle"


class FrameViewSetGroup(SnippetViewSetGroup):
    """Everything that stands around the pages."""

    items = (
        CompanyIdentityViewSet,
        NavigationViewSet,
        FooterViewSet,
        CallToActionViewSet,
        AnnouncementViewSet,
    )
    menu_label = _("Site frame")
    menu_name = "site-frame"
    menu_icon = "grip"
    menu_order = 300
