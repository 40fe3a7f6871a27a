"""The only table of the project package: which content generation the site is in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentChange(models.Model):
    """One row per change of what visitors may see; the rows' count and highest id are the generation.

    Rows are only ever added beside each other, so that two editors who publish at once never wait for
    one another, as they would for a counter's row (ADR 0003).
    """

    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("content change")
        verbose_name_plural = _("content changes")

    def __str__(self):
        return f"{self.pk}"
