"""The demo site's four forms: contact, callback, newsletter, survey. Texts in both languages.

Keys of fields and choices are the same in every language: answers add up in one inbox.
"""

from common.bilingual import p, rich, t

TOPICS = [
    {"key": "web_design", "label": t("Thiết kế website", "Web design")},
    {"key": "hosting", "label": t("Hosting cho website", "Web hosting")},
    {"key": "cloud_server", "label": t("Máy chủ đám mây", "Cloud servers")},
    {"key": "domain_email", "label": t("Tên miền và e-mail", "Domains and e-mail")},
    {"key": "billing", "label": t("Hóa đơn và thanh toán", "Invoices and payments")},
    {"key": "privacy", "label": t("Dữ liệu cá nhân của tôi", "My personal data")},
    {"key": "other", "label": t("Việc khác", "Something else")},
]

CALLBACK_TOPICS = [topic for topic in TOPICS if topic["key"] not in {"privacy"}]

FULL_NAME = t("Họ và tên", "Full name")
EMAIL = t("Địa chỉ e-mail", "E-mail address")
PHONE = t("Số điện thoại", "Phone number")
TOPIC = t("Chủ đề", "Topic")

NEWS_CONSENT = ("consent", {"purpose": "news", "required": False})

CONTACT = {
    "title": t("Liên hệ", "Contact"),
    "slug": t("lien-he", "contact"),
    "search_description": t(
        "Gửi câu hỏi, tài liệu hay yêu cầu báo giá cho WEBSCLOUD. Trả lời trong một ngày làm việc.",
        "Send WEBSCLOUD a question, a document or a request for a quote. Answered within one working day.",
    ),
    "channel": "contact",
    "main_purpose": "enquiry",
    "intro": rich(
        p(
            "Quý khách viết cho chúng tôi ở đây, chúng tôi trả lời trong một ngày làm việc. Sự cố khẩn cấp "
            "xin gọi hotline.",
            "Write to us here and we answer within one working day. For an emergency, please call the "
            "hotline.",
        )
    ),
    "submit_label": t("Gửi tin nhắn", "Send message"),
    "thank_you_title": t("Chúng tôi đã nhận được tin nhắn", "We have your message"),
    "thank_you_text": rich(
        p(
            "Nhân viên tư vấn sẽ trả lời quý khách trong một ngày làm việc. Quý khách lưu lại mã biên nhận "
            "dưới đây để tiện hỏi lại hoặc rút lại sự đồng ý.",
            "We answer within one working day. Please keep the receipt number below: with it you can ask "
            "about your message or withdraw your consent.",
        )
    ),
    "fields": [
        ("full_name", {"label": FULL_NAME, "required": True}),
        (
            "email",
            {
                "label": EMAIL,
                "help": t("Chúng tôi trả lời về địa chỉ này.", "We reply to this address."),
                "required": True,
            },
        ),
        (
            "phone",
            {
                "label": PHONE,
                "help": t("Chỉ điền nếu quý khách muốn chúng tôi gọi.", "Only if you would like us to call."),
                "required": False,
            },
        ),
        ("choice", {"key": "topic", "label": TOPIC, "required": True, "choices": TOPICS}),
        (
            "text",
            {
                "key": "message",
                "label": t("Nội dung", "Message"),
                "help": t(
                    "Xin đừng gửi mật khẩu, số thẻ hay ảnh giấy tờ tùy thân.",
                    "Please don’t send passwords, card numbers or pictures of identity documents.",
                ),
                "required": True,
                "multiline": True,
            },
        ),
        (
            "file",
            {
                "key": "attachment",
                "label": t("Tệp đính kèm", "Attachment"),
                "help": t(
                    "Ảnh chụp màn hình hoặc tài liệu mô tả yêu cầu.",
                    "A screenshot, or a document that describes what you need.",
                ),
                "required": False,
                "kinds": ["pdf", "images", "office", "text"],
                "max_files": 1,
                "max_size_mb": 5,
            },
        ),
        ("consent", {"purpose": "enquiry", "required": True}),
        NEWS_CONSENT,
    ],
}

CALLBACK = {
    "title": t("Yêu cầu gọi lại", "Request a call back"),
    "slug": t("goi-lai", "callback"),
    "search_description": t(
        "Chọn giờ thuận tiện, WEBSCLOUD gọi lại tư vấn website, hosting, máy chủ, tên miền.",
        "Pick a time and WEBSCLOUD calls you about websites, hosting, servers or domains.",
    ),
    "channel": "callback",
    "main_purpose": "callback",
    "intro": rich(
        p(
            "Quý khách chọn giờ, chúng tôi gọi đúng giờ đó. Nếu quý khách bận, chúng tôi không gọi dồn.",
            "Choose a time and we call then. If you can’t answer, we don’t keep ringing.",
        )
    ),
    "submit_label": t("Gửi yêu cầu gọi lại", "Request the call"),
    "thank_you_title": t("Chúng tôi sẽ gọi cho quý khách", "We will call you"),
    "thank_you_text": rich(
        p(
            "Chúng tôi gọi vào khung giờ quý khách đã chọn. Muốn đổi giờ hoặc thôi không cần gọi, quý khách "
            "báo cho chúng tôi kèm mã biên nhận dưới đây.",
            "We call in the time slot you chose. To change it or to call it off, tell us the receipt number "
            "below.",
        )
    ),
    "fields": [
        ("full_name", {"label": FULL_NAME, "required": True}),
        ("phone", {"label": PHONE, "required": True}),
        (
            "callback_slot",
            {
                "label": t("Thời gian gọi", "Time to call"),
                "help": t("Theo giờ Việt Nam.", "Vietnam time."),
                "required": True,
            },
        ),
        # May stay open: the short form in the call-to-action band asks only what a call needs.
        ("choice", {"key": "topic", "label": TOPIC, "required": False, "choices": CALLBACK_TOPICS}),
        # No box for the newsletter: it comes by e-mail, and nobody is asked for an address here.
        ("consent", {"purpose": "callback", "required": True}),
    ],
}

NEWSLETTER = {
    "title": t("Đăng ký nhận tin", "Newsletter"),
    "slug": t("ban-tin", "newsletter"),
    "search_description": t(
        "Nhận kinh nghiệm làm website, bảng giá mới và ưu đãi của WEBSCLOUD, tối đa hai thư mỗi tháng.",
        "Website know-how, new prices and offers from WEBSCLOUD, two messages a month at most.",
    ),
    "channel": "newsletter",
    "main_purpose": "news",
    "intro": rich(
        p(
            "Tối đa hai thư mỗi tháng: kinh nghiệm làm website, bảng giá mới, ưu đãi. Dừng nhận bất cứ lúc "
            "nào.",
            "Two messages a month at most: website know-how, new prices, offers. Stop whenever you like.",
        )
    ),
    "submit_label": t("Đăng ký", "Sign up"),
    "thank_you_title": t("Chúng tôi đã ghi nhận đăng ký", "Your sign-up is recorded"),
    "thank_you_text": rich(
        p(
            "Quý khách sẽ nhận bản tin ở địa chỉ vừa điền. Muốn dừng, quý khách mở biên nhận dưới đây hoặc "
            "mục “Quyền riêng tư của tôi” ở cuối mỗi trang; chúng tôi dừng ngay.",
            "The newsletter goes to the address you gave. To stop it, open the receipt below or “My privacy” "
            "at the foot of every page; we stop at once.",
        )
    ),
    "fields": [
        ("email", {"label": EMAIL, "required": True}),
        (
            "full_name",
            {
                "label": FULL_NAME,
                "help": t(
                    "Không bắt buộc, để chúng tôi chào đúng tên.",
                    "Optional, so that we can greet you by name.",
                ),
                "required": False,
            },
        ),
        (
            "choices",
            {
                "key": "topics",
                "label": t("Quý khách quan tâm đến", "You are interested in"),
                "required": False,
                "choices": [
                    {"key": "know_how", "label": t("Kinh nghiệm làm website", "Website know-how")},
                    {"key": "prices", "label": t("Bảng giá và ưu đãi", "Prices and offers")},
                    {"key": "new_services", "label": t("Dịch vụ mới", "New services")},
                    {"key": "policy_changes", "label": t("Thay đổi về chính sách", "Changes of policy")},
                ],
            },
        ),
        ("consent", {"purpose": "news", "required": True}),
    ],
}

SURVEY = {
    "title": t("Khảo sát ý kiến khách hàng", "Customer survey"),
    "slug": t("khao-sat", "survey"),
    "search_description": t(
        "Tám câu hỏi, ba phút: quý khách cần gì ở một nhà cung cấp website và hosting?",
        "Eight questions, three minutes: what do you need from a web and hosting company?",
    ),
    "channel": "survey",
    "main_purpose": "research",
    "intro": rich(
        p(
            "Tám câu hỏi, chừng ba phút. Quý khách có thể trả lời mà không cho biết mình là ai.",
            "Eight questions, about three minutes. You can answer without telling us who you are.",
        )
    ),
    "submit_label": t("Gửi câu trả lời", "Send answers"),
    "thank_you_title": t("Cảm ơn quý khách đã trả lời", "Thank you for your answers"),
    "thank_you_text": rich(
        p(
            "Chúng tôi đọc từng câu trả lời và chỉ công bố kết quả tổng hợp. Mã biên nhận dưới đây giúp quý "
            "khách rút lại câu trả lời nếu muốn.",
            "We read every answer and publish totals only. With the receipt number below you can take your "
            "answers back if you wish.",
        )
    ),
    "fields": [
        (
            "choice",
            {
                "key": "company_size",
                "label": t("Công ty quý khách có bao nhiêu người?", "How many people work in your company?"),
                "required": True,
                "choices": [
                    {"key": "solo", "label": t("Một mình tôi", "Just me")},
                    {"key": "to_10", "label": t("2 đến 10 người", "2 to 10")},
                    {"key": "to_50", "label": t("11 đến 50 người", "11 to 50")},
                    {"key": "over_50", "label": t("Hơn 50 người", "More than 50")},
                ],
            },
        ),
        (
            "choice",
            {
                "key": "website_today",
                "label": t("Hiện quý khách có website chưa?", "Do you have a website today?"),
                "required": True,
                "choices": [
                    {"key": "none", "label": t("Chưa có", "Not yet")},
                    {
                        "key": "social_only",
                        "label": t("Chỉ có trang mạng xã hội", "Only a social media page"),
                    },
                    {"key": "yes_happy", "label": t("Có, đang dùng tốt", "Yes, and it works well")},
                    {"key": "yes_unhappy", "label": t("Có, nhưng muốn làm lại", "Yes, but it needs redoing")},
                ],
            },
        ),
        (
            "choices",
            {
                "key": "matters",
                "label": t(
                    "Điều gì quan trọng khi chọn nhà cung cấp?",
                    "What matters when you choose a provider?",
                ),
                "help": t("Chọn một hoặc nhiều mục.", "Choose one or more."),
                "required": True,
                "choices": [
                    {"key": "price", "label": t("Giá rõ ràng", "Clear prices")},
                    {"key": "speed", "label": t("Tốc độ", "Speed")},
                    {"key": "support", "label": t("Hỗ trợ khi có sự cố", "Help when something breaks")},
                    {"key": "privacy", "label": t("Bảo mật dữ liệu", "Protection of data")},
                    {"key": "local", "label": t("Máy chủ đặt tại Việt Nam", "Servers in Vietnam")},
                ],
            },
        ),
        (
            "number",
            {
                "key": "yearly_budget",
                "label": t(
                    "Ngân sách mỗi năm cho website (triệu đồng)",
                    "Yearly budget for the website (million VND)",
                ),
                "help": t("Số nguyên, ví dụ 12.", "A whole number, for example 12."),
                "minimum": 0,
                "whole": True,
                "required": False,
            },
        ),
        (
            "date",
            {
                "key": "start_date",
                "label": t("Quý khách muốn bắt đầu khi nào?", "When would you like to start?"),
                "when": "future",
                "help": t("Bỏ trống nếu chưa có dự định.", "Leave empty if you have no plans yet."),
                "required": False,
            },
        ),
        (
            "text",
            {
                "key": "improve",
                "label": t("Chúng tôi nên làm tốt hơn điều gì?", "What should we do better?"),
                "required": False,
                "multiline": True,
            },
        ),
        (
            "choice",
            {
                "key": "recommend",
                "label": t(
                    "Quý khách có giới thiệu WEBSCLOUD cho bạn bè không?",
                    "Would you recommend WEBSCLOUD to a friend?",
                ),
                "required": False,
                "choices": [
                    {"key": "yes", "label": t("Có", "Yes")},
                    {"key": "maybe", "label": t("Có thể", "Perhaps")},
                    {"key": "no", "label": t("Không", "No")},
                    {"key": "not_customer", "label": t("Tôi chưa dùng dịch vụ", "I’m not a customer yet")},
                ],
            },
        ),
        (
            "email",
            {
                "label": EMAIL,
                "help": t(
                    "Chỉ điền nếu quý khách muốn chúng tôi hỏi thêm.",
                    "Only if we may ask you more.",
                ),
                "required": False,
            },
        ),
        ("consent", {"purpose": "research", "required": True}),
        NEWS_CONSENT,
    ],
}

FORMS = {"contact": CONTACT, "callback": CALLBACK, "newsletter": NEWSLETTER, "survey": SURVEY}
