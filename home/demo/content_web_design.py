"""The service web design."""

from common.bilingual import p, t

from .content_services import (
    CALLBACK_FORM,
    ONE_OFF,
    QUESTIONS,
    WHAT_IS_INCLUDED,
    item,
    plan,
    question,
)

WEB_DESIGN = {
    "title": t("Thiết kế website", "Web design"),
    "slug": t("thiet-ke-website", "web-design"),
    "seo_title": t("Thiết kế website cho doanh nghiệp", "Web design for companies"),
    "search_description": t(
        "Thiết kế website giới thiệu, bán hàng, đặt lịch. Giá trọn gói từ 8.900.000 đ đã gồm VAT, tự sửa "
        "nội dung.",
        "Company sites, shops and booking sites. All-in prices from 8,900,000 VND with VAT; edit the "
        "content yourself.",
    ),
    "icon": "layers",
    "intro": t(
        "Một website làm đúng việc quý khách cần, nhanh trên điện thoại, và tự sửa được từng chữ.",
        "A website that does its job, fast on a phone, with every word in your own hands.",
    ),
    "price_from": t("từ 8.900.000 đ", "from 8,900,000 VND"),
    "body": [
        (
            "plans",
            {
                "heading": t("Ba gói thiết kế", "Three packages"),
                "intro": t(
                    "Giá trọn gói cho phạm vi ghi bên dưới. Việc phát sinh được báo giá trước khi làm.",
                    "All-in prices for the scope below. Anything extra is quoted before we start on it.",
                ),
                "note": t(
                    "Giá đã gồm VAT. Chưa gồm hosting và tên miền.",
                    "Prices include VAT. Hosting and domain are not included.",
                ),
                "plans": [
                    plan(
                        t("Gói giới thiệu", "Presence"),
                        t(
                            "Cho công ty cần một website gọn, rõ.",
                            "For a company that needs a small, clear site.",
                        ),
                        t("8.900.000 đ", "8,900,000 VND"),
                        ONE_OFF,
                        [
                            t("Đến 8 trang nội dung", "Up to 8 pages"),
                            t("Một ngôn ngữ", "One language"),
                            t("Biểu mẫu liên hệ và gọi lại", "Contact and callback forms"),
                            t("Hai vòng chỉnh sửa", "Two rounds of changes"),
                            t("Xong trong 3 tuần", "Ready in 3 weeks"),
                        ],
                    ),
                    plan(
                        t("Gói doanh nghiệp", "Business"),
                        t(
                            "Cho công ty có nhiều dịch vụ và khách nước ngoài.",
                            "For a company with several services and customers abroad.",
                        ),
                        t("19.900.000 đ", "19,900,000 VND"),
                        ONE_OFF,
                        [
                            t("Đến 25 trang nội dung", "Up to 25 pages"),
                            t("Tiếng Việt và tiếng Anh", "Vietnamese and English"),
                            t("Tin tức, câu hỏi, tìm kiếm", "News, questions and search"),
                            t("Bốn vòng chỉnh sửa", "Four rounds of changes"),
                            t("Xong trong 6 tuần", "Ready in 6 weeks"),
                        ],
                        highlighted=True,
                    ),
                    plan(
                        t("Gói bán hàng", "Shop"),
                        t("Cho cửa hàng nhận đơn trên mạng.", "For a shop that takes orders online."),
                        t("36.000.000 đ", "36,000,000 VND"),
                        ONE_OFF,
                        [
                            t("Đến 300 sản phẩm ban đầu", "Up to 300 products to start with"),
                            t("Giỏ hàng, vận chuyển, mã giảm giá", "Basket, delivery, discount codes"),
                            t("Thanh toán chuyển khoản bằng mã QR", "Payment by bank transfer with QR code"),
                            t(
                                "Bản thảo các chính sách phải công bố",
                                "Drafts of the policies the law asks for",
                            ),
                            t("Xong trong 10 tuần", "Ready in 10 weeks"),
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
                        "code",
                        t("Tự sửa nội dung", "Edit it yourself"),
                        t(
                            "Trang quản trị tiếng Việt hoặc tiếng Anh, có xem trước, có lịch sử sửa đổi.",
                            "An admin in Vietnamese or English, with preview and a history of changes.",
                        ),
                    ),
                    item(
                        "clock",
                        t("Nhanh trên điện thoại", "Fast on a phone"),
                        t(
                            "Chúng tôi đo trên máy Android phổ thông và gửi kết quả khi bàn giao.",
                            "We measure on an ordinary Android phone and give you the results at handover.",
                        ),
                    ),
                    item(
                        "shield",
                        t("Biểu mẫu đúng luật", "Forms that follow the law"),
                        t(
                            "Nêu rõ mục đích, ô đồng ý không tích sẵn, dữ liệu được mã hóa khi lưu.",
                            "Purposes stated, consent never pre-ticked, data encrypted when stored.",
                        ),
                    ),
                    item(
                        "doc",
                        t("Bàn giao đầy đủ", "Full handover"),
                        t(
                            "Mã nguồn, tài khoản, tài liệu hướng dẫn và một buổi đào tạo hai giờ.",
                            "Source code, accounts, a written guide and a two-hour training session.",
                        ),
                    ),
                ],
            },
        ),
        (
            "steps",
            {
                "heading": t("Chúng tôi làm thế nào", "How we work"),
                "items": [
                    {
                        "title": t("Nội dung trước, giao diện sau", "Content first, looks second"),
                        "text": t(
                            "Cùng quý khách ghi ra những câu hỏi của khách mà website phải trả lời.",
                            "Together we write down which questions of your customers the site must answer.",
                        ),
                    },
                    {
                        "title": t("Bản phác thảo", "Sketch"),
                        "text": t(
                            "Trang chủ và một trang dịch vụ, trên điện thoại và máy tính.",
                            "The home page and one service page, on a phone and on a computer.",
                        ),
                    },
                    {
                        "title": t("Bản chạy thử", "Trial version"),
                        "text": t(
                            "Website hoàn chỉnh trên địa chỉ thử nghiệm, quý khách góp ý từng trang.",
                            "The whole site on a test address; you comment page by page.",
                        ),
                    },
                    {
                        "title": t("Chạy thật và bảo hành", "Go live, with a warranty"),
                        "text": t(
                            "Sửa lỗi miễn phí trong 12 tháng, không tính việc thêm mới.",
                            "Faults are mended free of charge for 12 months; new features are separate.",
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
                        t("Tôi phải chuẩn bị những gì?", "What do I need to prepare?"),
                        p(
                            "Thông tin công ty, danh sách dịch vụ, ảnh thật nếu có. Chưa có bài viết cũng "
                            "không sao: chúng tôi phỏng vấn quý khách rồi viết giúp, trong phạm vi số trang "
                            "của gói.",
                            "Company details, a list of services, real photographs if you have them. No "
                            "texts yet? We interview you and write them, within the number of pages of the "
                            "package.",
                        ),
                    ),
                    question(
                        t("Sau này tôi muốn thêm trang thì sao?", "What if I want more pages later?"),
                        p(
                            "Quý khách tự thêm trang không giới hạn bằng các khối có sẵn. Cần khối mới hay "
                            "tính năng mới, chúng tôi báo giá riêng.",
                            "You can add as many pages as you like from the blocks that are there. If you "
                            "need a new kind of block or a new feature, we quote for it.",
                        ),
                    ),
                    question(
                        t("Thanh toán thế nào?", "How do I pay?"),
                        p(
                            "40% khi ký hợp đồng, 40% khi duyệt bản chạy thử, 20% khi bàn giao.",
                            "40% on signing, 40% when you approve the trial version, 20% at handover.",
                        ),
                    ),
                    question(
                        t(
                            "Website bán hàng có phải làm thủ tục gì không?",
                            "Are there formalities for a shop website?",
                        ),
                        p(
                            "Có. Website có chức năng đặt hàng trực tuyến phải làm thủ tục theo pháp luật "
                            "thương mại điện tử và công bố các chính sách giá, giao hàng, đổi trả, khiếu "
                            "nại. Chúng tôi soạn bản thảo; quý khách duyệt và nộp.",
                            "Yes. A website that takes orders must go through a notification under the "
                            "e-commerce law and publish its policies on prices, delivery, returns and "
                            "complaints. We prepare the drafts; you approve and file them.",
                        ),
                    ),
                ],
            },
        ),
        CALLBACK_FORM,
    ],
}
