"""The service domain names and business e-mail."""

from common.bilingual import p, t

from .content_services import (
    CALLBACK_FORM,
    PER_MONTH,
    PER_YEAR,
    QUESTIONS,
    VAT_NOTE,
    item,
    plan,
    question,
)

DOMAIN_EMAIL = {
    "title": t("Tên miền và e-mail doanh nghiệp", "Domains and business e-mail"),
    "slug": t("ten-mien-email", "domains-and-email"),
    "seo_title": t("Đăng ký tên miền .vn và e-mail doanh nghiệp", ".vn domains and business e-mail"),
    "search_description": t(
        "Đăng ký tên miền .vn và .com đứng tên công ty quý khách, hộp thư theo tên miền, đã gồm VAT, lệ phí.",
        ".vn and .com domains in your company’s name, mailboxes on your own domain, VAT and fees included.",
    ),
    "icon": "mail",
    "intro": t(
        "Một địa chỉ dễ nhớ, đứng tên công ty quý khách, và hộp thư khách hàng tin được.",
        "An address people remember, owned by your company, and mail that customers trust.",
    ),
    "price_from": t("từ 320.000 đ/năm", "from 320,000 VND a year"),
    "body": [
        (
            "plans",
            {
                "heading": t("Bảng giá", "Prices"),
                "intro": t(
                    "Giá đăng ký và giá gia hạn như nhau, đã gồm phí và lệ phí tên miền.",
                    "Registration and renewal cost the same, registry fees included.",
                ),
                "note": VAT_NOTE,
                "plans": [
                    plan(
                        t("Tên miền .com", ".com domain"),
                        t("Quen thuộc với khách quốc tế.", "Familiar to customers abroad."),
                        t("320.000 đ", "320,000 VND"),
                        PER_YEAR,
                        [
                            t("Quản lý DNS, chuyển tiếp", "DNS and forwarding"),
                            t("Ẩn thông tin cá nhân trên WHOIS", "Personal details hidden in WHOIS"),
                            t("Khóa chống chuyển trái phép", "Transfer lock"),
                        ],
                    ),
                    plan(
                        t("Tên miền .vn", ".vn domain"),
                        t("Được pháp luật Việt Nam bảo vệ.", "Protected by Vietnamese law."),
                        t("760.000 đ", "760,000 VND"),
                        PER_YEAR,
                        [
                            t("Quản lý DNS, chuyển tiếp", "DNS and forwarding"),
                            t("Chúng tôi soạn sẵn hồ sơ đăng ký", "We prepare the registration papers"),
                            t(
                                "Nhắc gia hạn trước 60, 30 và 7 ngày",
                                "Renewal reminders at 60, 30 and 7 days",
                            ),
                            t("Khóa chống chuyển trái phép", "Transfer lock"),
                        ],
                        highlighted=True,
                    ),
                    plan(
                        t("E-mail theo tên miền", "E-mail on your domain"),
                        t("468.000 đ mỗi năm cho một hộp thư.", "468,000 VND a year for one mailbox."),
                        t("39.000 đ", "39,000 VND"),
                        PER_MONTH,
                        [
                            t("Hộp thư 10 GB", "10 GB mailbox"),
                            t("Dùng trên Outlook, điện thoại, trình duyệt", "Outlook, phone and browser"),
                            t("Cài đặt SPF, DKIM, DMARC", "SPF, DKIM and DMARC set up"),
                            t("Lọc thư rác và vi-rút", "Spam and virus filter"),
                        ],
                    ),
                ],
            },
        ),
        (
            "features",
            {
                "heading": t("Vì sao nên có tên miền riêng", "Why have your own domain"),
                "intro": t("", ""),
                "items": [
                    item(
                        "globe",
                        t("Đứng tên công ty quý khách", "In your company’s name"),
                        t(
                            "Chủ thể đăng ký là quý khách, không phải chúng tôi hay nhân viên nào.",
                            "You are the registrant: not us, and not one of your employees.",
                        ),
                    ),
                    item(
                        "mail",
                        t("Thư đến đúng hộp thư đến", "Mail that reaches the inbox"),
                        t(
                            "Bản ghi xác thực đúng giúp thư ít bị xếp vào thư rác.",
                            "Correct authentication records keep your mail out of the spam folder.",
                        ),
                    ),
                    item(
                        "lock",
                        t("Không mất vì quên gia hạn", "Not lost by forgetting"),
                        t(
                            "Nhắc nhiều lần, qua e-mail và điện thoại, trước ngày hết hạn.",
                            "We remind you more than once, by e-mail and by phone, before it expires.",
                        ),
                    ),
                ],
            },
        ),
        (
            "steps",
            {
                "heading": t("Đăng ký một tên miền .vn", "Registering a .vn domain"),
                "items": [
                    {
                        "title": t("Kiểm tra tên còn trống", "Check that it is free"),
                        "text": t(
                            "Gửi hai hoặc ba tên quý khách thích, kể cả cách viết có gạch nối.",
                            "Send us two or three names that you like, with hyphens or without.",
                        ),
                    },
                    {
                        "title": t("Hoàn tất hồ sơ", "Complete the papers"),
                        "text": t(
                            "Tổ chức cần thông tin đăng ký doanh nghiệp; cá nhân cần giấy tờ tùy thân.",
                            "A company needs its registration details; a private person needs an identity "
                            "document.",
                        ),
                    },
                    {
                        "title": t("Tên miền hoạt động", "The domain works"),
                        "text": t(
                            "Thường trong ngày làm việc, sau khi hồ sơ được chấp nhận và thanh toán xong.",
                            "Usually the same working day, once the papers are accepted and payment is in.",
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
                        t("Nên mua .vn hay .com?", ".vn or .com?"),
                        p(
                            "Khách chủ yếu ở Việt Nam thì chọn .vn. Có khách nước ngoài thì mua cả hai và "
                            "cho một tên chuyển tiếp về tên kia. Mua trước khi in bảng hiệu.",
                            "If your customers are in Vietnam, take .vn. If you also sell abroad, take both "
                            "and let one forward to the other. Buy before you print the signboard.",
                        ),
                    ),
                    question(
                        t(
                            "Tên miền đang ở nơi khác, chuyển về được không?",
                            "Can I transfer a domain from elsewhere?",
                        ),
                        p(
                            "Được. Quý khách xin nhà đăng ký cũ mở khóa và cấp mã chuyển; chúng tôi làm phần "
                            "còn lại. Website và e-mail vẫn chạy trong lúc chuyển nếu giữ nguyên DNS.",
                            "Yes. Ask your present registrar to unlock it and give you the transfer code; "
                            "we do the rest. Website and mail keep working during the transfer as long as "
                            "the DNS stays as it is.",
                        ),
                    ),
                    question(
                        t(
                            "Nhân viên nghỉ việc thì hộp thư ra sao?",
                            "What about a mailbox when someone leaves?",
                        ),
                        p(
                            "Quý khách đổi mật khẩu, chuyển thư đến cho người kế nhiệm và lưu hộp thư cũ, "
                            "ngay trong bảng điều khiển.",
                            "You change the password, forward new mail to the successor and archive the old "
                            "mailbox, all in the control panel.",
                        ),
                    ),
                ],
            },
        ),
        CALLBACK_FORM,
    ],
}
