"""The pages about the company and about how it protects data."""

from common.bilingual import h2, p, rich, t, ul

ABOUT = {
    "title": t("Giới thiệu", "About us"),
    "slug": t("gioi-thieu", "about"),
    "seo_title": t("Giới thiệu WEBSCLOUD", "About WEBSCLOUD"),
    "search_description": t(
        "WEBSCLOUD thiết kế website và vận hành máy chủ cho doanh nghiệp Việt Nam từ năm 2020.",
        "WEBSCLOUD has designed websites and run servers for companies in Vietnam since 2020.",
    ),
    "intro": t(
        "Chúng tôi là một công ty kỹ thuật nhỏ. Người viết phần mềm cũng là người trực máy chủ và nghe điện "
        "thoại.",
        "We are a small engineering company. The people who write the software also run the servers and "
        "answer the phone.",
    ),
    "body": [
        (
            "rich_text",
            rich(
                h2("Chúng tôi làm gì", "What we do"),
                p(
                    'Từ năm 2020, WEBSCLOUD <a href="page:web-design">thiết kế website</a>, cho thuê <a '
                    'href="page:hosting">hosting</a>, vận hành <a href="page:cloud-server">máy chủ đám '
                    'mây</a> và đăng ký <a href="page:domain-email">tên miền, e-mail</a> cho doanh nghiệp '
                    "Việt Nam, phần lớn là công ty không có bộ phận kỹ thuật riêng.",
                    'Since 2020, WEBSCLOUD has <a href="page:web-design">designed websites</a>, rented out '
                    '<a href="page:hosting">hosting</a>, run <a href="page:cloud-server">cloud servers</a> '
                    'and registered <a href="page:domain-email">domains and e-mail</a> for companies in '
                    "Vietnam, most of which have no technical department of their own.",
                ),
                h2("Chúng tôi tin điều gì", "What we believe"),
                ul(
                    (
                        "<b>Giá thật.</b> Giá trên website là giá trên hóa đơn, đã gồm VAT, năm sau "
                        "cũng vậy.",
                        "<b>Honest prices.</b> The price on the site is the price on the invoice, VAT "
                        "included, next year too.",
                    ),
                    (
                        "<b>Dữ liệu là của khách hàng.</b> Chúng tôi giữ hộ, không khai thác, và trả lại "
                        "khi được yêu cầu.",
                        "<b>Data belongs to the customer.</b> We look after it, don’t exploit it, and give "
                        "it back on request.",
                    ),
                    (
                        "<b>Ít mà chắc.</b> Thà bốn dịch vụ làm tốt còn hơn bốn mươi dịch vụ làm tạm.",
                        "<b>Few things, done well.</b> Four services that work rather than forty that "
                        "nearly do.",
                    ),
                ),
            ),
        ),
        (
            "features",
            {
                "heading": t("Làm việc với chúng tôi", "Working with us"),
                "intro": t("", ""),
                "items": [
                    {
                        "icon": "phone",
                        "title": t("Một đầu mối", "One contact"),
                        "text": t(
                            "Mỗi khách hàng có một kỹ sư phụ trách và một người thay thế biết việc.",
                            "Each customer has one engineer in charge and a deputy who knows the case.",
                        ),
                    },
                    {
                        "icon": "doc",
                        "title": t("Mọi thứ bằng văn bản", "Everything in writing"),
                        "text": t(
                            "Báo giá, phạm vi, thời hạn, biên bản bàn giao. Không hứa miệng.",
                            "Quote, scope, dates, handover. No spoken promises.",
                        ),
                    },
                    {
                        "icon": "clock",
                        "title": t("Báo trước khi bảo trì", "Notice before maintenance"),
                        "text": t(
                            "Ít nhất 72 giờ, và làm vào ban đêm theo giờ Việt Nam.",
                            "At least 72 hours ahead, and done at night, Vietnam time.",
                        ),
                    },
                ],
            },
        ),
        ("company_details", {"heading": t("Thông tin doanh nghiệp", "Company details")}),
    ],
}

PROTECTION = {
    "title": t("Cách chúng tôi bảo vệ dữ liệu", "How we protect your data"),
    "slug": t("bao-ve-du-lieu", "data-protection"),
    "search_description": t(
        "Niêm phong khi gửi, nhật ký mỗi lần đọc, không cookie, không bên thứ ba: dữ liệu của quý khách đi "
        "đâu.",
        "Sealed on sending, each reading logged, no cookies, no third parties: where your data goes.",
    ),
    "intro": t(
        "Điều gì xảy ra từ lúc quý khách bấm “Gửi”, kể bằng lời dễ hiểu.",
        "What happens from the moment you press “Send”, in plain words.",
    ),
    "body": [
        (
            "steps",
            {
                "heading": t("Đường đi của một yêu cầu", "The journey of an enquiry"),
                "items": [
                    {
                        "title": t("Niêm phong", "Sealing"),
                        "text": t(
                            "Máy chủ website kiểm tra nội dung rồi mã hóa ngay bằng khóa công khai. Từ lúc "
                            "đó chính nó cũng không đọc lại được.",
                            "The web server checks what you wrote and encrypts it at once with a public "
                            "key. From then on it can’t read it back itself.",
                        ),
                    },
                    {
                        "title": t("Biên nhận", "Receipt"),
                        "text": t(
                            "Quý khách nhận một mã ngẫu nhiên. Mã không chứa thông tin cá nhân và không để "
                            "lộ đã có bao nhiêu người gửi.",
                            "You get a random number. It holds no personal data and doesn’t show how many "
                            "others have written.",
                        ),
                    },
                    {
                        "title": t("Tiếp nhận", "Intake"),
                        "text": t(
                            "Phía nội bộ mở phong bì, rồi niêm phong lại bằng khóa riêng của từng người, "
                            "cất khóa ở kho khác với dữ liệu.",
                            "The internal side opens the envelope and seals it again under a key of each "
                            "person’s own, kept apart from the data.",
                        ),
                    },
                    {
                        "title": t("Đọc có dấu vết", "Reading, with a trace"),
                        "text": t(
                            "Danh sách chỉ hiện thông tin đã che. Mở ra xem thì tên nhân viên, thời điểm và "
                            "lý do được ghi vào nhật ký.",
                            "Lists show masked details only. Opening them writes the employee’s name, the "
                            "time and the reason into a log.",
                        ),
                    },
                ],
            },
        ),
        (
            "rich_text",
            rich(
                h2("Ai không đọc được", "Who can’t read it"),
                ul(
                    (
                        "Người biên tập website: họ sửa biểu mẫu nhưng không thấy câu trả lời.",
                        "Website editors: they change the forms but don’t see the answers.",
                    ),
                    (
                        "Quản trị viên hệ thống: quyền quản trị không kèm quyền mở hộp thư.",
                        "System administrators: running the system doesn’t include opening the inbox.",
                    ),
                    (
                        "Kẻ lấy trộm cơ sở dữ liệu hay bản sao lưu mà không có khóa: chỉ thấy chuỗi mã hóa.",
                        "Someone who steals the database or a backup without the keys: all they get is "
                        "ciphertext.",
                    ),
                ),
                h2("Sự đồng ý được ghi lại thế nào", "How consent is recorded"),
                p(
                    "Mỗi mục đích một ô, không ô nào tích sẵn. Mỗi quyết định, cả đồng ý lẫn từ chối, được "
                    "ghi vào một cuốn sổ chỉ ghi thêm, không sửa, không xóa, kèm đúng câu chữ quý khách đã "
                    "thấy. Sổ dùng bí danh thay cho tên.",
                    "One box for each purpose, none of them ticked. Every decision, yes or no, goes into a "
                    "ledger that can only be added to, never changed or deleted, with the very words you "
                    "saw. The ledger uses a pseudonym in place of your name.",
                ),
                h2("Khi quý khách đọc trang này", "While you read this site"),
                ul(
                    (
                        "Không cookie, không mã theo dõi, không dấu vân tay trình duyệt.",
                        "No cookies, no tracking code, no browser fingerprinting.",
                    ),
                    (
                        "Không tải phông chữ, ảnh hay mã từ máy chủ nào khác: mọi thứ nằm ở đây.",
                        "No fonts, pictures or code from other servers: everything is here.",
                    ),
                    (
                        "Chống thư rác bằng bài toán nhỏ máy quý khách tự giải, không nhờ công ty khác theo "
                        "dõi.",
                        "Spam is kept out by a small sum your device solves itself, not by another company "
                        "watching you.",
                    ),
                ),
                h2("Điều chúng tôi không hứa", "What we don’t promise"),
                p(
                    "Không hệ thống nào an toàn tuyệt đối. Nhân viên được phân quyền vẫn đọc được điều quý "
                    "khách gửi, vì phải trả lời. Nếu có sự cố, chúng tôi báo cơ quan chức năng và báo cho "
                    'quý khách, như <a href="page:policy">chính sách bảo mật</a> cam kết.',
                    "No system is perfectly safe. Staff with the right to do so can read what you send, "
                    "because they have to answer it. If something goes wrong we tell the authorities and we "
                    'tell you, as the <a href="page:policy">privacy policy</a> promises.',
                ),
            ),
        ),
        (
            "callout",
            {
                "tone": "note",
                "title": t("Thấy một lỗ hổng?", "Found a weakness?"),
                "text": rich(
                    p(
                        "Xin viết cho security@webscloud.example. Chúng tôi trả lời trong hai ngày làm việc "
                        "và không kiện người báo lỗi có thiện chí.",
                        "Please write to security@webscloud.example. We answer within two working days and "
                        "don’t take action against anyone who reports in good faith.",
                    )
                ),
            },
        ),
    ],
}
