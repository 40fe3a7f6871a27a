"""The articles on the personal-data law and on .vn domains."""

import datetime

from common.bilingual import h2, ol, p, rich, t, ul

LAW = {
    "title": t(
        "Luật Bảo vệ dữ liệu cá nhân và biểu mẫu liên hệ của công ty",
        "The personal data law and your contact form",
    ),
    "slug": t("luat-du-lieu-ca-nhan-va-bieu-mau", "data-law-and-contact-forms"),
    "search_description": t(
        "Luật 91/2025 và Nghị định 356/2025 đòi hỏi gì ở biểu mẫu liên hệ: ô đồng ý, mục đích, bằng chứng, "
        "thời hạn.",
        "What Law 91/2025 and Decree 356/2025 ask of a contact form: consent boxes, purposes, proof, "
        "deadlines.",
    ),
    "date": datetime.date(2026, 11, 17),
    "intro": t(
        "Từ ngày 01/01/2026, một biểu mẫu chỉ có ô tên, số điện thoại và nút “Gửi” là chưa đủ. Đây là những "
        "gì cần thêm.",
        "Since 1 January 2026, a form with a name, a phone number and a “Send” button is not enough. Here "
        "is what to add.",
    ),
    "body": [
        (
            "rich_text",
            rich(
                p(
                    "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 và Nghị định 356/2025/NĐ-CP áp dụng cho "
                    "mọi tổ chức xử lý dữ liệu cá nhân, kể cả công ty chỉ có một biểu mẫu liên hệ. Dưới đây "
                    "là phần chạm đến website của quý khách.",
                    "Personal Data Protection Law 91/2025/QH15 and Decree 356/2025 apply to every "
                    "organisation that processes personal data, a company with a single contact form "
                    "included. Here is the part that touches your website.",
                ),
                h2("Ô đồng ý: năm điều", "The consent box: five points"),
                ol(
                    (
                        "<b>Không tích sẵn.</b> Im lặng hay tiếp tục xem trang không phải là đồng ý.",
                        "<b>Never pre-ticked.</b> Silence, or going on reading, is not consent.",
                    ),
                    (
                        "<b>Mỗi mục đích một ô.</b> Trả lời câu hỏi là một mục đích, gửi quảng cáo là mục "
                        "đích khác.",
                        "<b>One box for each purpose.</b> Answering a question is one purpose, advertising "
                        "is another.",
                    ),
                    (
                        "<b>Không ép.</b> Khách từ chối nhận quảng cáo thì vẫn phải gửi được câu hỏi.",
                        "<b>No tying.</b> Someone who declines advertising must still be able to ask a "
                        "question.",
                    ),
                    (
                        "<b>Nói rõ.</b> Loại dữ liệu, mục đích, bên kiểm soát, quyền và nghĩa vụ, ngay tại "
                        "chỗ tích ô.",
                        "<b>Say it plainly.</b> Which data, what for, who is in control, rights and duties, "
                        "right beside the box.",
                    ),
                    (
                        "<b>Rút lại được.</b> Bằng văn bản hoặc phương tiện điện tử, và công ty phải dừng "
                        "việc sử dụng.",
                        "<b>It can be withdrawn.</b> In writing or electronically, and you must then stop.",
                    ),
                ),
                h2("Bằng chứng là việc của công ty", "The proof is up to you"),
                p(
                    "Khi có tranh chấp, công ty phải chứng minh ai đã đồng ý, lúc nào, với nội dung gì. Một "
                    "cột “đồng ý: có” trong bảng tính không đủ; hãy lưu nguyên văn câu chữ đã hiển thị và "
                    "phiên bản chính sách lúc đó.",
                    "In a dispute the company must show who agreed, when, and to what. A column “consent: "
                    "yes” in a spreadsheet is not enough; keep the very words that were shown and the "
                    "version of the policy at that time.",
                ),
                h2("Thời hạn khi khách yêu cầu", "Deadlines when people ask"),
                ul(
                    (
                        "Phản hồi đầu tiên: 2 ngày làm việc.",
                        "First reply: 2 working days.",
                    ),
                    (
                        "Xem, sửa, cung cấp bản sao: 10 ngày.",
                        "View, correct, supply a copy: 10 days.",
                    ),
                    (
                        "Rút lại sự đồng ý, hạn chế, phản đối: 15 ngày.",
                        "Withdraw consent, restrict, object: 15 days.",
                    ),
                    (
                        "Xóa: 20 ngày. Từ chối nhận quảng cáo: phải dừng ngay.",
                        "Erase: 20 days. Refusing advertising: stop at once.",
                    ),
                ),
                p(
                    "Phần lớn thời hạn được gia hạn một lần nếu nêu lý do. Sự cố có nguy cơ gây hại phải "
                    "báo cho cơ quan chuyên trách trong 72 giờ kể từ khi phát hiện.",
                    "Most deadlines can be extended once, with reasons. A breach that may cause harm must "
                    "be reported to the authority within 72 hours of detection.",
                ),
                h2("Việc nên làm tuần này", "What to do this week"),
                ol(
                    (
                        "Bỏ những ô không cần. Ngày sinh, địa chỉ, số căn cước hiếm khi cần để trả lời một "
                        "câu hỏi.",
                        "Remove fields you don’t need. A date of birth, an address or an identity number is "
                        "rarely needed to answer a question.",
                    ),
                    (
                        "Ghi ra mỗi mục đích giữ dữ liệu bao lâu, và xóa khi hết hạn.",
                        "Write down how long each purpose keeps data, and delete it when the time is up.",
                    ),
                    (
                        "Đừng gửi nội dung biểu mẫu qua e-mail thường. Gửi thông báo “có yêu cầu mới” là đủ.",
                        "Don’t mail the answers in clear. A note saying “a new enquiry has arrived” is "
                        "enough.",
                    ),
                    (
                        "Kiểm kê dịch vụ nước ngoài đang nhận dữ liệu: công cụ thống kê, biểu mẫu, gửi thư. "
                        "Chuyển dữ liệu xuyên biên giới có hồ sơ riêng.",
                        "List the foreign services that receive data: analytics, form tools, mailing tools. "
                        "Cross-border transfer needs a dossier of its own.",
                    ),
                ),
            ),
        ),
        (
            "callout",
            {
                "tone": "warn",
                "title": t("Không phải tư vấn pháp lý", "Not legal advice"),
                "text": rich(
                    p(
                        "Bài viết tóm tắt theo cách hiểu của kỹ sư. Trường hợp cụ thể, nhất là dữ liệu nhạy "
                        "cảm, xin hỏi luật sư. Cách chúng tôi tự áp dụng nằm ở trang <a "
                        'href="page:protection">cách chúng tôi bảo vệ dữ liệu</a>.',
                        "This is an engineer’s summary. For your own case, and above all for sensitive "
                        "data, ask a lawyer. How we apply it ourselves is on the page <a "
                        'href="page:protection">how we protect your data</a>.',
                    )
                ),
            },
        ),
    ],
}

DOMAIN_VN = {
    "title": t(
        "Đăng ký tên miền .vn: chuẩn bị gì, tránh lỗi nào",
        "Registering a .vn domain: what to prepare, what to avoid",
    ),
    "slug": t("dang-ky-ten-mien-vn", "registering-a-vn-domain"),
    "search_description": t(
        "Giấy tờ cần có, cách chọn tên, ai nên đứng tên và năm lỗi khiến doanh nghiệp mất tên miền .vn.",
        "The papers you need, how to choose a name, who should own it, and five ways companies lose a .vn "
        "domain.",
    ),
    "date": datetime.date(2026, 8, 25),
    "intro": t(
        "Tên miền là tài sản rẻ nhất và khó thay nhất của công ty trên mạng. Đăng ký đúng ngay từ đầu.",
        "A domain name is the cheapest thing your company owns online, and the hardest to replace. Get it "
        "right at once.",
    ),
    "body": [
        (
            "rich_text",
            rich(
                h2("Chuẩn bị", "What to prepare"),
                ul(
                    (
                        "<b>Tổ chức:</b> tên đầy đủ, mã số thuế, địa chỉ theo đăng ký doanh nghiệp, người "
                        "quản lý tên miền.",
                        "<b>Organisation:</b> full name, tax code, address as registered, and the person "
                        "who manages the domain.",
                    ),
                    (
                        "<b>Cá nhân:</b> họ tên, ngày sinh, số giấy tờ tùy thân còn hạn.",
                        "<b>Private person:</b> full name, date of birth and the number of a valid identity "
                        "document.",
                    ),
                    (
                        "<b>E-mail và số điện thoại</b> mà công ty còn dùng lâu dài: mọi thông báo gia hạn "
                        "gửi về đó.",
                        "<b>An e-mail address and a phone number</b> that the company will keep: all "
                        "renewal notices go there.",
                    ),
                ),
                h2("Chọn đuôi nào", "Which ending"),
                p(
                    "<b>.vn</b> ngắn và được dùng nhiều nhất. <b>.com.vn</b> dành cho hoạt động thương mại, "
                    "thường còn nhiều tên hơn. <b>.id.vn</b> dành cho cá nhân, <b>.biz.vn</b> cho hộ kinh "
                    "doanh và doanh nghiệp. Có lúc nhà nước miễn, giảm phí cho các đuôi này; hãy hỏi điều "
                    "kiện ở thời điểm đăng ký.",
                    "<b>.vn</b> is short and the best known. <b>.com.vn</b> is for commerce and often has "
                    "more names left. <b>.id.vn</b> is for individuals, <b>.biz.vn</b> for household "
                    "businesses and companies. At times the state waives or lowers the fees for these; ask "
                    "about the conditions when you register.",
                ),
                h2("Năm lỗi khiến mất tên miền", "Five ways to lose a domain"),
                ol(
                    (
                        "Để nhân viên hoặc đơn vị thiết kế đứng tên. Khi chia tay, tên miền đi theo họ.",
                        "Registering it to an employee or to the web designer. When you part, the domain "
                        "goes with them.",
                    ),
                    (
                        "Dùng e-mail theo chính tên miền đó để nhận nhắc gia hạn. Hết hạn thì thư nhắc cũng "
                        "không đến.",
                        "Having reminders sent to a mailbox on that very domain. Once it expires, so do the "
                        "reminders.",
                    ),
                    (
                        "Không bật tự động gia hạn và không ai được giao theo dõi.",
                        "No automatic renewal, and nobody in charge of it.",
                    ),
                    (
                        "Chuyển tiền theo thư “nhắc gia hạn” giả. Chỉ thanh toán trong tài khoản của "
                        "chính mình tại nhà đăng ký.",
                        "Paying a fake “renewal notice”. Pay only in your own account at your registrar.",
                    ),
                    (
                        "Không bật khóa chuyển và xác thực hai lớp ở tài khoản quản lý.",
                        "Not using the transfer lock and two-step sign-in on the account.",
                    ),
                ),
                h2("Đăng ký xong thì làm gì", "After registration"),
                p(
                    "Cất giấy xác nhận cùng hồ sơ công ty, bật khóa chuyển, cài SPF, DKIM và DMARC cho "
                    "e-mail ngay cả khi chưa có website. Cần người làm giúp, xem trang <a "
                    'href="page:domain-email">tên miền và e-mail</a>.',
                    "Keep the confirmation with the company’s papers, switch on the transfer lock, and set "
                    "SPF, DKIM and DMARC for mail even before there is a website. If you want it done for "
                    'you, see <a href="page:domain-email">domains and e-mail</a>.',
                ),
            ),
        ),
    ],
}
