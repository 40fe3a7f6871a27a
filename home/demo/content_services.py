"""The services index, and what the pages of all services share."""

from common.bilingual import rich, t

CALLBACK_FORM = (
    "form",
    {
        "heading": t("Cần người tư vấn?", "Want to talk it through?"),
        "text": t(
            "Để lại số điện thoại và giờ thuận tiện. Chúng tôi gọi đúng giờ đó, một lần, đúng chủ đề đã "
            "chọn.",
            "Leave your number and a time that suits you. We call then, once, about the topic you chose.",
        ),
        "form": "callback",
    },
)

VAT_NOTE = t(
    "Giá đã gồm VAT. Không có phí khởi tạo, không tự động nâng gói.",
    "Prices include VAT. No set-up fee, no automatic upgrades.",
)
CHOOSE = t("Chọn gói này", "Choose this plan")
PER_MONTH = t("mỗi tháng", "per month")
PER_YEAR = t("mỗi năm", "per year")
ONE_OFF = t("trọn gói, trả một lần", "all-in, paid once")
WHAT_IS_INCLUDED = t("Gói nào cũng có", "Included in every plan")
QUESTIONS = t("Câu hỏi thường gặp", "Questions")
FROM_ORDER_TO_RUNNING = t("Từ đăng ký đến khi chạy", "From order to running")


def plan(name, summary, price, period, features, *, highlighted=False):
    """One price plan; its button leads to the callback form."""
    return {
        "name": name,
        "summary": summary,
        "price": price,
        "period": period,
        "highlighted": highlighted,
        "features": [{"text": feature} for feature in features],
        "button_label": CHOOSE,
        "page": "callback",
    }


def item(icon, title, text):
    """A feature with its icon."""
    return {"icon": icon, "title": title, "text": text}


def question(asked, *answer):
    """A question with its answer in paragraphs."""
    return {"question": asked, "answer": rich(*answer)}


SERVICES = {
    "title": t("Dịch vụ", "Services"),
    "slug": t("dich-vu", "services"),
    "seo_title": t("Dịch vụ và bảng giá", "Services and prices"),
    "search_description": t(
        "Bảng giá thiết kế website, hosting, máy chủ đám mây, tên miền và e-mail doanh nghiệp, đã gồm VAT.",
        "Prices for web design, hosting, cloud servers, domains and business e-mail, VAT included.",
    ),
    "intro": t(
        "Bốn dịch vụ dùng riêng hay dùng chung đều được. Mọi giá đã gồm VAT và áp dụng cả khi gia hạn.",
        "Four services, on their own or together. All prices include VAT and stay the same on renewal.",
    ),
    "body": [
        (
            "features",
            {
                "heading": t("Điều giống nhau ở mọi dịch vụ", "The same with every service"),
                "intro": t("", ""),
                "items": [
                    item(
                        "doc",
                        t("Giá gia hạn bằng giá mua", "Renewal costs what you paid"),
                        t(
                            "Không có giá năm đầu rẻ rồi tăng gấp đôi ở năm sau.",
                            "No cheap first year that doubles in the second.",
                        ),
                    ),
                    item(
                        "people",
                        t("Người thật trả lời", "Real people answer"),
                        t(
                            "Gọi hotline là gặp kỹ thuật viên, không phải bấm qua năm tầng phím.",
                            "Call the hotline and you reach an engineer, not five levels of key presses.",
                        ),
                    ),
                    item(
                        "key",
                        t("Rời đi dễ như khi đến", "Leaving is as easy as joining"),
                        t(
                            "Quý khách lấy được toàn bộ dữ liệu, mã nguồn và tên miền bất cứ lúc nào.",
                            "You can take your data, code and domain with you at any time.",
                        ),
                    ),
                ],
            },
        ),
        CALLBACK_FORM,
    ],
}
