"""Blocks of this room that editors place on pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .services import totals


class DisclosureTotalsBlock(blocks.StructBlock):
    """How many demands of authorities there were each year, and what became of them."""

    heading = blocks.CharBlock(required=False, default="", max_length=160, label=_("Heading"))
    text = blocks.TextBlock(required=False, default="", label=_("Text"))

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["totals"] = totals()
        return context

    class Meta:
        icon = "table"
        label = _("Yearly totals of disclosures")
        description = _("How often authorities demanded personal data, and how often it was handed over.")
        template = "incidents/blocks/totals.html"
        preview_value = {
            "heading": "Cơ quan nhà nước yêu cầu dữ liệu",
            "text": "Mỗi yêu cầu được hai người xem xét trước khi chúng tôi cung cấp bất cứ điều gì.",
        }
