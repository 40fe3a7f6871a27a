"""The privacy policy: the company's own text word for word, then the live registers.

Each dash of the text is a list item here. Its last two lines, the question and the copyright line, stand
where visitors meet them on every page: in the call to action and in the footer.
"""

from common.bilingual import Words, h3, p, rich, t, ul


def _items(*items):
    """Nested list items: a text, or a text followed by the list below it."""
    vi = "".join(f"<li>{text}{below or ''}</li>" for text, below in items)
    en = "".join(f"<li>{text.en}{below.en if below else ''}</li>" for text, below in items)
    return Words(f"<ul>{vi}</ul>", f"<ul>{en}</ul>", html=True)


PURPOSE_OF_COLLECTION = _items(
    (
        t(
            "WEBSCLOUD chỉ thu thập thông tin cá nhân của người dùng gửi cho chúng tôi qua hình thức đăng ký "
            "nhận tin (Newsletter), chat trực tuyến (livechat), form liên hệ, form yêu cầu gọi lại, gửi "
            "email, gọi điện tới tổng đài hoặc hotline và các cuộc khảo sát khác.",
            "WEBSCLOUD only collects the personal information that users send us by signing up for news "
            "(newsletter), live chat, the contact form, the form asking for a call back, e-mail, telephone "
            "calls to our switchboard or hotline, and other surveys.",
        ),
        None,
    ),
    (
        t(
            "Thông tin cá nhân được hiểu là: Họ và tên, email, số điện thoại, địa chỉ hay bất kỳ thông tin "
            "cá nhân nào khác mà quý khách cung cấp, hoặc bất kỳ thông tin nào về bạn được thu thập theo "
            "chính sách của chúng tôi phù hợp với quy định của pháp luật hiện hành.",
            "Personal information means: full name, e-mail, telephone number, address or any other personal "
            "information that you provide, or any information about you that is collected under our policy "
            "in accordance with the law in force.",
        ),
        None,
    ),
    (
        t(
            "Chúng tôi sử dụng thông tin cá nhân của bạn cho những mục đích sau:",
            "We use your personal information for the following purposes:",
        ),
        _items(
            (
                t(
                    "Liên hệ trao đổi với người dùng về thông tin dịch vụ đáp ứng nhu cầu tìm hiểu và sử "
                    "dụng dịch vụ.",
                    "To contact users and talk with them about services, meeting their wish to learn about "
                    "and use our services.",
                ),
                None,
            ),
            (
                t(
                    "Gửi thông tin, bảng giá dịch vụ cũng như những thay đổi về chính sách, chương trình ưu "
                    "đãi, giảm giá, dịch vụ mới.",
                    "To send information and price lists of services, as well as changes of policy, "
                    "promotions, discounts and new services.",
                ),
                None,
            ),
            (
                t(
                    "Gửi tài liệu bàn giao dự án cũng như các thông báo quan trọng trong suốt quá trình sử "
                    "dụng website liên quan tới cảnh báo hết dung lượng, nhắc nhở gia hạn dịch vụ, xác nhận "
                    "thanh toán, hóa đơn tài chính, thay đổi server.",
                    "To send project handover documents and important notices throughout the use of the "
                    "website, concerning warnings that storage is running out, reminders to renew services, "
                    "confirmation of payment, financial invoices and changes of server.",
                ),
                None,
            ),
            (
                t(
                    "Sử dụng cho việc hỗ trợ sau bán hàng, chăm sóc khách hàng.",
                    "To provide after-sales support and customer care.",
                ),
                None,
            ),
            (
                t(
                    "Sử dụng thông tin cá nhân của bạn cho mục đích kinh doanh của chúng tôi, như phân tích "
                    "và quản lý thông tin khách hàng, nghiên cứu thị trường, kiểm tra, phát triển dịch vụ "
                    "mới, xác định hiệu quả chiến lược quảng cáo, khuyến mại và những mục đích kinh doanh "
                    "khác phù hợp với quy định của pháp luật hiện hành.",
                    "To use your personal information for our business purposes, such as analysing and "
                    "managing customer information, market research, testing, developing new services, "
                    "determining the effectiveness of advertising and promotion strategies, and other "
                    "business purposes in accordance with the law in force.",
                ),
                None,
            ),
        ),
    ),
    (
        t(
            "Trong trường hợp có yêu cầu của pháp luật: WEBSCLOUD có trách nhiệm hợp tác cung cấp thông tin "
            "cá nhân khách hàng khi có yêu cầu từ cơ quan tư pháp bao gồm: Viện kiểm sát, tòa án, cơ quan "
            "công an điều tra liên quan đến hành vi phạm pháp.",
            "Where the law so requires: WEBSCLOUD is responsible for co-operating in providing customers’ "
            "personal information when requested by judicial authorities, including the procuracy, the "
            "courts and the police investigating unlawful acts.",
        ),
        None,
    ),
    (
        t(
            "Chúng tôi sử dụng cookies của trình duyệt để:",
            "We use browser cookies to:",
        ),
        _items(
            (
                t(
                    "Giám sát hiệu quả của các chiến dịch tiếp thị.",
                    "Monitor the effectiveness of marketing campaigns.",
                ),
                None,
            ),
            (
                t(
                    "Theo dõi và báo cáo số liệu tổng hợp như tổng số khách truy cập, lưu lượng truy cập, "
                    "thời gian truy cập trung bình, trang được truy cập nhiều nhất.",
                    "Follow and report overall figures such as the total number of visitors, traffic, "
                    "average visit time and the most visited pages.",
                ),
                None,
            ),
            (
                t(
                    "Chẩn đoán hoặc sửa chữa các vấn đề kỹ thuật được báo cáo bởi người dùng hoặc các nhân "
                    "viên của WEBSCLOUD.",
                    "Diagnose or repair technical problems reported by users or by WEBSCLOUD’s employees.",
                ),
                None,
            ),
        ),
    ),
)

COMMITMENT = _items(
    (
        t(
            "Thông tin cá nhân của người dùng trên website được cam kết bảo mật tuyệt đối theo chính sách "
            "bảo vệ thông tin cá nhân của website. Việc thu thập và sử dụng thông tin của mỗi khách hàng "
            "chỉ được thực hiện khi có sự đồng ý của khách hàng đó trừ những trường hợp pháp luật có quy "
            "định khác.",
            "We undertake to keep users’ personal information on the website absolutely confidential under "
            "the website’s policy on protecting personal information. The information of each customer is "
            "collected and used only with that customer’s consent, except where the law provides otherwise.",
        ),
        None,
    ),
    (
        t(
            "Không sử dụng, không chuyển giao, chia sẻ hay tiết lộ cho bên thứ 3 nào về thông tin cá nhân "
            "của khách hàng khi không có sự cho phép đồng ý từ khách hàng.",
            "We do not use, transfer, share or disclose customers’ personal information to any third party "
            "without the customer’s permission and consent.",
        ),
        None,
    ),
    (
        t(
            "Trong trường hợp hệ thống thông tin bị tấn công làm phát sinh nguy cơ mất thông tin của người "
            "dùng, WEBSCLOUD sẽ có trách nhiệm thông báo cho cơ quan chức năng điều tra và xử lý kịp thời. "
            "Đồng thời, chúng tôi sẽ thông báo và cập nhật tình hình liên tục cho khách hàng được biết.",
            "If the information system is attacked in a way that puts users’ information at risk of loss, "
            "WEBSCLOUD is responsible for notifying the authorities so that they can investigate and act in "
            "time. At the same time, we will notify customers and keep them continuously informed of the "
            "situation.",
        ),
        None,
    ),
)

POLICY = {
    "title": t("Chính sách bảo mật", "Privacy policy"),
    "slug": t("chinh-sach-bao-mat", "privacy-policy"),
    "search_description": t(
        "WEBSCLOUD thu thập thông tin gì, dùng vào việc gì, giữ bao lâu, ai nhận được, và quyền của quý "
        "khách.",
        "What WEBSCLOUD collects, what for, how long we keep it, who receives it, and your rights.",
    ),
    "intro": t("", ""),
    "body": [
        (
            "section",
            {
                "heading": t("Mục đích thu thập thông tin", "Why we collect information"),
                "text": PURPOSE_OF_COLLECTION,
            },
        ),
        (
            "section",
            {
                "heading": t("Cam kết bảo mật thông tin", "Our commitment to keep information confidential"),
                "text": COMMITMENT,
            },
        ),
        (
            "register",
            {
                "heading": t("Các kênh thu thập", "How data comes in"),
                "register": "channels",
                "text": rich(
                    p(
                        "Dữ liệu chỉ đến với chúng tôi qua những kênh dưới đây.",
                        "Data reaches us by the channels below and by no others.",
                    )
                ),
            },
        ),
        (
            "register",
            {
                "heading": t("Những dữ liệu được thu thập", "What data is collected"),
                "register": "categories",
                "text": "",
            },
        ),
        (
            "register",
            {
                "heading": t("Mục đích, căn cứ và thời hạn lưu giữ", "Purposes, legal bases and retention"),
                "register": "purposes",
                "text": rich(
                    p(
                        "Các bảng trong chính sách này chính là cấu hình của website: một biểu mẫu chỉ hỏi "
                        "được những dữ liệu, cho những mục đích có trong bảng.",
                        "The tables of this policy are the website’s configuration: a form can only ask for "
                        "data, and for purposes, that are in them.",
                    )
                ),
            },
        ),
        (
            "register",
            {
                "heading": t("Bên nhận dữ liệu", "Who receives data"),
                "register": "recipients",
                "text": rich(
                    p(
                        "Website chạy trên máy chủ của WEBSCLOUD tại Việt Nam. Trình duyệt của quý khách "
                        "không tải gì từ bên thứ ba; chỉ những bên có tên trong bảng này mới có thể nhận dữ "
                        "liệu.",
                        "The website runs on WEBSCLOUD’s own servers in Vietnam. Your browser loads nothing "
                        "from third parties; only those named in this table can receive data.",
                    )
                ),
            },
        ),
        (
            "register",
            {
                "heading": t("Cookie hiện nay", "Cookies at present"),
                "register": "storage",
                "text": rich(
                    p(
                        "Website hiện không đặt cookie nào cho người đọc và người gửi biểu mẫu. Nếu sau này "
                        "dùng cookie cho mục đích nêu trên, chúng tôi hỏi ý kiến quý khách trước. Cookie "
                        "không có trong bảng dưới đây thì máy chủ không đặt được.",
                        "At present the website sets no cookies for readers and for people who send forms. "
                        "Should we use cookies for the purposes above one day, we will ask you first. A "
                        "cookie that is not in the table below can’t be set by the server.",
                    )
                ),
            },
        ),
        (
            "section",
            {
                "heading": t("Quyền của quý khách và cách thực hiện", "Your rights and how to use them"),
                "text": rich(
                    p(
                        "Quý khách có quyền được biết, đồng ý và rút lại sự đồng ý, xem, sửa, nhận bản sao, "
                        "yêu cầu xóa, hạn chế, phản đối, khiếu nại và yêu cầu bồi thường theo pháp luật.",
                        "You have the right to know, to consent and to withdraw consent, to view, correct, "
                        "receive a copy, ask for erasure or restriction, object, complain and claim damages "
                        "under the law.",
                    ),
                    h3("Gửi yêu cầu", "Sending a request"),
                    p(
                        "Nhanh nhất là mục “Quyền riêng tư của tôi” ở cuối mỗi trang: quý khách tự xem, sửa, "
                        "tải về, rút lại sự đồng ý hoặc xóa. Quý khách cũng có thể viết qua trang Liên hệ, "
                        "chọn chủ đề “Dữ liệu cá nhân của tôi”, hoặc gửi thư tới dulieu@webscloud.example. "
                        "Mã biên nhận giúp chúng tôi tìm nhanh hơn.",
                        "The fastest way is “My privacy” at the foot of every page: there you see, correct "
                        "and download your data, withdraw consent or erase it. You can also write through "
                        "the contact page, choosing the topic “My personal data”, or to "
                        "dulieu@webscloud.example. Your receipt number helps us find it faster.",
                    ),
                    h3("Thời hạn trả lời", "How fast we answer"),
                    ul(
                        (
                            "Phản hồi đầu tiên: trong 2 ngày làm việc.",
                            "First reply: within 2 working days.",
                        ),
                        (
                            "Xem, sửa, nhận bản sao: trong 10 ngày.",
                            "Viewing, correcting, receiving a copy: within 10 days.",
                        ),
                        (
                            "Rút lại sự đồng ý, hạn chế, phản đối: trong 15 ngày; quảng cáo thì dừng ngay.",
                            "Withdrawing consent, restriction, objection: within 15 days; advertising stops "
                            "at once.",
                        ),
                        (
                            "Xóa dữ liệu: trong 20 ngày.",
                            "Erasing data: within 20 days.",
                        ),
                    ),
                ),
            },
        ),
    ],
}
