"""The holiday calendar in the admin's settings."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.model import ModelViewSet

from .models import Holiday


class HolidayViewSet(ModelViewSet):
    model = Holiday
    icon = "calendar-alt"
    menu_label = _("Holiday calendar")
    add_to_settings_menu = True
    form_fields = ["date", "name", "is_working_day"]
    list_display = [
        "name",
        "date",
        "weekday",
        BooleanColumn("is_working_day", label=_("Worked"), sort_key="is_working_day"),
    ]
    list_per_page = 100
    list_filter = ["is_working_day"]
    search_fields = ["name"]
    ordering = ["date"]
    copy_view_enabled = False
    inspect_view_enabled = False


holidays = HolidayViewSet("rights_holidays", url_prefix="holidays")
