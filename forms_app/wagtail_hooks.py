"""Hooks of the admin: a choice of presets for new forms, and Wagtail's own submission views closed."""

from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from wagtail import hooks

from . import presets
from .models import FormPage


@hooks.register("before_create_page")
def choose_preset(request, parent_page, page_class):
    """Asks what a new form shall start from, unless the address says so already."""
    presets.chosen.set(None)
    if page_class is not FormPage or request.method != "GET":
        return None
    code = request.GET.get("preset")
    if code == "empty":
        return None
    if code in presets.PRESETS:
        presets.chosen.set(code)
        return None
    return TemplateResponse(
        request,
        "forms_app/admin/choose_preset.html",
        {"presets": presets.PRESETS.values(), "parent_page": parent_page, "page_title": _("New form")},
    )


def closed(request, *args, **kwargs):
    """Nobody lists, exports or deletes what visitors sent outside the inbox, superusers included."""
    raise Http404


@hooks.register("register_admin_urls", order=-1)
def close_stock_submissions():
    return [path("forms/", closed), path("forms/<path:rest>", closed)]


@hooks.register("filter_form_submissions_for_user")
def no_stock_submissions(user, queryset):
    return queryset.none()


@hooks.register("construct_main_menu")
def no_stock_forms_item(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name != "forms"]
