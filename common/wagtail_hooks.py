"""Wires the shared helpers into Wagtail's admin."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.views.convert import convert_to_alias
from wagtail_localize.views.edit_translation import stop_translation
from wagtail_localize.views.report import TranslationsReportView

from . import translation_editor, translation_gate


# Before wagtail-localize's own hook (order 0), which would show its editor.
@hooks.register("before_edit_page", order=-10)
def refuse_gaps_in_page(request, page):
    return translation_gate.refuse_gaps(request, page.specific)


@hooks.register("before_edit_snippet", order=-10)
def refuse_gaps_in_snippet(request, instance):
    return translation_gate.refuse_gaps(request, instance)


# Before wagtail-localize's own addresses (order 0), which these two stand for.
@hooks.register("register_admin_urls", order=-10)
def guard_ways_to_lose_a_translation():
    guard = translation_gate.require_right_to_publish
    return [
        path("localize/page/<int:page_id>/convert_to_alias/", guard(convert_to_alias)),
        path("localize/translate/<int:translation_id>/disable/", guard(stop_translation)),
    ]


def works_on_pages(user):
    """Whether any page is `user`'s to work on; sales and others have none."""
    return policy_registry.get_by_type(Page).explorable_root_instance(user) is not None


hooks.register("insert_editor_js", translation_editor.script)


# wagtail-localize shows its report, which names every page and snippet, to whoever may enter the admin.
@hooks.register("register_admin_urls", order=-10)
def keep_the_report_for_who_works_on_pages():
    address = "localize/reports/translations/"
    return [
        path(address, _for_pages(TranslationsReportView.as_view())),
        path(f"{address}results/", _for_pages(TranslationsReportView.as_view(results_only=True))),
    ]


def _for_pages(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not works_on_pages(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@hooks.register("construct_reports_menu")
def show_the_report_to_who_works_on_pages(request, menu_items):
    if not works_on_pages(request.user):
        report = reverse("wagtail_localize:translations_report")
        menu_items[:] = [item for item in menu_items if getattr(item, "url", "") != report]
