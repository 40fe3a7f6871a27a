"""Blocks that set several small things side by side."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from common.blocks import ActionValue, IconBlock, PageLinkBlock


def heading_block(**kwargs):
    return blocks.CharBlock(max_length=160, default="", label=_("Heading"), **kwargs)


class CardBlock(blocks.StructBlock):
    icon = IconBlock(required=False, label=_("Icon"))
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.TextBlock(required=False, default="", label=_("Text"))
    price = blocks.CharBlock(required=False, default="", max_length=80, label=_("Price"))
    page = PageLinkBlock(required=False, label=_("Page"))
    link_label = blocks.CharBlock(required=False, default="", max_length=80, label=_("Link label"))

    class Meta:
        icon = "doc-empty"
        label = _("Card")
        value_class = ActionValue


class CardsBlock(blocks.StructBlock):
    heading = heading_block(required=False)
    intro = blocks.TextBlock(required=False, default="", label=_("Introduction"))
    cards = blocks.ListBlock(CardBlock(), min_num=1, label=_("Cards"))

    class Meta:
        icon = "grip"
        label = _("Cards")
        description = _("Services or topics as cards, each leading to a page, with a price where it has one.")
        template = "home/blocks/cards.html"
        preview_value = {
            "heading": "Bốn dịch vụ, một đầu mối",
            "intro": "Chọn đúng phần bạn cần.",
            "cards": [
                {
                    "icon": "layers",
                    "title": "Thiết kế website",
                    "text": "Bạn tự sửa được nội dung.",
                    "price": "từ 8.900.000 đ",
                },
                {
                    "icon": "server",
                    "title": "Hosting",
                    "text": "Ổ NVMe, sao lưu mỗi đêm.",
                    "price": "từ 59.000 đ/tháng",
                },
            ],
        }


class PointBlock(blocks.StructBlock):
    icon = IconBlock(required=False, label=_("Icon"))
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.TextBlock(required=False, default="", label=_("Text"))

    class Meta:
        icon = "check"
        label = _("Point")


class FeaturesBlock(blocks.StructBlock):
    heading = heading_block(required=False)
    intro = blocks.TextBlock(required=False, default="", label=_("Introduction"))
    items = blocks.ListBlock(PointBlock(), min_num=1, label=_("Features"))

    class Meta:
        icon = "list-ul"
        label = _("Features")
        description = _("What is included, point by point, with icons.")
        template = "home/blocks/features.html"
        preview_value = {
            "heading": "Gói nào cũng có",
            "items": [
                {"icon": "backup", "title": "Sao lưu mỗi đêm", "text": "Giữ 7 bản."},
                {"icon": "lock", "title": "Chứng chỉ SSL", "text": "Tự gia hạn."},
                {"icon": "people", "title": "Người trực 24/7", "text": "Trả lời bằng tiếng Việt."},
            ],
        }


class FigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(max_length=40, label=_("Figure"))
    label = blocks.CharBlock(max_length=120, label=_("What it counts"))
    note = blocks.CharBlock(required=False, default="", max_length=250, label=_("Note"))

    class Meta:
        icon = "order"
        label = _("Figure")


class FiguresBlock(blocks.StructBlock):
    heading = heading_block(required=False)
    items = blocks.ListBlock(FigureBlock(), min_num=1, label=_("Figures"))

    class Meta:
        icon = "order"
        label = _("Figures")
        description = _("A few numbers set large: uptime, years, customers.")
        template = "home/blocks/figures.html"
        preview_value = {
            "heading": "Những con số chúng tôi cam kết",
            "items": [
                {"value": "99,9%", "label": "thời gian hoạt động mỗi tháng"},
                {"value": "24/7", "label": "kỹ thuật viên trực"},
            ],
        }


CARD_BLOCKS = [("cards", CardsBlock()), ("features", FeaturesBlock()), ("figures", FiguresBlock())]
