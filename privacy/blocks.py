"""Blocks of the policy: numbered sections, and tables that print the live registers."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Locale

from .models.registers import Channel, DataCategory, Purpose, Recipient, StoredItem

REGISTERS = {
    "purposes": (_("Purposes"), Purpose),
    "categories": (_("Data categories"), DataCategory),
    "recipients": (_("Recipients"), Recipient),
    "storage": (_("Cookies and storage"), StoredItem),
    "channels": (_("Channels"), Channel),
}
LEGAL_TEXT = ["h3", "bold", "italic", "ol", "ul", "link"]


class SectionBlock(blocks.StructBlock):
    """A headed part of the policy; its heading becomes an entry of the table of contents."""

    heading = blocks.CharBlock(label=_("heading"), max_length=160)
    text = blocks.RichTextBlock(label=_("text"), features=LEGAL_TEXT)

    class Meta:
        icon = "title"
        label = _("Section")
        description = _("A heading and its paragraphs and lists")
        template = "privacy/blocks/section.html"
        preview_value = {
            "heading": "Mục đích thu thập thông tin",
            "text": "<p>Chúng tôi chỉ dùng thông tin cho những mục đích sau:</p>"
            "<ul><li>trả lời câu hỏi của quý khách;</li><li>gọi lại theo yêu cầu.</li></ul>",
        }


class RegisterBlock(blocks.StructBlock):
    """A table printed from a live register, so that text and practice can't drift apart."""

    heading = blocks.CharBlock(label=_("heading"), max_length=160)
    register = blocks.ChoiceBlock(
        label=_("register"),
        choices=[(code, label) for code, (label, _model) in REGISTERS.items()],
        default="purposes",
    )
    text = blocks.RichTextBlock(label=_("text before the table"), features=LEGAL_TEXT, required=False)

    class Meta:
        icon = "table"
        label = _("Register")
        description = _("A table of one of the registers")
        template = "privacy/blocks/register.html"
        preview_value = {"heading": "Mục đích và thời hạn lưu giữ", "register": "purposes", "text": ""}

    def get_context(self, value, parent_context=None):
        """Adds `entries`: the register in the page's language, or the reader's outside a page."""
        context = super().get_context(value, parent_context)
        page = (parent_context or {}).get("page")
        locale = page.locale if page else Locale.get_active()
        _label, model = REGISTERS[value["register"]]
        context["entries"] = model.objects.filter(locale=locale).order_by("code")
        return context


class PolicyBody(blocks.StreamBlock):
    """The policy's text."""

    section = SectionBlock()
    register = RegisterBlock()
