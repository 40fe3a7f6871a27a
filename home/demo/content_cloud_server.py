"""The service cloud server."""

from common.bilingual import p, t

from .content_services import (
    CALLBACK_FORM,
    FROM_ORDER_TO_RUNNING,
    PER_MONTH,
    QUESTIONS,
    VAT_NOTE,
    WHAT_IS_INCLUDED,
    item,
    plan,
    question,
)

CLOUD_SERVER = {
    "title": t("Máy chủ đám mây", "Cloud servers"),
    "slug": t("may-chu-dam-may", "cloud-servers"),
    "seo_title": t("Máy chủ đám mây (VPS) tại Việt Nam", "Cloud servers (VPS) in Vietnam"),
    "search_description": t(
        "VPS ổ NVMe đặt tại Việt Nam từ 190.000 đ mỗi tháng đã gồm VAT. Tự quản trị hoặc để chúng tôi quản "
        "trị.",
        "NVMe VPS in Vietnam from 190,000 VND a month with VAT. Run it yourself or have us run it.",
    ),
    "icon": "cloud",
    "intro": t(
        "Máy chủ ảo riêng tại Việt Nam, có trong vài phút, toàn quyền quản trị.",
        "Your own virtual server in Vietnam, ready in minutes, with full control.",
    ),
    "price_from": t("từ 190.000 đ/tháng", "from 190,000 VND a month"),
    "body": [
        (
            "plans",
            {
                "heading": t("Ba cấu hình", "Three sizes"),
                "intro": t(
                    "Trả theo tháng, dừng lúc nào cũng được. Cần lớn hơn, chúng tôi báo giá theo cấu hình.",
                    "Pay by the month and stop when you like. For anything bigger we quote by specification.",
                ),
                "note": VAT_NOTE,
                "plans": [
                    plan(
                        t("Nhỏ", "Small"),
                        t(
                            "2.280.000 đ mỗi năm. Cho một website hay ứng dụng thử.",
                            "2,280,000 VND a year. For one site or a trial.",
                        ),
                        t("190.000 đ", "190,000 VND"),
                        PER_MONTH,
                        [
                            t("1 vCPU, 2 GB RAM", "1 vCPU, 2 GB RAM"),
                            t("40 GB ổ NVMe", "40 GB NVMe storage"),
                            t("1 địa chỉ IPv4 và IPv6", "1 IPv4 and IPv6 address"),
                            t("Sao lưu hằng tuần, giữ 2 bản", "Weekly backups, 2 copies kept"),
                        ],
                    ),
                    plan(
                        t("Vừa", "Medium"),
                        t(
                            "4.680.000 đ mỗi năm. Cho cửa hàng và phần mềm nội bộ.",
                            "4,680,000 VND a year. For shops and in-house software.",
                        ),
                        t("390.000 đ", "390,000 VND"),
                        PER_MONTH,
                        [
                            t("2 vCPU, 4 GB RAM", "2 vCPU, 4 GB RAM"),
                            t("80 GB ổ NVMe", "80 GB NVMe storage"),
                            t("1 địa chỉ IPv4 và IPv6", "1 IPv4 and IPv6 address"),
                            t("Sao lưu hằng ngày, giữ 7 bản", "Daily backups, 7 copies kept"),
                        ],
                        highlighted=True,
                    ),
                    plan(
                        t("Lớn", "Large"),
                        t(
                            "9.480.000 đ mỗi năm. Cho hệ thống nhiều người dùng.",
                            "9,480,000 VND a year. For systems with many users.",
                        ),
                        t("790.000 đ", "790,000 VND"),
                        PER_MONTH,
                        [
                            t("4 vCPU, 8 GB RAM", "4 vCPU, 8 GB RAM"),
                            t("160 GB ổ NVMe", "160 GB NVMe storage"),
                            t("1 địa chỉ IPv4 và IPv6", "1 IPv4 and IPv6 address"),
                            t("Sao lưu hằng ngày, giữ 7 bản", "Daily backups, 7 copies kept"),
                            t("Mạng riêng giữa các máy chủ", "Private network between servers"),
                        ],
                    ),
                ],
            },
        ),
        (
            "callout",
            {
                "tone": "note",
                "title": t(
                    "Quản trị thay quý khách: thêm 450.000 đ mỗi tháng",
                    "Managed for you: 450,000 VND a month more",
                ),
                "text": p(
                    "Chúng tôi cài đặt, vá lỗi bảo mật, theo dõi ngày đêm, khôi phục khi có sự cố và gửi "
                    "báo cáo hằng tháng. Áp dụng cho một máy chủ, đã gồm VAT.",
                    "We set it up, install security updates, watch it day and night, restore it when "
                    "something breaks and send you a monthly report. For one server, VAT included.",
                ),
            },
        ),
        (
            "features",
            {
                "heading": WHAT_IS_INCLUDED,
                "intro": t("", ""),
                "items": [
                    item(
                        "key",
                        t("Toàn quyền quản trị", "Full root access"),
                        t(
                            "Debian, Ubuntu, AlmaLinux hoặc ảnh đĩa riêng; đăng nhập bằng khóa SSH.",
                            "Debian, Ubuntu, AlmaLinux or your own image; sign in with an SSH key.",
                        ),
                    ),
                    item(
                        "shield",
                        t("Tường lửa ngoài máy chủ", "A firewall outside the server"),
                        t(
                            "Đóng mở cổng từ bảng điều khiển, không lo tự khóa mình ở ngoài.",
                            "Open and close ports from the control panel, with no way to lock yourself out.",
                        ),
                    ),
                    item(
                        "chart",
                        t("Theo dõi và cảnh báo", "Monitoring and alerts"),
                        t(
                            "Biểu đồ CPU, RAM, ổ đĩa, mạng; báo bằng e-mail khi vượt ngưỡng đã đặt.",
                            "Charts of CPU, memory, disk and network; an e-mail when a limit you set is "
                            "passed.",
                        ),
                    ),
                    item(
                        "backup",
                        t("Ảnh chụp máy chủ", "Snapshots"),
                        t(
                            "Chụp trước khi nâng cấp, quay lại trong vài phút nếu có gì hỏng.",
                            "Take one before an upgrade and go back in minutes if something breaks.",
                        ),
                    ),
                ],
            },
        ),
        (
            "steps",
            {
                "heading": FROM_ORDER_TO_RUNNING,
                "items": [
                    {
                        "title": t("Chọn cấu hình và hệ điều hành", "Choose a size and a system"),
                        "text": t(
                            "Hỏi chúng tôi nếu chưa biết ứng dụng cần bao nhiêu RAM.",
                            "Ask us if you don’t know how much memory your application needs.",
                        ),
                    },
                    {
                        "title": t("Máy chủ chạy", "The server starts"),
                        "text": t(
                            "Thường dưới năm phút sau thanh toán là nhận được địa chỉ IP và đăng nhập bằng "
                            "khóa.",
                            "Usually under five minutes after payment you have an IP address and sign in "
                            "with your key.",
                        ),
                    },
                    {
                        "title": t("Đổi cấu hình khi cần", "Resize when you need to"),
                        "text": t(
                            "Tăng CPU và RAM cần khởi động lại một lần; ổ đĩa chỉ tăng, không giảm.",
                            "More CPU and memory takes one restart; the disk can grow but not shrink.",
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
                        t(
                            "Khi nào nên chọn máy chủ thay vì hosting?",
                            "When do I need a server rather than hosting?",
                        ),
                        p(
                            "Khi cần cài phần mềm riêng, chạy ứng dụng Python, Node.js, Java, hoặc "
                            "website có lượng truy cập lớn và đều. Website giới thiệu công ty thì hosting "
                            "là đủ và đỡ phải trông coi.",
                            "When you need your own software, run Python, Node.js or Java applications, or "
                            "have steady heavy traffic. For a company site, hosting is enough and less to "
                            "look after.",
                        ),
                    ),
                    question(
                        t("Không rành Linux có dùng được không?", "Can I use it without knowing Linux?"),
                        p(
                            "Được, nếu chọn thêm dịch vụ quản trị. Nếu tự quản trị mà không vá lỗi thường "
                            "xuyên, máy chủ sẽ sớm bị dò tìm lỗ hổng; khi đó chọn hosting sẽ an toàn hơn.",
                            "Yes, with managed service. A server that nobody updates will soon be probed "
                            "for holes; in that case hosting is the safer choice for you.",
                        ),
                    ),
                    question(
                        t(
                            "Gói quản trị có gồm sửa lỗi ứng dụng không?",
                            "Does managed service cover my application?",
                        ),
                        p(
                            "Không. Chúng tôi lo hệ điều hành, dịch vụ web, cơ sở dữ liệu, sao lưu. Lỗi "
                            "trong mã ứng dụng do người viết ứng dụng xử lý; chúng tôi cung cấp nhật ký và "
                            "hỗ trợ tìm nguyên nhân.",
                            "No. We look after the operating system, web server, database and backups. "
                            "Faults in the code are for its authors; we supply the logs and help to find "
                            "the cause.",
                        ),
                    ),
                ],
            },
        ),
        CALLBACK_FORM,
    ],
}
