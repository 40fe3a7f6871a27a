"""Wires the registers into the admin, under a menu of their own."""

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Purpose, Recipient
from .services import forms_using


class PurposeViewSet(SnippetViewSet):
    model = Purpose
    icon = "list-ul"
    list_display = ["name", "code", "legal_basis_label", "retention_label", "is_marketing"]
    list_filter = ["legal_basis", "is_marketing", "is_sensitive"]
    search_fields = ["name", "code", "description"]
    ordering = ["code"]
    copy_view_enabled = False
    inspect_view_enabled = True


class RecipientViewSet(SnippetViewSet):
    model = Recipient
    icon = "group"
    list_display = ["name", "code", "country"]
    list_filter = ["country"]
    search_fields = ["name", "code", "reason"]
    ordering = ["code"]
    copy_view_enabled = False
    inspect_view_enabled = True


class PrivacyGroup(SnippetViewSetGroup):
    """Shown to whoever may see or edit one of the registers."""

    menu_label = gettext_lazy("Privacy")
    menu_icon = "lock"
    menu_order = 250
    items = (PurposeViewSet, RecipientViewSet)


register_snippet(PrivacyGroup)


@hooks.register("register_permissions")
def privacy_permissions():
    return Permission.objects.filter(content_type__app_label="privacy", codename="see_ledger")


@hooks.register("before_delete_snippet")
def keep_used_purposes(request, instances):
    """Says which live forms use a purpose, instead of deleting it."""
    for purpose in (instance for instance in instances if isinstance(instance, Purpose)):
        language = purpose.locale.language_code
        pages = [v.page.title for v in forms_using(purpose.code) if v.locale == language]
        if pages:
            messages.error(
                request,
                _("“%(purpose)s” can't be deleted: these live forms use it: %(pages)s.")
                % {"purpose": purpose, "pages": ", ".join(sorted(pages))},
            )
            return redirect(Purpose.snippet_viewset.get_url_name("list"))
    return None
