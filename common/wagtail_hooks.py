"""Wires the shared helpers into Wagtail's admin."""

from django.urls import path
from wagtail import hooks
from wagtail_localize.views.convert import convert_to_alias
from wagtail_localize.views.edit_translation import stop_translation

from . import translation_gate


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
