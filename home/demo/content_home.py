"""The home page."""

from common.bilingual import p, rich, t

HOME = {
    "title": t("WEBSCLOUD – thiết kế website và hosting", "WEBSCLOUD – web design and hosting"),
    "slug": t("vi", "en"),
    "seo_title": t(
        "WEBSCLOUD – Thiết kế website, hosting và máy chủ đám mây",
        "WEBSCLOUD – Web design, hosting and cloud servers in Vietnam",
    ),
    "search_description": t(
        "Thiết kế website, hosting, máy chủ đám mây, tên miền và e-mail cho doanh nghiệp Việt Nam. "
        "Giá đã gồm VAT, hỗ trợ kỹ thuật 24/7, không cookie theo dõi.",
        "Web design, hosting, cloud servers, domains and e-mail for companies in Vietnam. "
        "Prices include VAT, technical support around the clock, no tracking cookies.",
    ),
    "hero_title": t(
        "Website chạy nhanh, an toàn, và luôn có người trông coi.",
        "Your website: fast, safe, and always looked after.",
    ),
    "hero_lead": t(
        "Chúng tôi thiết kế website, cho thuê hosting và vận hành máy chủ cho doanh nghiệp Việt Nam. "
        "Giá niêm yết là giá cuối cùng, đã gồm VAT.",
        "We design websites, host them and run servers for companies in Vietnam. "
        "The price you see is the price you pay, VAT included.",
    ),
    "hero_action_label": t("Yêu cầu gọi lại", "Request a call back"),
    "hero_action_page": "callback",
    "hero_note": t(
        "Không cần tạo tài khoản. Không cookie theo dõi.",
        "No account needed. No tracking cookies.",
    ),
    "body": [
        (
            "cards",
            {
                "heading": t("Bốn dịch vụ, một đầu mối", "Four services, one team"),
                "intro": t(
                    "Chọn đúng phần quý khách cần. Có thể bắt đầu từ một tên miền và mở rộng sau.",
                    "Take only the part you need. You can start with a domain name and grow later.",
                ),
                "cards": [
                    {
                        "icon": "layers",
                        "title": t("Thiết kế website", "Web design"),
                        "text": t(
                            "Website giới thiệu, bán hàng hoặc đặt lịch. Quý khách tự sửa được nội dung.",
                            "A company site, a shop or online booking. You can edit every page yourself.",
                        ),
                        "price": t("từ 8.900.000 đ", "from 8,900,000 VND"),
                        "page": "web-design",
                        "link_label": t("Xem gói thiết kế", "See design packages"),
                    },
                    {
                        "icon": "server",
                        "title": t("Hosting cho website", "Web hosting"),
                        "text": t(
                            "Ổ NVMe, sao lưu mỗi đêm. Chứng chỉ SSL và chuyển website miễn phí.",
                            "NVMe storage, nightly backups, free SSL certificates. We move your site for "
                            "you.",
                        ),
                        "price": t("từ 59.000 đ/tháng", "from 59,000 VND a month"),
                        "page": "hosting",
                        "link_label": t("Xem gói hosting", "See hosting plans"),
                    },
                    {
                        "icon": "cloud",
                        "title": t("Máy chủ đám mây", "Cloud servers"),
                        "text": t(
                            "Máy chủ riêng có toàn quyền quản trị, hoặc để chúng tôi quản trị giúp.",
                            "Your own server with full root access, or let us run it for you.",
                        ),
                        "price": t("từ 190.000 đ/tháng", "from 190,000 VND a month"),
                        "page": "cloud-server",
                        "link_label": t("Xem cấu hình máy chủ", "See server sizes"),
                    },
                    {
                        "icon": "mail",
                        "title": t("Tên miền và e-mail", "Domains and e-mail"),
                        "text": t(
                            "Tên miền .vn đứng tên công ty quý khách và hộp thư @tencongty.",
                            "A .vn domain in your company’s name and mailboxes to go with it.",
                        ),
                        "price": t("từ 320.000 đ/năm", "from 320,000 VND a year"),
                        "page": "domain-email",
                        "link_label": t("Xem bảng giá tên miền", "See domain prices"),
                    },
                ],
            },
        ),
        (
            "figures",
            {
                "heading": t("Những con số chúng tôi cam kết", "Figures we commit to"),
                "items": [
                    {
                        "value": t("99,9%", "99.9%"),
                        "label": t("thời gian hoạt động mỗi tháng", "uptime each month"),
                        "note": t(
                            "Không đạt thì hoàn tiền theo số giờ gián đoạn, ghi trong hợp đồng.",
                            "If we miss it, you get money back for the hours lost. It is in the contract.",
                        ),
                    },
                    {
                        "value": t("7 bản", "7 copies"),
                        "label": t("sao lưu hằng ngày", "of daily backups"),
                        "note": t(
                            "Lưu ở trung tâm dữ liệu khác, tự khôi phục được từ bảng điều khiển.",
                            "Kept in another data centre; restore from the control panel yourself.",
                        ),
                    },
                    {
                        "value": t("24/7", "24/7"),
                        "label": t("kỹ thuật viên trực", "engineers on duty"),
                        "note": t(
                            "Người trực máy chủ là người trả lời, kể cả ngày lễ và Tết.",
                            "The people who run the servers answer, on public holidays and at Tet as well.",
                        ),
                    },
                    {
                        "value": t("0", "0"),
                        "label": t("cookie khi quý khách đọc trang này", "cookies while you read this site"),
                        "note": t(
                            "Không mã theo dõi, không gửi gì sang bên thứ ba.",
                            "No tracking code, nothing sent to third parties.",
                        ),
                    },
                ],
            },
        ),
        (
            "promise",
            {
                "heading": t("Dữ liệu gửi đến được niêm phong", "Your data is sealed"),
                "text": t(
                    "Chính sách bảo mật của chúng tôi không nằm bên cạnh phần mềm: phần mềm đọc chính sách "
                    "đó và làm đúng như vậy.",
                    "Our privacy policy doesn’t sit beside the software: the software reads it and does "
                    "what it says.",
                ),
                "points": [
                    {
                        "icon": "envelope",
                        "title": t("Niêm phong ngay khi gửi", "Sealed as you send"),
                        "text": t(
                            "Nội dung biểu mẫu được mã hóa trước khi lưu. Máy chủ website không giữ chìa "
                            "khóa mở.",
                            "What you send is encrypted before it is stored. The web server holds no key to "
                            "open it.",
                        ),
                    },
                    {
                        "icon": "check",
                        "title": t("Đồng ý cho từng mục đích", "Consent, purpose by purpose"),
                        "text": t(
                            "Không ô nào được tích sẵn. Từ chối nhận tin vẫn gửi được yêu cầu.",
                            "No box is ticked for you. Say no to the newsletter and your enquiry still goes "
                            "through.",
                        ),
                    },
                    {
                        "icon": "key",
                        "title": t("Ai đọc cũng để lại dấu vết", "Every reading leaves a trace"),
                        "text": t(
                            "Chỉ người có phận sự mở được, và mỗi lần mở được ghi lại cùng lý do.",
                            "Only staff who need to can open it, and each opening is logged with its reason.",
                        ),
                    },
                ],
                "page": "policy",
                "link_label": t("Đọc chính sách bảo mật", "Read the privacy policy"),
            },
        ),
        (
            "steps",
            {
                "heading": t("Bắt đầu như thế nào", "How it starts"),
                "items": [
                    {
                        "title": t("Quý khách chọn giờ, chúng tôi gọi", "You pick a time, we call"),
                        "text": t(
                            "Mười lăm phút để hiểu quý khách cần gì. Nếu không phù hợp, chúng tôi nói ngay.",
                            "Fifteen minutes to understand what you need. If we’re not the right people, we "
                            "say so.",
                        ),
                    },
                    {
                        "title": t("Báo giá trọn gói bằng văn bản", "An all-in quote in writing"),
                        "text": t(
                            "Trong hai ngày làm việc: việc gì, bao nhiêu tiền, bao lâu, và điều gì không "
                            "bao gồm.",
                            "Within two working days: what, how much, how long, and what is not included.",
                        ),
                    },
                    {
                        "title": t("Làm đến đâu, quý khách xem đến đó", "We build, you watch"),
                        "text": t(
                            "Quý khách xem trước trên địa chỉ thử nghiệm và góp ý trước khi chạy thật.",
                            "You see the work on a test address and comment before anything goes live.",
                        ),
                    },
                    {
                        "title": t("Bàn giao và trông coi", "Handover and care"),
                        "text": t(
                            "Tài khoản, tài liệu, bản sao lưu thuộc về quý khách. Chúng tôi vẫn trực ở đó.",
                            "Accounts, documents and backups belong to you. We stay on duty.",
                        ),
                    },
                ],
            },
        ),
        (
            "latest_news",
            {
                "heading": t("Kiến thức cho chủ website", "Useful to know"),
                "count": 3,
                "link_label": t("Tất cả bài viết", "All articles"),
            },
        ),
        (
            "questions",
            {
                "heading": t("Khách hàng thường hỏi", "What people ask first"),
                "items": [
                    {
                        "question": t("Giá đã gồm thuế chưa?", "Do prices include tax?"),
                        "answer": rich(
                            p(
                                "Rồi. Mọi giá trên website đã gồm thuế giá trị gia tăng (VAT). Hóa đơn điện "
                                "tử được gửi sau khi thanh toán.",
                                "Yes. Every price on this site includes value added tax (VAT). We send an "
                                "electronic invoice after payment.",
                            )
                        ),
                    },
                    {
                        "question": t(
                            "Tôi đang dùng nhà cung cấp khác, chuyển sang có gián đoạn không?",
                            "I’m with another provider. Will my site go down while moving?",
                        ),
                        "answer": rich(
                            p(
                                "Hầu hết website chuyển mà khách truy cập không nhận ra. Chúng tôi chép dữ "
                                "liệu, chạy thử ở địa chỉ tạm, rồi mới đổi DNS vào giờ ít khách. Việc "
                                "chuyển nằm trong giá gói.",
                                "Most sites move without visitors noticing. We copy the data, test it on a "
                                "temporary address and switch the DNS at a quiet hour. Moving is included "
                                "in the plan.",
                            )
                        ),
                    },
                    {
                        "question": t(
                            "Tên miền và website có thuộc về tôi không?",
                            "Do the domain and the website belong to me?",
                        ),
                        "answer": rich(
                            p(
                                "Có. Tên miền đăng ký đứng tên công ty quý khách; mã nguồn, nội dung và "
                                "bản sao lưu đều được bàn giao. Nếu rời đi, chúng tôi chuyển giao trong bảy "
                                "ngày làm việc.",
                                "Yes. The domain is registered in your company’s name; the code, content "
                                "and backups are handed over to you. If you leave, we transfer everything "
                                "within seven working days.",
                            )
                        ),
                    },
                    {
                        "question": t(
                            "Tôi gửi thông tin qua biểu mẫu thì ai đọc được?",
                            "Who can read what I send through a form?",
                        ),
                        "answer": rich(
                            p(
                                "Chỉ nhân viên tư vấn được phân quyền, sau khi đăng nhập hai lớp; mỗi lần "
                                'mở đều được ghi lại. Xem <a href="page:protection">cách chúng tôi bảo vệ '
                                "dữ liệu</a>.",
                                "Only sales staff who have been given that right, after two-step sign-in; "
                                'each opening is logged. See <a href="page:protection">how we protect your '
                                "data</a>.",
                            )
                        ),
                    },
                ],
            },
        ),
    ],
}
