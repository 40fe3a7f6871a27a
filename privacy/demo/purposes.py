"""The registers of purposes and recipients; the articles cited are those of Law 91/2025/QH15."""

from common.bilingual import p, rich, t

CONSENT_ARTICLE = t(
    "Luật 91/2025/QH15, Điều 9",
    "Law 91/2025/QH15, Article 9",
)
MARKETING_ARTICLE = t(
    "Luật 91/2025/QH15, Điều 9 và Điều 28",
    "Law 91/2025/QH15, Articles 9 and 28",
)
CONTRACT_ARTICLE = t(
    "Luật 91/2025/QH15, điểm d khoản 1 Điều 19",
    "Law 91/2025/QH15, Article 19.1(d)",
)
OTHER_LAW_ARTICLE = t(
    "Luật 91/2025/QH15, khoản 1 Điều 19",
    "Law 91/2025/QH15, Article 19.1",
)
RIGHTS_ARTICLE = t(
    "Luật 91/2025/QH15, Điều 4; Nghị định 356/2025/NĐ-CP, Điều 5",
    "Law 91/2025/QH15, Article 4; Decree 356/2025, Article 5",
)
INCIDENTS_ARTICLE = t(
    "Luật 91/2025/QH15, Điều 23; Nghị định 356/2025/NĐ-CP, Điều 28 và Điều 29",
    "Law 91/2025/QH15, Article 23; Decree 356/2025, Articles 28 and 29",
)
WITHDRAW = t(
    "Rút lại ngay tại mục “Quyền riêng tư của tôi” ở cuối mỗi trang, hoặc viết tới "
    "dulieu@webscloud.example kèm mã biên nhận. Việc đã làm trước đó vẫn hợp lệ.",
    "Withdraw at once under “My privacy” at the foot of every page, or write to "
    "dulieu@webscloud.example with your receipt number. What was done before stays lawful.",
)
NOTHING_TO_WITHDRAW = t(
    "Căn cứ không phải là sự đồng ý nên không có gì để rút lại; quý khách vẫn có quyền xem, sửa và khiếu "
    "nại.",
    "The basis is not consent, so there is nothing to withdraw; you can still view, correct and complain.",
)

PURPOSES = [
    {
        "code": "enquiry",
        "name": t("Trả lời và tư vấn dịch vụ", "Answering and advising"),
        "description": t(
            "Liên hệ, trao đổi về dịch vụ quý khách hỏi.",
            "Contacting you about the services you ask for.",
        ),
        "subjects": t(
            "Khách hàng và người quan tâm đến dịch vụ", "Customers and people interested in the services"
        ),
        "data_categories": ["identity", "contact_details", "address", "message", "files", "preferences"],
        "legal_basis": "consent",
        "legal_reference": CONSENT_ARTICLE,
        "retention_days": 365,
        "consent_text": rich(
            p(
                "Tôi đồng ý để WEBSCLOUD dùng họ tên, thông tin liên hệ và nội dung tôi gửi để trả lời và "
                "tư vấn cho tôi, lưu tối đa {retention}. Tôi có thể rút lại bất cứ lúc nào như nêu trong <a "
                'href="page:policy">chính sách bảo mật</a>.',
                "I agree that WEBSCLOUD uses my name, contact details and what I send to answer and advise "
                "me, and keeps them for at most {retention}. I can withdraw at any time as the <a "
                'href="page:policy">privacy policy</a> says.',
            )
        ),
        "withdrawal_text": WITHDRAW,
    },
    {
        "code": "callback",
        "name": t("Gọi lại theo yêu cầu", "Calling you back"),
        "description": t(
            "Gọi điện một lần vào khung giờ quý khách chọn để tư vấn.",
            "Calling you once at the time you chose, to advise you.",
        ),
        "subjects": t("Người yêu cầu được gọi lại", "People who ask to be called back"),
        "data_categories": ["identity", "contact_details", "message", "preferences", "appointment"],
        "legal_basis": "consent",
        "legal_reference": CONSENT_ARTICLE,
        "retention_days": 90,
        "consent_text": rich(
            p(
                "Tôi đồng ý để WEBSCLOUD dùng họ tên và số điện thoại này để gọi lại cho tôi vào giờ đã "
                "chọn, lưu tối đa {retention}. Tôi có thể rút lại bất cứ lúc nào như nêu trong <a "
                'href="page:policy">chính sách bảo mật</a>.',
                "I agree that WEBSCLOUD uses my name and this phone number to call me back at the time "
                "I chose, and keeps them for at most {retention}. I can withdraw at any time as the <a "
                'href="page:policy">privacy policy</a> says.',
            )
        ),
        "withdrawal_text": WITHDRAW,
    },
    {
        "code": "news",
        "name": t("Bản tin, bảng giá và ưu đãi", "Newsletter, prices and offers"),
        "description": t(
            "Gửi tin tức, bảng giá, thay đổi về chính sách, ưu đãi và dịch vụ mới.",
            "Sending news, price lists, changes of policy, offers and new services.",
        ),
        "subjects": t("Người đăng ký nhận bản tin", "Subscribers to the newsletter"),
        "data_categories": ["identity", "contact_details", "preferences"],
        "legal_basis": "consent",
        "legal_reference": MARKETING_ARTICLE,
        "retention_days": 1095,
        "is_marketing": True,
        "channel": t("e-mail", "e-mail"),
        "frequency": t("tối đa 2 thư mỗi tháng", "at most 2 messages a month"),
        "consent_text": rich(
            p(
                "Tôi đồng ý nhận quảng cáo của WEBSCLOUD qua e-mail (tin tức, bảng giá, ưu đãi, dịch vụ "
                "mới), tối đa 2 thư mỗi tháng. Địa chỉ của tôi được lưu đến khi tôi dừng nhận, tối đa "
                '{retention}; cách dừng nêu trong <a href="page:policy">chính sách bảo mật</a>.',
                "I agree to receive advertising from WEBSCLOUD by e-mail (news, prices, offers, new "
                "services), at most 2 messages a month. My address is kept until I stop them, for at most "
                '{retention}; the <a href="page:policy">privacy policy</a> says how to stop.',
            )
        ),
        "withdrawal_text": t(
            "Dừng nhận ngay tại mục “Quyền riêng tư của tôi” ở cuối mỗi trang, hoặc viết tới "
            "dulieu@webscloud.example kèm mã biên nhận. Chúng tôi ngừng gửi ngay và cấp biên nhận ghi "
            "rõ thời điểm ngừng.",
            "Stop it at once under “My privacy” at the foot of every page, or write to "
            "dulieu@webscloud.example with your receipt number. We stop immediately and issue a receipt "
            "that states when.",
        ),
    },
    {
        "code": "research",
        "name": t("Khảo sát và nghiên cứu thị trường", "Surveys and market research"),
        "description": t(
            "Hiểu khách hàng cần gì để cải tiến dịch vụ; chỉ công bố kết quả tổng hợp.",
            "Learning what customers need, to improve our services; only totals are published.",
        ),
        "subjects": t("Người trả lời khảo sát", "People who answer a survey"),
        "data_categories": ["contact_details", "message", "preferences"],
        "legal_basis": "consent",
        "legal_reference": CONSENT_ARTICLE,
        "retention_days": 365,
        "consent_text": rich(
            p(
                "Tôi đồng ý để WEBSCLOUD dùng câu trả lời của tôi, và e-mail nếu tôi điền, cho việc nghiên "
                "cứu và cải tiến dịch vụ, lưu tối đa {retention}. Tôi có thể rút lại bất cứ lúc nào như nêu "
                'trong <a href="page:policy">chính sách bảo mật</a>.',
                "I agree that WEBSCLOUD uses my answers, and my e-mail address if I give it, to study and "
                "improve its services, and keeps them for at most {retention}. I can withdraw at any time as "
                'the <a href="page:policy">privacy policy</a> says.',
            )
        ),
        "withdrawal_text": WITHDRAW,
    },
    {
        "code": "service_notices",
        "name": t("Thông báo về dịch vụ đang dùng", "Notices about a service in use"),
        "description": t(
            "Gửi tài liệu bàn giao, cảnh báo hết dung lượng, nhắc gia hạn, xác nhận thanh toán, hóa đơn, "
            "thay đổi máy chủ.",
            "Sending handover documents, storage warnings, renewal reminders, payment confirmations, "
            "invoices, changes of server.",
        ),
        "subjects": t("Khách hàng đang dùng dịch vụ", "Customers who use a service"),
        "data_categories": ["identity", "contact_details", "address", "service_data"],
        "legal_basis": "contract",
        "legal_reference": CONTRACT_ARTICLE,
        "retention_days": 1095,
        "withdrawal_text": NOTHING_TO_WITHDRAW,
    },
    {
        "code": "aftercare",
        "name": t("Hỗ trợ sau bán hàng", "After-sales care"),
        "description": t(
            "Xử lý sự cố, bảo hành và chăm sóc khách hàng đang có hợp đồng.",
            "Mending faults, warranty and care for customers under contract.",
        ),
        "subjects": t("Khách hàng đã dùng dịch vụ", "Customers who have used a service"),
        "data_categories": ["identity", "contact_details", "message", "files", "service_data"],
        "legal_basis": "contract",
        "legal_reference": CONTRACT_ARTICLE,
        "retention_days": 1095,
        "withdrawal_text": NOTHING_TO_WITHDRAW,
    },
    {
        "code": "legal_request",
        "name": t("Yêu cầu của cơ quan nhà nước", "Requests of the authorities"),
        "description": t(
            "Cung cấp thông tin khi viện kiểm sát, tòa án, cơ quan công an yêu cầu đúng pháp luật, đúng phạm "
            "vi ghi trong văn bản yêu cầu.",
            "Giving information when the procuracy, a court or the police lawfully demand it, and only what "
            "the written demand covers.",
        ),
        "subjects": t(
            "Người mà cơ quan có thẩm quyền yêu cầu cung cấp dữ liệu",
            "People whom an authority asks about",
        ),
        "data_categories": ["identity", "contact_details", "address", "message", "files", "service_data"],
        "legal_basis": "other_law",
        "legal_reference": OTHER_LAW_ARTICLE,
        "retention_days": 1825,
        "withdrawal_text": NOTHING_TO_WITHDRAW,
    },
    {
        "code": "incidents",
        "name": t("Xử lý sự cố dữ liệu cá nhân", "Handling incidents of personal data"),
        "description": t(
            "Ghi nhận ai bị ảnh hưởng khi có sự cố hay vi phạm về dữ liệu, báo cho những người đó và cho cơ "
            "quan có thẩm quyền, lưu hồ sơ sự cố theo luật định.",
            "Noting whom an incident or a violation concerns, telling them and the authority, and keeping "
            "the file that the law demands.",
        ),
        "subjects": t("Người bị ảnh hưởng bởi sự cố", "People whom an incident affects"),
        "data_categories": ["identity", "contact_details"],
        "legal_basis": "other_law",
        "legal_reference": INCIDENTS_ARTICLE,
        "retention_days": 1825,
        "withdrawal_text": NOTHING_TO_WITHDRAW,
    },
    {
        "code": "rights",
        "name": t("Giải quyết yêu cầu về dữ liệu cá nhân", "Answering requests about personal data"),
        "description": t(
            "Xác minh danh tính, thực hiện yêu cầu của quý khách về dữ liệu của mình và lưu bằng chứng rằng "
            "yêu cầu đã được giải quyết đúng hạn.",
            "Checking who asks, doing what you ask about your own data, and keeping evidence that it was "
            "done in time.",
        ),
        "subjects": t(
            "Người thực hiện quyền đối với dữ liệu của mình", "People who exercise the rights over their data"
        ),
        "data_categories": ["identity", "contact_details", "message"],
        "legal_basis": "other_law",
        "legal_reference": RIGHTS_ARTICLE,
        "retention_days": 730,
        "withdrawal_text": NOTHING_TO_WITHDRAW,
    },
    {
        "code": "statistics",
        "name": t("Thống kê truy cập", "Visit statistics"),
        "description": t(
            "Đếm tổng số lượt truy cập và trang được xem nhiều. Hiện chưa thu thập: website không đặt "
            "cookie và không ghi lại người xem.",
            "Counting visits and the most visited pages. Not collected at present: the website sets no "
            "cookie and doesn’t record who reads.",
        ),
        "subjects": t("Người truy cập trang web", "Visitors of the website"),
        "data_categories": ["visits"],
        "legal_basis": "consent",
        "legal_reference": CONSENT_ARTICLE,
        "retention_days": 760,
        "consent_text": rich(
            p(
                "Tôi đồng ý để WEBSCLOUD đếm lượt xem trang của tôi cho số liệu tổng hợp, lưu tối đa "
                '{retention}. Tôi có thể rút lại bất cứ lúc nào như nêu trong <a href="page:policy">chính '
                "sách bảo mật</a>.",
                "I agree that WEBSCLOUD counts my page views for overall figures and keeps them for at most "
                '{retention}. I can withdraw at any time as the <a href="page:policy">privacy policy</a> '
                "says.",
            )
        ),
        "withdrawal_text": WITHDRAW,
    },
]

# Nobody else receives data: the website runs on the company's own servers and loads nothing from elsewhere;
# mail, too, is handed to the company's own server.
RECIPIENTS = []
