"""The holiday calendar by which working days are counted; the officer keeps it up to date."""

from django.contrib import admin
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """A day that is off although it is a weekday, or worked although it is a weekend."""

    date = models.DateField(_("date"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_working_day = models.BooleanField(
        _("is a working day"),
        default=False,
        help_text=_("Tick it for a weekend day that is worked in exchange for a day off."),
    )

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holiday calendar")
        ordering = ["date"]

    def __str__(self):
        return f"{self.date:%d/%m/%Y} {self.name}"

    @admin.display(description=_("weekday"))
    def weekday(self):
        """The name of the day in the active language."""
        return date_format(self.date, "l")
