"""What frames every page: the company's identity, navigation, footer, call to action, announcement."""

import datetime

from common.bilingual import p, rich, t

COMPANY = {
    "name": t("Công ty TNHH WEBSCLOUD", "WEBSCLOUD Company Limited"),
    "trade_name": t("WEBSCLOUD", "WEBSCLOUD"),
    "head_office": t(
        "Tầng 5, tòa nhà WEBSCLOUD, phường Cầu Giấy, thành phố Hà Nội",
        "Level 5, WEBSCLOUD Building, Cau Giay Ward, Hanoi, Vietnam",
    ),
    # No legal representative: people are not invented. The admin says that the owner block lacks one.
    # The check digit of 010123456 would be 5, so that this code can be nobody's.
    "tax_code": t("0101234567", "0101234567"),
    "issue_date": datetime.date(2020, 3, 2),
    "issuer": t(
        "Cơ quan đăng ký kinh doanh thành phố Hà Nội",
        "Hanoi business registration authority",
    ),
    "hotline": t("1900 0123", "1900 0123"),
    "phone": t("024 0123 4567", "024 0123 4567"),
    "email": t("lienhe@webscloud.example", "lienhe@webscloud.example"),
    "support_hours": t(
        "Tư vấn: thứ Hai đến thứ Sáu, 8:00–12:00 và 13:00–17:00; thứ Bảy, 8:00–12:00. Kỹ thuật: 24/7.",
        "Sales: Monday to Friday, 8:00–12:00 and 13:00–17:00; Saturday, 8:00–12:00. Technical support: 24/7.",
    ),
    "directions": t(
        "Vào sảnh chính, báo tên công ty ở quầy lễ tân rồi đi thang máy lên tầng 5. Gửi xe ở tầng hầm. Quý "
        "khách nên hẹn trước để có người đón.",
        "Come in by the main hall, tell the reception whom you visit and take the lift to level 5. Parking "
        "is in the basement. Please make an appointment, so that somebody expects you.",
    ),
    "description": t(
        "Thiết kế website, hosting, máy chủ đám mây, tên miền và e-mail cho doanh nghiệp Việt Nam.",
        "Web design, hosting, cloud servers, domains and e-mail for companies in Vietnam.",
    ),
    "security_email": t("security@webscloud.example", "security@webscloud.example"),
    "privacy_contact": t("Bộ phận Bảo vệ dữ liệu cá nhân", "Data protection department"),
    "privacy_email": t("dulieu@webscloud.example", "dulieu@webscloud.example"),
}

# (label, page key, children)
NAVIGATION = [
    (
        t("Dịch vụ", "Services"),
        "services",
        [
            (t("Thiết kế website", "Web design"), "web-design"),
            (t("Hosting cho website", "Web hosting"), "hosting"),
            (t("Máy chủ đám mây", "Cloud servers"), "cloud-server"),
            (t("Tên miền và e-mail", "Domains and e-mail"), "domain-email"),
        ],
    ),
    (t("Tin tức", "News"), "news", []),
    (t("Câu hỏi thường gặp", "Questions"), "faq", []),
    (t("Giới thiệu", "About us"), "about", []),
    (t("Liên hệ", "Contact"), "contact", []),
]

FOOTER_COLUMNS = [
    (
        t("Dịch vụ", "Services"),
        [
            (t("Thiết kế website", "Web design"), "web-design"),
            (t("Hosting cho website", "Web hosting"), "hosting"),
            (t("Máy chủ đám mây", "Cloud servers"), "cloud-server"),
            (t("Tên miền và e-mail", "Domains and e-mail"), "domain-email"),
        ],
    ),
    (
        t("Hỗ trợ", "Help"),
        [
            (t("Liên hệ", "Contact"), "contact"),
            (t("Yêu cầu gọi lại", "Request a call back"), "callback"),
            (t("Câu hỏi thường gặp", "Questions"), "faq"),
            (t("Đăng ký nhận tin", "Newsletter"), "newsletter"),
            (t("Khảo sát ý kiến", "Take our survey"), "survey"),
        ],
    ),
    (
        t("Công ty", "Company"),
        [
            (t("Giới thiệu", "About us"), "about"),
            (t("Tin tức", "News"), "news"),
            (t("Cách chúng tôi bảo vệ dữ liệu", "How we protect your data"), "protection"),
            (t("Chính sách bảo mật", "Privacy policy"), "policy"),
        ],
    ),
]

# The copyright line is the last line of the company's policy text, word for word.
FOOTER = {
    "newsletter_heading": t("Bản tin của chúng tôi", "Our newsletter"),
    "newsletter_text": t(
        "Tối đa hai thư mỗi tháng. Dừng lúc nào cũng được.",
        "Two messages a month at most. Stop whenever you like.",
    ),
    "small_print": rich(
        p(
            "© Copyrights WEBSCLOUD 2020. All rights reserved.",
            "© Copyrights WEBSCLOUD 2020. All rights reserved.",
        )
    ),
}

NAVIGATION_ACTION = {"action_label": t("Yêu cầu gọi lại", "Request a call back"), "action_page": "callback"}

# The heading is the last but one line of the company's policy text, word for word.
CALL_TO_ACTION = {
    "heading": t("Bạn đã sẵn sàng kinh doanh online chưa?", "Are you ready to do business online?"),
    "text": t(
        "Chọn giờ thuận tiện, chúng tôi gọi lại, hỏi đúng điều cần hỏi và báo giá trọn gói bằng văn bản.",
        "Pick a time that suits you. We call, ask what we need to know and send you an all-in quote in "
        "writing.",
    ),
    "button_label": t("Yêu cầu gọi lại", "Request a call back"),
}

ANNOUNCEMENT = {
    "text": rich(
        p(
            "Biểu mẫu và chính sách bảo mật của chúng tôi đã theo Luật Bảo vệ dữ liệu cá nhân 2025.",
            "Our forms and privacy policy now follow Vietnam’s Personal Data Protection Law 2025.",
        )
    ),
    "link_label": t("Xem những gì thay đổi", "See what has changed"),
    "page": "news-law",
}

# Weekdays count from 0 (Monday).
WEEK = [
    {"days": ["0", "1", "2", "3", "4"], "opens": "08:00", "closes": "12:00"},
    {"days": ["0", "1", "2", "3", "4"], "opens": "13:00", "closes": "17:00"},
    {"days": ["5"], "opens": "08:00", "closes": "12:00"},
]
CLOSURES = [
    {"name": "Tết Dương lịch", "first": "2027-01-01", "last": "2027-01-01"},
    {"name": "Tết Đinh Mùi", "first": "2027-02-05", "last": "2027-02-11"},
]
