"""Blocks of the policy: headed sections, and tables that print the registers.

A table prints the working copy, because a policy version freezes both together: what stands in the published
text is what the site obeys.
"""

from django.utils.text import capfirst
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

    heading = blocks.CharBlock(label=capfirst(_("heading")), max_length=160)
    text = blocks.RichTextBlock(label=capfirst(_("text")), features=LEGAL_TEXT)

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
    """A table printed from a register, so that text and practice can't drift apart."""

    heading = blocks.CharBlock(label=capfirst(_("heading")), max_length=160)
    register = blocks.ChoiceBlock(
        label=capfirst(_("register")),
        choices=[(code, label) for code, (label, _model) in REGISTERS.items()],
        default="purposes",
    )
    text = blocks.RichTextBlock(
        label=capfirst(_("text before the table")), features=LEGAL_TEXT, required=False
    )

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
        register = value["register"] if value["register"] in REGISTERS else "purposes"
        context["table"] = f"privacy/blocks/registers/{register}.html"
        context["entries"] = entries_of(register, page.locale if page else Locale.get_active())
        return context


def entries_of(register, locale):
    """The working copy of one register in one language, with the names of what its codes point at."""
    _label, model = REGISTERS[register]
    entries = list(model.objects.filter(locale=locale).order_by("code"))
    return list(_COMPLETE.get(register, lambda entries, locale: entries)(entries, locale))


def _purposes(entries, locale):
    names = _names(DataCategory, locale)
    for entry in entries:
        entry.data = [names.get(code, code) for code in entry.data_categories]
        yield entry


def _categories(entries, locale):
    purposes = list(Purpose.objects.filter(locale=locale).order_by("code"))
    for entry in entries:
        entry.used_for = [purpose.name for purpose in purposes if entry.code in purpose.data_categories]
        yield entry


def _recipients(entries, locale):
    data, purposes = _names(DataCategory, locale), _names(Purpose, locale)
    for entry in entries:
        entry.data = [data.get(code, code) for code in entry.data_categories]
        entry.used_for = [purposes.get(code, code) for code in entry.purposes]
        served = " ".join(getattr(entry, name) for name in entry.DIRECTIVES)
        entry.serves_from = sorted(set(served.split()))
        entry.contacted_at = sorted(entry.hosts.split())
        yield entry


def _storage(entries, locale):
    names = _names(Recipient, locale)
    # What concerns visitors comes first.
    for entry in sorted(entries, key=lambda entry: entry.surface != StoredItem.Surface.PUBLIC):
        entry.third_party = names.get(entry.recipient, entry.recipient)
        yield entry


def _names(model, locale):
    return dict(model.objects.filter(locale=locale).values_list("code", "name"))


_COMPLETE = {
    "purposes": _purposes,
    "categories": _categories,
    "recipients": _recipients,
    "storage": _storage,
}


class PolicyBody(blocks.StreamBlock):
    """The policy's text."""

    section = SectionBlock()
    register = RegisterBlock()
