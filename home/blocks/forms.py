"""Blocks that place a form inside a page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from common.blocks import PageLinkBlock, localised

from .cards import heading_block


class FormPageBlock(PageLinkBlock):
    """One of the site's forms. The page type is not an argument, so that migrations don't depend on it."""

    def __init__(self, **kwargs):
        super().__init__(page_type="forms_app.FormPage", **kwargs)


class FormValue(blocks.StructValue):
    @property
    def form_page(self):
        """The form's page in the active language; None when it isn't live."""
        return localised(self.get("form"))


class FormBlock(blocks.StructBlock):
    heading = heading_block(required=False)
    text = blocks.TextBlock(required=False, default="", label=_("Text"))
    form = FormPageBlock(label=_("Form"))

    class Meta:
        icon = "form"
        label = _("Form")
        description = _("One of the site's forms, to be filled in right here.")
        template = "home/blocks/form.html"
        value_class = FormValue
        preview_value = {
            "heading": "Để chúng tôi gọi lại",
            "text": "Chọn giờ thuận tiện, trong giờ làm việc.",
        }


FORM_BLOCKS = [("form", FormBlock())]
