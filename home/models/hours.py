"""The company's opening hours, as an editor keeps them."""

from datetime import date, time, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField

from common import hours
from home import panels

WEEKDAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]
MAX_CLOSURE = timedelta(days=366)


class OpenSpanBlock(blocks.StructBlock):
    """From when to when somebody answers, on some weekdays."""

    days = blocks.MultipleChoiceBlock(choices=WEEKDAYS, label=_("Days"))
    opens = blocks.TimeBlock(label=_("From"))
    closes = blocks.TimeBlock(label=_("Until"))

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["opens"] >= cleaned["closes"]:
            raise blocks.StructBlockValidationError(
                block_errors={"closes": ValidationError(_("This must be later than the beginning."))}
            )
        return cleaned

    class Meta:
        icon = "time"
        label = _("Open")
        description = _("From when to when somebody answers; leave the lunch break out with two of these.")
        preview_value = {"days": ["0", "1"], "opens": time(8), "closes": time(12)}


class ClosureBlock(blocks.StructBlock):
    """A holiday, or several days in a row."""

    name = blocks.CharBlock(max_length=80, label=_("Occasion"))
    first = blocks.DateBlock(label=_("First day"))
    last = blocks.DateBlock(required=False, label=_("Last day"), help_text=_("Empty: a single day."))

    def clean(self, value):
        cleaned = super().clean(value)
        last = cleaned.get("last") or cleaned["first"]
        if not timedelta() <= last - cleaned["first"] <= MAX_CLOSURE:
            raise blocks.StructBlockValidationError(
                block_errors={
                    "last": ValidationError(_("This must be on or after the first day, within a year."))
                }
            )
        return cleaned

    class Meta:
        icon = "date"
        label = _("Closed")
        description = _("A public holiday or other days without anybody at the telephone.")
        preview_value = {"name": "Quốc khánh", "first": date(2027, 9, 2), "last": date(2027, 9, 3)}


@register_setting(icon="time")
class OpeningHours(BaseGenericSetting):
    """Callback slots and due times follow these hours, on the clock of Asia/Ho_Chi_Minh."""

    week = StreamField([("open", OpenSpanBlock())], blank=True, verbose_name=_("weekly hours"))
    closures = StreamField([("closed", ClosureBlock())], blank=True, verbose_name=_("closed days"))
    slot_minutes = models.PositiveSmallIntegerField(
        _("length of a callback slot"), default=30, choices=[(n, str(n)) for n in (15, 20, 30, 60)]
    )

    panels = panels.OPENING_HOURS

    class Meta:
        verbose_name = _("opening hours")

    def as_hours(self) -> hours.OpeningHours:
        """These hours as the rest of the software reckons with them."""
        week: dict[int, tuple] = {}
        for span in self.week:
            for day in span.value["days"]:
                week[int(day)] = (*week.get(int(day), ()), (span.value["opens"], span.value["closes"]))
        return hours.OpeningHours(
            week=week,
            closed=frozenset(day for closure in self.closures for day in _days(closure.value)),
            slot_length=timedelta(minutes=self.slot_minutes),
        )


def _days(closure) -> list[date]:
    last = closure["last"] or closure["first"]
    return [closure["first"] + timedelta(days=n) for n in range((last - closure["first"]).days + 1)]


def company_hours() -> hours.OpeningHours:
    """The hours an editor saved; office hours until then. Never writes, so that a page view can ask."""
    saved = OpeningHours.objects.first()
    return saved.as_hours() if saved else hours.DEFAULT_HOURS
