"""The news index and the articles on hosting, backups and speed."""

import datetime

from common.bilingual import h2, ol, p, rich, t, ul

NEWS = {
    "title": t("Tin tức", "News"),
    "slug": t("tin-tuc", "news"),
    "seo_title": t("Tin tức và kinh nghiệm làm website", "News and website know-how"),
    "search_description": t(
        "Bài viết thực hành cho chủ website ở Việt Nam: hosting, tên miền, sao lưu, tốc độ, dữ liệu cá nhân.",
        "Practical articles for site owners in Vietnam: hosting, domains, backups, speed, personal data.",
    ),
    "intro": t(
        "Những điều chúng tôi vẫn giải thích cho khách hàng, viết lại một lần cho rõ.",
        "What we keep explaining to customers, written down once and clearly.",
    ),
}

HOSTING_CHOICE = {
    "title": t(
        "Chọn hosting: tám câu hỏi nên hỏi trước khi trả tiền",
        "Choosing hosting: eight questions before you pay",
    ),
    "slug": t("chon-hosting", "choosing-hosting"),
    "search_description": t(
        "Tám câu hỏi giúp công ty nhỏ chọn đúng hosting: giá gia hạn, sao lưu, vị trí máy chủ, giới hạn, hỗ "
        "trợ.",
        "Eight questions that help a small company choose hosting: renewal, backups, location, limits, "
        "support.",
    ),
    "date": datetime.date(2026, 10, 6),
    "intro": t(
        "Bảng thông số nào cũng dài. Tám câu hỏi này mới cho biết sống với nhà cung cấp sẽ ra sao.",
        "Every table of features is long. These eight questions tell you what living with a provider is "
        "like.",
    ),
    "body": [
        (
            "rich_text",
            rich(
                h2("Về tiền", "About money"),
                ol(
                    (
                        "<b>Gia hạn năm thứ hai bao nhiêu?</b> Giá quảng cáo thường chỉ áp dụng cho lần mua "
                        "đầu. Hãy hỏi bằng văn bản.",
                        "<b>What does the second year cost?</b> The advertised price often holds for the "
                        "first purchase only. Ask in writing.",
                    ),
                    (
                        "<b>Giá đã gồm VAT chưa, có xuất hóa đơn không?</b> Không có hóa đơn thì không tính "
                        "được vào chi phí.",
                        "<b>Does it include VAT, and is there an invoice?</b> Without an invoice you can’t "
                        "book the cost.",
                    ),
                    (
                        "<b>Muốn dừng giữa chừng thì sao?</b> Tìm điều khoản hoàn tiền trong hợp đồng, "
                        "không phải trên trang quảng cáo.",
                        "<b>What if you stop half-way?</b> Look for the refund clause in the contract, not "
                        "on the sales page.",
                    ),
                ),
                h2("Về kỹ thuật", "About technology"),
                ol(
                    (
                        "<b>Sao lưu bao lâu một lần, giữ mấy bản, nằm ở đâu?</b> Bản sao cùng máy chủ không "
                        'phải là bản sao lưu. Xem thêm bài <a href="page:news-backup">quy tắc 3-2-1</a>.',
                        "<b>How often are backups made, how many are kept, and where?</b> A copy on the "
                        'same server is no backup. See <a href="page:news-backup">the 3-2-1 rule</a>.',
                    ),
                    (
                        "<b>“Không giới hạn” giới hạn ở đâu?</b> Hỏi số tệp tối đa, RAM, CPU, số tiến trình "
                        "chạy cùng lúc.",
                        "<b>Where does “unlimited” end?</b> Ask about the number of files, memory, CPU and "
                        "processes at a time.",
                    ),
                    (
                        "<b>Máy chủ đặt ở đâu?</b> Khách ở Việt Nam thì máy chủ trong nước cho độ trễ thấp "
                        "nhất, và không bị ảnh hưởng khi cáp quang biển gặp sự cố.",
                        "<b>Where are the servers?</b> For customers in Vietnam, servers in the country "
                        "have the lowest delay and don’t suffer when an undersea cable fails.",
                    ),
                ),
                h2("Về con người", "About people"),
                ol(
                    (
                        "<b>Ai trả lời lúc 22 giờ?</b> Gọi thử hotline vào buổi tối trước khi mua.",
                        "<b>Who answers at ten in the evening?</b> Call the hotline one night before you "
                        "buy.",
                    ),
                    (
                        "<b>Muốn rời đi thì lấy dữ liệu thế nào?</b> Nhà cung cấp tốt trả lời câu này không "
                        "ngập ngừng.",
                        "<b>How do you take your data when you leave?</b> A good provider answers this "
                        "without hesitation.",
                    ),
                ),
            ),
        ),
        (
            "callout",
            {
                "tone": "good",
                "title": t("Cách hỏi nhanh nhất", "The quickest way to ask"),
                "text": rich(
                    p(
                        "Chép tám câu trên vào một e-mail, gửi cho ba nhà cung cấp cùng lúc. Thời gian và "
                        "cách họ trả lời chính là chất lượng hỗ trợ. Câu trả lời của chúng tôi nằm ở trang "
                        '<a href="page:hosting">hosting</a>.',
                        "Copy the eight questions into one e-mail and send it to three providers at once. "
                        "How soon and how well they answer is the support you will get. Our own answers are "
                        'on the <a href="page:hosting">hosting</a> page.',
                    )
                ),
            },
        ),
    ],
}

BACKUP = {
    "title": t("Sao lưu theo quy tắc 3-2-1 cho công ty nhỏ", "The 3-2-1 backup rule for a small company"),
    "slug": t("sao-luu-3-2-1", "backup-3-2-1"),
    "search_description": t(
        "Quy tắc 3-2-1: ba bản dữ liệu, hai loại lưu trữ, một bản ở nơi khác. Cách làm với chi phí nhỏ.",
        "The 3-2-1 rule: three copies, two kinds of storage, one elsewhere. How to do it at little cost.",
    ),
    "date": datetime.date(2026, 9, 15),
    "intro": t(
        "Ổ đĩa hỏng, nhân viên xóa nhầm, mã độc tống tiền: ba chuyện khác nhau, một cách phòng.",
        "A failed disk, a file deleted by mistake, ransomware: three accidents, one remedy.",
    ),
    "body": [
        (
            "rich_text",
            rich(
                h2("Quy tắc trong một câu", "The rule in one sentence"),
                p(
                    "<b>Ba</b> bản dữ liệu (bản đang dùng và hai bản sao), trên <b>hai</b> loại lưu trữ "
                    "khác nhau, trong đó <b>một</b> bản ở một nơi khác.",
                    "<b>Three</b> copies of your data (the one in use and two more), on <b>two</b> kinds of "
                    "storage, <b>one</b> of them in another place.",
                ),
                h2("Làm thế nào với chi phí nhỏ", "How to do it at little cost"),
                ul(
                    (
                        "<b>Website:</b> bản đang chạy, bản sao hằng đêm ở trung tâm dữ liệu khác, và mỗi "
                        "tháng tải một bản về ổ cứng của công ty.",
                        "<b>Website:</b> the live one, the nightly copy in another data centre, and once a "
                        "month a download to a disk in your office.",
                    ),
                    (
                        "<b>Kế toán và hợp đồng:</b> máy tính làm việc, ổ cứng rời cắm vào chỉ khi sao lưu, "
                        "và một bản mã hóa trên máy chủ thuê ngoài.",
                        "<b>Accounts and contracts:</b> the computer you work on, an external disk plugged "
                        "in only for the backup, and an encrypted copy on rented storage.",
                    ),
                    (
                        "<b>E-mail:</b> hộp thư trên máy chủ và bản lưu trữ xuất ra mỗi quý.",
                        "<b>E-mail:</b> the mailbox on the server and an archive exported every quarter.",
                    ),
                ),
                h2("Ba lỗi thường gặp", "Three common mistakes"),
                ol(
                    (
                        "Đồng bộ không phải là sao lưu: tệp bị xóa hay bị mã hóa cũng được đồng bộ theo.",
                        "Syncing is not a backup: a deleted or encrypted file is synced too.",
                    ),
                    (
                        "Ổ sao lưu cắm suốt ngày thì mã độc cũng với tới.",
                        "A backup disk that is always plugged in is within reach of malware.",
                    ),
                    (
                        "Chưa từng khôi phục thử. Mỗi quý, hãy lấy lại một tệp và mở nó ra xem.",
                        "Never having tried to restore. Every quarter, get one file back and open it.",
                    ),
                ),
                h2("Bản sao lưu cũng chứa dữ liệu cá nhân", "Backups hold personal data too"),
                p(
                    "Danh sách khách hàng nằm cả trong bản sao lưu. Hãy mã hóa, đặt thời hạn xóa, và ghi "
                    "lại bản nào nằm ở đâu: khi khách yêu cầu xóa dữ liệu, công ty phải trả lời được.",
                    "Your list of customers is in the backup as well. Encrypt it, set a date to delete it "
                    "and note which copy is where: when a customer asks for erasure, you must be able to "
                    "answer.",
                ),
            ),
        ),
    ],
}

MOBILE_SPEED = {
    "title": t("Website nhanh trên điện thoại: bắt đầu từ đâu", "A fast website on a phone: where to start"),
    "slug": t("website-nhanh-tren-dien-thoai", "fast-on-mobile"),
    "search_description": t(
        "Ba chỉ số Core Web Vitals, cách đo miễn phí và năm việc giúp website tải nhanh trên điện thoại phổ "
        "thông.",
        "The three Core Web Vitals, how to measure them free of charge, and five things that make a site "
        "fast.",
    ),
    "date": datetime.date(2026, 11, 3),
    "intro": t(
        "Người ta xem website trên điện thoại, ngoài đường, bằng sóng di động. Hãy đo ở đúng nơi đó.",
        "Customers see your site on a phone, in the street, on mobile data. Measure it there.",
    ),
    "body": [
        (
            "rich_text",
            rich(
                h2("Ba con số cần biết", "Three numbers to know"),
                p(
                    "Google gọi chúng là Core Web Vitals. Ngưỡng “tốt” được tính ở mức 75% số lượt truy cập:",
                    "Google calls them Core Web Vitals. “Good” means that 75% of visits are at least this "
                    "fast:",
                ),
                ul(
                    (
                        "<b>LCP</b>, phần nội dung lớn nhất hiện ra: không quá 2,5 giây.",
                        "<b>LCP</b>, when the largest piece of content appears: 2.5 seconds or less.",
                    ),
                    (
                        "<b>INP</b>, trang phản hồi khi chạm: không quá 200 mili giây.",
                        "<b>INP</b>, how soon the page reacts to a tap: 200 milliseconds or less.",
                    ),
                    (
                        "<b>CLS</b>, bố cục xê dịch trong lúc tải: không quá 0,1.",
                        "<b>CLS</b>, how much the layout jumps while loading: 0.1 or less.",
                    ),
                ),
                p(
                    'Đo miễn phí tại <a href="https://pagespeed.web.dev/">pagespeed.web.dev</a>, chọn thẻ '
                    "thiết bị di động.",
                    'Measure free of charge at <a href="https://pagespeed.web.dev/">pagespeed.web.dev</a>; '
                    "look at the mobile tab.",
                ),
                h2("Năm việc theo thứ tự hiệu quả", "Five things, most useful first"),
                ol(
                    (
                        "<b>Giảm ảnh.</b> Xuất ảnh đúng kích thước hiển thị, dùng WebP hoặc AVIF, tải sau "
                        "những ảnh ở dưới.",
                        "<b>Shrink the pictures.</b> Export them at the size shown, as WebP or AVIF, and "
                        "load those below later.",
                    ),
                    (
                        "<b>Bỏ mã của bên thứ ba.</b> Mỗi khung chat, mã theo dõi, bản đồ nhúng là thêm yêu "
                        "cầu tới máy chủ khác.",
                        "<b>Remove third-party code.</b> Each chat box, tracker or embedded map adds "
                        "requests to other servers.",
                    ),
                    (
                        "<b>Ít phông chữ.</b> Hai kiểu đậm nhạt là đủ; chỉ lấy bộ ký tự Latinh và tiếng "
                        "Việt, đặt trên chính máy chủ của website.",
                        "<b>Fewer fonts.</b> Two weights are enough; take only Latin and Vietnamese, from "
                        "your own server.",
                    ),
                    (
                        "<b>Bật bộ nhớ đệm.</b> Trang giống nhau cho mọi người thì không cần dựng lại mỗi "
                        "lần xem.",
                        "<b>Use a cache.</b> A page that is the same for everyone need not be built again "
                        "for each visit.",
                    ),
                    (
                        "<b>Máy chủ gần khách.</b> Làm sau cùng: máy chủ nhanh không cứu được một trang "
                        "nặng.",
                        "<b>A server near your customers.</b> Do this last: a fast server can’t save a "
                        "heavy page.",
                    ),
                ),
            ),
        ),
        (
            "quote",
            {
                "text": t(
                    "Trang nhanh nhất là trang không tải những thứ không cần.",
                    "The fastest page is the one that doesn’t load what nobody needs.",
                ),
                "source": t("Nguyên tắc thiết kế của WEBSCLOUD", "WEBSCLOUD design principle"),
            },
        ),
    ],
}
