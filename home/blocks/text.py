"""Blocks of running text."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

# Headings start at the second level: the first is the page's title.
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]
PHRASE_FEATURES = ["bold", "italic", "link"]
ANSWER_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class RichTextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs with headings, lists and links.")
        template = "home/blocks/rich_text.html"
        preview_value = (
            "<h2>Chuyển website mà không gián đoạn</h2>"
            "<p>Chúng tôi sao chép website sang máy chủ mới, kiểm tra cùng bạn rồi mới đổi tên miền. "
            "Khách hàng của bạn <b>không nhận ra</b> điều gì.</p>"
        )


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"))
    source = blocks.CharBlock(required=False, default="", max_length=200, label=_("Who said it"))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("Somebody's words, set apart from the text.")
        template = "home/blocks/quote.html"
        preview_value = {
            "text": "Họ gọi lại đúng giờ đã hẹn và nói thật cái gì chúng tôi chưa cần mua.",
            "source": "Chủ một cửa hàng gốm",
        }


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        choices=[("note", _("Note")), ("good", _("Good to know")), ("warn", _("Warning"))],
        default="note",
        label=_("Tone"),
    )
    title = blocks.CharBlock(required=False, default="", max_length=120, label=_("Title"))
    text = blocks.RichTextBlock(features=ANSWER_FEATURES, label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("A short remark that should not be missed.")
        template = "home/blocks/callout.html"
        preview_value = {
            "tone": "note",
            "title": "Giá đã gồm VAT",
            "text": "<p>Bạn trả đúng số tiền ghi trên trang này.</p>",
        }


TEXT_BLOCKS = [("rich_text", RichTextBlock()), ("quote", QuoteBlock()), ("callout", CalloutBlock())]
