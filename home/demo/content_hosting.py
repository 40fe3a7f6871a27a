"""The service web hosting."""

from common.bilingual import p, t

from .content_services import (
    CALLBACK_FORM,
    FROM_ORDER_TO_RUNNING,
    PER_MONTH,
    QUESTIONS,
    VAT_NOTE,
    WHAT_IS_INCLUDED,
    item,
    plan,
    question,
)

HOSTING = {
    "title": t("Hosting cho website", "Web hosting"),
    "slug": t("hosting", "web-hosting"),
    "seo_title": t("Hosting NVMe từ 59.000 đ mỗi tháng", "NVMe web hosting from 59,000 VND a month"),
    "search_description": t(
        "Hosting NVMe đặt tại Việt Nam, SSL miễn phí, sao lưu hằng đêm giữ 7 bản, chuyển website miễn phí.",
        "NVMe hosting in Vietnam with free SSL, nightly backups kept for 7 days and free site transfer.",
    ),
    "icon": "server",
    "intro": t(
        "Hosting đặt tại Việt Nam, sao lưu mỗi đêm, và một kỹ thuật viên trả lời khi quý khách gọi.",
        "Hosting in Vietnam, a backup every night, and an engineer who answers when you call.",
    ),
    "price_from": t("từ 59.000 đ/tháng", "from 59,000 VND a month"),
    "body": [
        (
            "plans",
            {
                "heading": t("Ba gói hosting", "Three hosting plans"),
                "intro": t(
                    "Không giới hạn băng thông trong mức sử dụng của một website thông thường.",
                    "Traffic is unmetered within what an ordinary website uses.",
                ),
                "note": VAT_NOTE,
                "plans": [
                    plan(
                        t("Khởi đầu", "Start"),
                        t("708.000 đ mỗi năm, trả theo năm.", "708,000 VND a year, paid yearly."),
                        t("59.000 đ", "59,000 VND"),
                        PER_MONTH,
                        [
                            t("1 website", "1 website"),
                            t("5 GB ổ NVMe", "5 GB NVMe storage"),
                            t("1 GB RAM, 1 lõi CPU", "1 GB RAM, 1 CPU core"),
                            t("5 hộp thư, mỗi hộp 1 GB", "5 mailboxes of 1 GB"),
                        ],
                    ),
                    plan(
                        t("Phổ thông", "Standard"),
                        t("1.548.000 đ mỗi năm, trả theo năm.", "1,548,000 VND a year, paid yearly."),
                        t("129.000 đ", "129,000 VND"),
                        PER_MONTH,
                        [
                            t("5 website", "5 websites"),
                            t("20 GB ổ NVMe", "20 GB NVMe storage"),
                            t("2 GB RAM, 2 lõi CPU", "2 GB RAM, 2 CPU cores"),
                            t("20 hộp thư, mỗi hộp 2 GB", "20 mailboxes of 2 GB"),
                            t("Bản chạy thử cho mỗi website", "A test copy of each website"),
                        ],
                        highlighted=True,
                    ),
                    plan(
                        t("Chuyên nghiệp", "Professional"),
                        t("3.348.000 đ mỗi năm, trả theo năm.", "3,348,000 VND a year, paid yearly."),
                        t("279.000 đ", "279,000 VND"),
                        PER_MONTH,
                        [
                            t("20 website", "20 websites"),
                            t("60 GB ổ NVMe", "60 GB NVMe storage"),
                            t("4 GB RAM, 4 lõi CPU", "4 GB RAM, 4 CPU cores"),
                            t("100 hộp thư, mỗi hộp 5 GB", "100 mailboxes of 5 GB"),
                            t("Bản chạy thử cho mỗi website", "A test copy of each website"),
                            t("Địa chỉ IP riêng", "A dedicated IP address"),
                        ],
                    ),
                ],
            },
        ),
        (
            "features",
            {
                "heading": WHAT_IS_INCLUDED,
                "intro": t("", ""),
                "items": [
                    item(
                        "backup",
                        t("Sao lưu mỗi đêm", "Nightly backups"),
                        t(
                            "Giữ 7 bản ở trung tâm dữ liệu khác. Tự khôi phục từng tệp hoặc cả website.",
                            "Seven copies in another data centre. Restore a file or the whole site yourself.",
                        ),
                    ),
                    item(
                        "lock",
                        t("Chứng chỉ SSL", "SSL certificates"),
                        t(
                            "Cấp và gia hạn tự động cho mọi tên miền trỏ về hosting.",
                            "Issued and renewed automatically for every domain that points to the hosting.",
                        ),
                    ),
                    item(
                        "shield",
                        t("Cách ly tài khoản", "Separated accounts"),
                        t(
                            "Website bên cạnh có bị tấn công cũng không chạm tới website của quý khách.",
                            "If a neighbouring site is attacked, yours is out of reach.",
                        ),
                    ),
                    item(
                        "cable",
                        t("Chuyển website giúp quý khách", "We move your site"),
                        t(
                            "Miễn phí cho website và hộp thư, thường xong trong một ngày làm việc.",
                            "Free for websites and mailboxes, usually done within one working day.",
                        ),
                    ),
                ],
            },
        ),
        (
            "steps",
            {
                "heading": FROM_ORDER_TO_RUNNING,
                "items": [
                    {
                        "title": t("Chọn gói", "Choose a plan"),
                        "text": t(
                            "Chưa chắc thì chọn gói nhỏ; nâng gói chỉ trả phần chênh lệch.",
                            "Not sure? Take the small one; when you move up you pay only the difference.",
                        ),
                    },
                    {
                        "title": t("Nhận tài khoản", "Get your account"),
                        "text": t(
                            "Trong giờ làm việc, tài khoản sẵn sàng trong vòng một giờ sau thanh toán.",
                            "In working hours your account is ready within an hour of payment.",
                        ),
                    },
                    {
                        "title": t("Chuyển website", "Move your site"),
                        "text": t(
                            "Cho chúng tôi quyền truy cập nhà cung cấp cũ, phần còn lại chúng tôi lo.",
                            "Give us access to your old provider; we do the rest.",
                        ),
                    },
                ],
            },
        ),
        (
            "questions",
            {
                "heading": QUESTIONS,
                "items": [
                    question(
                        t("Hết dung lượng thì chuyện gì xảy ra?", "What happens when storage runs out?"),
                        p(
                            "Chúng tôi báo bằng e-mail khi dùng đến 80% và 95%. Website vẫn chạy; chỉ "
                            "không ghi thêm được tệp mới cho đến khi dọn bớt hoặc nâng gói.",
                            "We tell you by e-mail at 80% and at 95%. The site keeps running; only new "
                            "files can’t be written until you tidy up or take a bigger plan.",
                        ),
                    ),
                    question(
                        t("Có chạy được WordPress không?", "Does it run WordPress?"),
                        p(
                            "Có. Các gói hỗ trợ PHP và MySQL, cài WordPress từ bảng điều khiển. Ứng dụng "
                            'Python hoặc Node.js thì nên dùng <a href="page:cloud-server">máy chủ đám '
                            "mây</a>.",
                            "Yes. All plans have PHP and MySQL, and you install WordPress from the control "
                            "panel. For Python or Node.js applications take a <a "
                            'href="page:cloud-server">cloud server</a>.',
                        ),
                    ),
                    question(
                        t("Máy chủ đặt ở đâu?", "Where are the servers?"),
                        p(
                            "Tại Việt Nam. Bản sao lưu nằm ở một trung tâm dữ liệu khác, cũng tại Việt Nam.",
                            "In Vietnam. Backups are kept in another data centre, also in Vietnam.",
                        ),
                    ),
                    question(
                        t("Tôi có được hoàn tiền không?", "Can I get my money back?"),
                        p(
                            "Được. Trong 30 ngày đầu, quý khách dừng vì bất cứ lý do gì, chúng tôi hoàn lại "
                            "toàn bộ tiền hosting. Tên miền đã đăng ký thì không hoàn được.",
                            "Yes. Stop within the first 30 days for any reason and we refund the hosting in "
                            "full. A domain that has been registered can’t be refunded.",
                        ),
                    ),
                ],
            },
        ),
        CALLBACK_FORM,
    ],
}
