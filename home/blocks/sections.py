"""Whole sections of a page: steps, price plans, questions, news, the privacy promise."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from common.blocks import ActionValue, PageLinkBlock
from home import prices

from .cards import PointBlock, heading_block
from .text import ANSWER_FEATURES


class StepsBlock(blocks.StructBlock):
    heading = heading_block(required=False)
    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(max_length=120, label=_("Title"))),
                ("text", blocks.TextBlock(required=False, default="", label=_("Text"))),
            ],
            icon="arrow-right",
            label=_("Step"),
        ),
        min_num=1,
        label=_("Steps"),
    )

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("What happens in which order, numbered.")
        template = "home/blocks/steps.html"
        preview_value = {
            "heading": "Từ cuộc gọi đến lúc chạy",
            "items": [
                {"title": "Bạn chọn giờ gọi", "text": "Trong giờ làm việc."},
                {"title": "Chúng tôi báo giá", "text": "Bằng văn bản, trọn gói."},
                {"title": "Website chạy", "text": "Chúng tôi trông coi."},
            ],
        }


class PromiseBlock(blocks.StructBlock):
    heading = heading_block()
    text = blocks.TextBlock(required=False, default="", label=_("Text"))
    points = blocks.ListBlock(PointBlock(), label=_("Points"))
    page = PageLinkBlock(required=False, label=_("Page"))
    link_label = blocks.CharBlock(required=False, default="", max_length=80, label=_("Link label"))

    class Meta:
        icon = "lock"
        label = _("Privacy promise")
        description = _("How the company treats people's data, with a link to the details.")
        template = "home/blocks/promise.html"
        value_class = ActionValue
        preview_value = {
            "heading": "Dữ liệu của bạn được niêm phong",
            "text": "Phần mềm đọc chính sách bảo mật và làm đúng như vậy.",
            "points": [
                {"icon": "envelope", "title": "Niêm phong ngay khi gửi", "text": "Mã hóa trước khi lưu."},
                {"icon": "check", "title": "Đồng ý cho từng mục đích", "text": "Không ô nào đánh dấu sẵn."},
            ],
        }


class PlanValue(ActionValue):
    @property
    def amount(self):
        """The price in đồng as a whole number, None when it isn't a plain amount; see `home.prices`."""
        return prices.amount(self.get("price") or "")


class PlanBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=80, label=_("Name"))
    summary = blocks.TextBlock(required=False, default="", label=_("Summary"))
    price = blocks.CharBlock(max_length=80, label=_("Price"), help_text=_("As shown, VAT included: 59.000 đ"))
    period = blocks.CharBlock(
        required=False, default="", max_length=80, label=_("Period"), help_text=_("For example: a month")
    )
    highlighted = blocks.BooleanBlock(required=False, label=_("Recommended"))
    features = blocks.ListBlock(
        blocks.StructBlock(
            [("text", blocks.CharBlock(max_length=160, label=_("Text")))], icon="tick", label=_("Feature")
        ),
        label=_("What is included"),
    )
    button_label = blocks.CharBlock(required=False, default="", max_length=80, label=_("Button label"))
    page = PageLinkBlock(required=False, label=_("Page"))

    class Meta:
        icon = "tag"
        label = _("Plan")
        value_class = PlanValue


class PlansBlock(blocks.StructBlock):
    heading = heading_block(required=False)
    intro = blocks.TextBlock(required=False, default="", label=_("Introduction"))
    note = blocks.TextBlock(
        required=False, default="", label=_("Note"), help_text=_("Below the plans: VAT, notice periods.")
    )
    plans = blocks.ListBlock(PlanBlock(), min_num=1, max_num=6, label=_("Plans"))

    class Meta:
        icon = "table"
        label = _("Price plans")
        description = _("Plans side by side with price and contents; search engines read them as offers.")
        template = "home/blocks/plans.html"
        preview_value = {
            "heading": "Gói hosting",
            "note": "Giá đã gồm VAT.",
            "plans": [
                {
                    "name": "Khởi đầu",
                    "summary": "Cho website giới thiệu.",
                    "price": "59.000 đ",
                    "period": "mỗi tháng",
                    "features": [{"text": "10 GB NVMe"}, {"text": "1 website"}],
                },
                {
                    "name": "Kinh doanh",
                    "summary": "Cho cửa hàng trực tuyến.",
                    "price": "149.000 đ",
                    "period": "mỗi tháng",
                    "highlighted": True,
                    "features": [{"text": "40 GB NVMe"}, {"text": "5 website"}],
                },
            ],
        }


class QuestionsBlock(blocks.StructBlock):
    heading = heading_block(required=False)
    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("question", blocks.CharBlock(max_length=250, label=_("Question"))),
                ("answer", blocks.RichTextBlock(features=ANSWER_FEATURES, label=_("Answer"))),
            ],
            icon="help",
            label=_("Question"),
        ),
        min_num=1,
        label=_("Questions"),
    )

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        description = _("What people really ask; search engines read it as a list of questions.")
        template = "home/blocks/questions.html"
        preview_value = {
            "heading": "Câu hỏi thường gặp",
            "items": [
                {
                    "question": "Chuyển website có mất dữ liệu không?",
                    "answer": "<p>Không. Bản cũ được giữ cho đến khi bạn xác nhận bản mới chạy đúng.</p>",
                },
            ],
        }


class LatestNewsBlock(blocks.StructBlock):
    heading = heading_block()
    count = blocks.IntegerBlock(default=3, min_value=1, max_value=12, label=_("How many"))
    link_label = blocks.CharBlock(required=False, default="", max_length=80, label=_("Link label"))

    def get_context(self, value, parent_context=None):
        """Adds `news`, the newest articles in the page's language, and `index`, the page that lists them."""
        from home.models import NewsIndexPage, NewsPage

        context = super().get_context(value, parent_context=parent_context)
        page = (parent_context or {}).get("page")
        language = page.locale.language_code if hasattr(page, "locale") else translation.get_language()
        in_language = {"locale__language_code": language}
        context["news"] = (
            NewsPage.objects.live().filter(**in_language).order_by("-date", "-pk")[: value["count"]]
        )
        context["index"] = NewsIndexPage.objects.live().filter(**in_language).first()
        return context

    class Meta:
        icon = "date"
        label = _("Latest news")
        description = _("The newest articles, by themselves.")
        template = "home/blocks/latest_news.html"
        preview_value = {"heading": "Tin mới", "count": 3, "link_label": "Xem tất cả tin"}


class CompanyDetailsBlock(blocks.StructBlock):
    heading = heading_block(required=False)

    class Meta:
        icon = "home"
        label = _("Company details")
        description = _("Name, head office, tax code and contacts, as kept under “Site frame”.")
        template = "home/blocks/company_details.html"
        preview_value = {"heading": "Thông tin doanh nghiệp"}


SECTION_BLOCKS = [
    ("steps", StepsBlock()),
    ("promise", PromiseBlock()),
    ("plans", PlansBlock()),
    ("questions", QuestionsBlock()),
    ("latest_news", LatestNewsBlock()),
    ("company_details", CompanyDetailsBlock()),
]
