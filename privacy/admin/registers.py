"""The registers in the admin: lists that say what is used and what is published, forms, deletion."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, InspectView, SnippetViewSet, SnippetViewSetGroup

from ..differences import compare
from ..models import REGISTERS, Channel, DataCategory, PolicyPage, Purpose, Recipient, StoredItem
from ..panels import standing_of
from ..usage import edit_url, page_edit_url, refusal, uses, uses_of


class UsesColumn(Column):
    """The first uses of each entry, with links."""

    cell_template_name = "privacy/admin/uses_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["value"] = context["raw_value"]
        context["more"] = max(0, len(context["value"]) - 3)
        return context


class StateColumn(Column):
    """Whether the published policy has the entry as it stands here."""

    cell_template_name = "privacy/admin/state_cell.html"


class LanguagesColumn(Column):
    """The languages that an entry has words in, each leading to them."""

    cell_template_name = "privacy/admin/languages_cell.html"


class RegisterIndexView(IndexView):
    """One row for each entry, in the site's own language; says at the top what publishing would change.

    The filter of languages shows the rows of another one.
    """

    template_name = "privacy/admin/register_index.html"

    @cached_property
    def comparison(self):
        return compare()

    @cached_property
    def translations(self):
        """{code: rows}, the site's own language first."""
        found = {}
        for row in self.model.objects.select_related("locale").order_by("code", "pk"):
            found.setdefault(row.code, []).append(row)
        for rows in found.values():
            rows.sort(key=lambda row: row.locale.language_code != settings.LANGUAGE_CODE)
        return found

    def get_base_queryset(self):
        rows = super().get_base_queryset()
        if self.request.GET.get("locale"):
            return rows
        return rows.filter(pk__in=[each[0].pk for each in self.translations.values()])

    @cached_property
    def columns(self):
        found = uses(self.model)
        differing = self.comparison.of(self.model._meta.model_name)
        return [
            *super().columns,
            LanguagesColumn(
                "languages",
                label=_("Languages"),
                accessor=lambda entry: [
                    (row.locale.language_code, edit_url(row)) for row in self.translations.get(entry.code, [])
                ],
            ),
            UsesColumn(
                "uses",
                label=_("Used by"),
                accessor=lambda entry: [use for use in found.get(entry.code, []) if use.holds],
            ),
            StateColumn(
                "state",
                label=_("Published"),
                accessor=lambda entry: getattr(differing.get(entry.code), "label", ""),
            ),
        ]

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        policy = PolicyPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
        return context | {
            "comparison": self.comparison,
            "pending": list(self.comparison.of(self.model._meta.model_name).values()),
            "policy_url": page_edit_url(policy.pk) if policy else "",
        }


class RegisterInspectView(InspectView):
    """The entry as it stands, with its uses."""

    template_name = "privacy/admin/register_inspect.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | standing_of(self.object)


def flag(name, label):
    """A column that says yes, and stays quiet where the answer is no."""
    return Column(
        name,
        label=capfirst(label),
        sort_key=name,
        accessor=lambda entry: gettext("yes") if getattr(entry, name) else "–",
    )


class RegisterViewSet(SnippetViewSet):
    """What the registers have in common."""

    index_view_class = RegisterIndexView
    inspect_view_class = RegisterInspectView
    index_template_name = "privacy/admin/register_index.html"
    inspect_template_name = "privacy/admin/register_inspect.html"
    delete_template_name = "privacy/admin/confirm_delete.html"
    search_fields = ["name", "code"]
    ordering = ["code"]
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields_exclude = ["id", "translation_key", "locale", "latest_revision"]
    list_per_page = 50


class PurposeViewSet(RegisterViewSet):
    model = Purpose
    icon = "list-ul"
    list_display = [
        "name",
        "code",
        "legal_basis_label",
        "retention_label",
        flag("is_marketing", _("marketing")),
    ]
    list_filter = ["legal_basis", "is_marketing", "is_sensitive"]
    search_fields = ["name", "code", "description"]


class DataCategoryViewSet(RegisterViewSet):
    model = DataCategory
    icon = "folder-open-inverse"
    list_display = ["name", "code", "get_field_types_display", flag("is_sensitive", _("sensitive data"))]
    list_filter = ["is_sensitive"]
    search_fields = ["name", "code", "description"]


class RecipientViewSet(RegisterViewSet):
    model = Recipient
    icon = "group"
    list_display = ["name", "code", "country", "first_transfer_on", "dossier_filed_on"]
    list_filter = ["country"]
    search_fields = ["name", "code", "reason"]


class StoredItemViewSet(RegisterViewSet):
    model = StoredItem
    icon = "download"
    list_display = [
        "name",
        "key",
        "kind_label",
        "lifetime_label",
        flag("essential", _("strictly necessary")),
        "surface_label",
    ]
    list_filter = ["kind", "surface", "essential", "party"]
    search_fields = ["name", "code", "key", "reason"]


class ChannelViewSet(RegisterViewSet):
    model = Channel
    icon = "redirect"
    list_display = ["name", "code"]
    search_fields = ["name", "code", "description"]


class PrivacyGroup(SnippetViewSetGroup):
    """Shown to whoever may see or edit one of the registers."""

    menu_label = _("Privacy")
    menu_icon = "lock"
    menu_order = 250
    # Other parts of the promise put their screens here.
    submenu_hook = "register_privacy_menu_item"
    items = (PurposeViewSet, DataCategoryViewSet, RecipientViewSet, StoredItemViewSet, ChannelViewSet)


@hooks.register("before_delete_snippet")
def keep_what_is_used(request, instances):
    """Says what uses an entry and what to do, instead of deleting it."""
    refused = None
    for entry in (instance for instance in instances if isinstance(instance, REGISTERS)):
        if reason := refusal(entry, uses_of(entry)):
            messages.error(request, reason)
            refused = entry
    if refused is None:
        return None
    return redirect(type(refused).snippet_viewset.get_url_name("list"))


@hooks.register("after_delete_snippet")
def delete_the_translations(request, instances):
    """An entry means the same in every language: it goes in all of them."""
    for entry in (instance for instance in instances if isinstance(instance, REGISTERS)):
        type(entry).objects.filter(translation_key=entry.translation_key).delete()
