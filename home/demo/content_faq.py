"""The page of questions, in groups."""

from common.bilingual import p, rich, t


def _question(asked, *answer):
    return {"question": asked, "answer": rich(*answer)}


FAQ = {
    "title": t("Câu hỏi thường gặp", "Questions"),
    "slug": t("cau-hoi-thuong-gap", "questions"),
    "seo_title": t("Câu hỏi thường gặp về website và hosting", "Questions about websites and hosting"),
    "search_description": t(
        "Trả lời ngắn gọn về giá, thanh toán, chuyển website, sự cố, tên miền và dữ liệu cá nhân.",
        "Short answers about prices, payment, moving a website, faults, domains and personal data.",
    ),
    "intro": t(
        "Không thấy điều cần hỏi? Hãy viết cho chúng tôi, câu trả lời sẽ được bổ sung vào trang này.",
        "Your question isn’t here? Write to us and we will add the answer to this page.",
    ),
    "body": [
        (
            "questions",
            {
                "heading": t("Giá và thanh toán", "Prices and payment"),
                "items": [
                    _question(
                        t("Có phí ẩn nào không?", "Are there hidden fees?"),
                        p(
                            "Không. Giá niêm yết đã gồm VAT, cài đặt, SSL và chuyển website. Việc ngoài "
                            "phạm vi chỉ làm sau khi quý khách đồng ý báo giá bằng văn bản.",
                            "No. Listed prices include VAT, set-up, SSL and moving your site. Anything "
                            "beyond that is done only after you accept a written quote.",
                        ),
                    ),
                    _question(
                        t("Thanh toán bằng cách nào?", "How can I pay?"),
                        p(
                            "Chuyển khoản ngân hàng hoặc quét mã QR. Hóa đơn điện tử gửi trong ngày làm "
                            "việc sau khi nhận tiền.",
                            "By bank transfer or QR code. The electronic invoice follows within one working "
                            "day of payment.",
                        ),
                    ),
                    _question(
                        t("Quên gia hạn thì sao?", "What if I forget to renew?"),
                        p(
                            "Chúng tôi nhắc trước 30, 15, 7 và 1 ngày. Sau ngày hết hạn, hosting tạm dừng "
                            "nhưng dữ liệu được giữ thêm 30 ngày.",
                            "We remind you 30, 15, 7 days and 1 day before. After that the hosting is "
                            "paused, but your data is kept for 30 more days.",
                        ),
                    ),
                ],
            },
        ),
        (
            "questions",
            {
                "heading": t("Website và hosting", "Websites and hosting"),
                "items": [
                    _question(
                        t("Chuyển website mất bao lâu?", "How long does moving a site take?"),
                        p(
                            "Thường xong trong một ngày làm việc, tính từ khi có quyền truy cập nhà cung "
                            "cấp cũ. Website lớn thì chúng tôi hẹn giờ đêm.",
                            "Usually one working day from the moment we have access to your old provider. "
                            "Large sites are moved at night by appointment.",
                        ),
                    ),
                    _question(
                        t(
                            "Website bị tấn công thì xử lý thế nào?",
                            "What do you do when a site is hacked?",
                        ),
                        p(
                            "Cách ly website, báo cho quý khách, khôi phục bản sao lưu sạch gần nhất và chỉ "
                            "ra lỗ hổng cần vá. Khách hàng hosting không trả thêm tiền cho việc này.",
                            "We isolate the site, tell you, restore the latest clean backup and show you "
                            "the hole to close. Hosting customers pay nothing extra for this.",
                        ),
                    ),
                    _question(
                        t("Tôi có thể tự nâng gói không?", "Can I upgrade by myself?"),
                        p(
                            "Được, ngay trong bảng điều khiển. Quý khách chỉ trả phần chênh lệch cho thời "
                            "gian còn lại.",
                            "Yes, in the control panel. You pay only the difference for the time that "
                            "remains.",
                        ),
                    ),
                    _question(
                        t("Ngoài giờ thì liên hệ thế nào?", "How do I reach you after hours?"),
                        p(
                            "Hotline kỹ thuật trực 24/7. Tư vấn và kế toán làm việc trong giờ hành chính; "
                            'quý khách có thể <a href="page:callback">đặt giờ gọi lại</a>.',
                            "The technical hotline is staffed around the clock. Sales and accounts keep "
                            'office hours; you can <a href="page:callback">book a call back</a>.',
                        ),
                    ),
                ],
            },
        ),
        (
            "questions",
            {
                "heading": t("Tên miền và e-mail", "Domains and e-mail"),
                "items": [
                    _question(
                        t("Tên miền đứng tên ai?", "In whose name is the domain?"),
                        p(
                            "Tên công ty của quý khách, với e-mail và số điện thoại của công ty. Chúng tôi "
                            "chỉ là bên quản lý kỹ thuật.",
                            "Your company’s, with your e-mail and phone number. We are only the technical "
                            "contact.",
                        ),
                    ),
                    _question(
                        t("Vì sao thư của tôi vào hộp thư rác?", "Why does my mail end up in spam?"),
                        p(
                            "Thường do thiếu SPF, DKIM, DMARC hoặc gửi thư hàng loạt từ hộp thư cá nhân. "
                            "Chúng tôi kiểm tra và cài đặt miễn phí cho khách dùng e-mail của chúng tôi.",
                            "Usually because SPF, DKIM or DMARC are missing, or because bulk mail is sent "
                            "from a personal mailbox. For our e-mail customers we check and set this up "
                            "free of charge.",
                        ),
                    ),
                ],
            },
        ),
        (
            "questions",
            {
                "heading": t("Dữ liệu cá nhân", "Personal data"),
                "items": [
                    _question(
                        t("Tôi muốn biết công ty đang giữ gì về tôi", "What do you hold about me?"),
                        p(
                            "Mở mục “Quyền riêng tư của tôi” ở cuối mỗi trang và nhập mã gửi tới e-mail của "
                            "quý khách: xem được ngay những gì đang lưu, ai đã đọc, và tải về, sửa hoặc xóa. "
                            'Cũng có thể yêu cầu qua <a href="page:contact">trang Liên hệ</a>.',
                            "Open “My privacy” at the foot of every page and type the code that we mail you: "
                            "you see at once what is held and who read it, and can download, correct or "
                            'erase it. Or ask through the <a href="page:contact">contact page</a>.',
                        ),
                    ),
                    _question(
                        t("Làm sao để dừng nhận bản tin?", "How do I stop the newsletter?"),
                        p(
                            "Mở mục “Quyền riêng tư của tôi” ở cuối mỗi trang và rút lại sự đồng ý: chỉ cần "
                            "bấm một lần, có hiệu lực ngay, kèm biên nhận ghi rõ thời điểm.",
                            "Open “My privacy” at the foot of every page and withdraw your consent: one "
                            "click, with effect at once, and a receipt that states when.",
                        ),
                    ),
                    _question(
                        t("Website có dùng cookie không?", "Does this site use cookies?"),
                        p(
                            "Không, nếu chỉ đọc và gửi biểu mẫu. Vì vậy không có thanh hỏi cookie. "
                            'Xem <a href="page:policy">chính sách bảo mật</a>.',
                            "Not for reading or for sending forms. That is why no cookie banner meets you. "
                            'See the <a href="page:policy">privacy policy</a>.',
                        ),
                    ),
                ],
            },
        ),
    ],
}
