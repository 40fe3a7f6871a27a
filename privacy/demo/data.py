"""The registers of data categories and channels: what is asked, and by which ways it comes in."""

from common.bilingual import t

CATEGORIES = [
    {
        "code": "identity",
        "name": t("Danh tính", "Identity"),
        "description": t("Họ và tên.", "Full name."),
        "field_types": ["full_name"],
    },
    {
        "code": "contact_details",
        "name": t("Thông tin liên hệ", "Contact details"),
        "description": t("Địa chỉ e-mail và số điện thoại.", "E-mail address and phone number."),
        "field_types": ["email", "phone"],
    },
    {
        "code": "address",
        "name": t("Địa chỉ", "Postal address"),
        "description": t(
            "Số nhà, đường, phường xã, tỉnh thành; để báo giá tận nơi hoặc xuất hóa đơn.",
            "House number, street, ward or commune, province; for visits and invoices.",
        ),
        "field_types": ["address"],
    },
    {
        "code": "message",
        "name": t("Nội dung trao đổi", "What you write"),
        "description": t(
            "Lời nhắn, câu hỏi, ý kiến quý khách tự viết.",
            "Messages, questions and opinions in your own words.",
        ),
        "field_types": ["text"],
    },
    {
        "code": "files",
        "name": t("Tệp gửi kèm", "Files you send"),
        "description": t(
            "Ảnh chụp màn hình, tài liệu mô tả yêu cầu. Chúng tôi không nhận ảnh giấy tờ tùy thân.",
            "Screenshots and documents that describe what you need. We don’t accept identity papers.",
        ),
        "field_types": ["file"],
    },
    {
        "code": "preferences",
        "name": t("Lựa chọn và câu trả lời", "Choices and answers"),
        "description": t(
            "Chủ đề quan tâm và câu trả lời khảo sát: mục được chọn, con số, ngày.",
            "Topics of interest and survey answers: items chosen, numbers, dates.",
        ),
        "field_types": ["choice", "choices", "number", "date"],
    },
    {
        "code": "appointment",
        "name": t("Giờ hẹn gọi lại", "Time of the call"),
        "description": t("Ngày và giờ quý khách muốn được gọi.", "The day and time you want to be called."),
        "field_types": ["callback_slot"],
    },
    {
        "code": "service_data",
        "name": t("Dữ liệu dịch vụ", "Service data"),
        "description": t(
            "Hợp đồng, gói dịch vụ, hóa đơn, lịch sử hỗ trợ của khách hàng; không thu thập qua biểu mẫu.",
            "Customers’ contracts, plans, invoices and support history; not collected by forms.",
        ),
        "field_types": [],
    },
    {
        "code": "visits",
        "name": t("Lượt truy cập", "Visits"),
        "description": t(
            "Trang được xem và thời điểm xem, không kèm danh tính. Hiện chưa thu thập.",
            "Pages viewed and when, without identity. Not collected at present.",
        ),
        "field_types": [],
    },
]

CHANNELS = [
    {
        "code": "newsletter",
        "name": t("Form đăng ký nhận tin", "Newsletter sign-up"),
        "description": t(
            "Quý khách để lại e-mail để nhận bản tin.",
            "You leave your e-mail address to receive news.",
        ),
    },
    {
        "code": "chat",
        "name": t("Chat trực tuyến", "Live chat"),
        "description": t(
            "Quý khách trò chuyện với nhân viên tư vấn trên website. Hiện chưa mở.",
            "You talk with our advisers on the website. Not open at present.",
        ),
    },
    {
        "code": "contact",
        "name": t("Form liên hệ", "Contact form"),
        "description": t(
            "Quý khách viết câu hỏi, gửi kèm tài liệu.", "You write your question and add documents."
        ),
    },
    {
        "code": "callback",
        "name": t("Form yêu cầu gọi lại", "Callback form"),
        "description": t(
            "Quý khách để lại số điện thoại và chọn giờ để chúng tôi gọi.",
            "You leave your phone number and choose when we call.",
        ),
    },
    {
        "code": "email",
        "name": t("E-mail", "E-mail"),
        "description": t(
            "Quý khách gửi thư tới địa chỉ của công ty.", "You write to one of the company’s addresses."
        ),
    },
    {
        "code": "phone",
        "name": t("Tổng đài và hotline", "Switchboard and hotline"),
        "description": t(
            "Quý khách gọi điện; nhân viên ghi lại nội dung cần xử lý.",
            "You call us; we note what has to be done.",
        ),
    },
    {
        "code": "survey",
        "name": t("Khảo sát", "Surveys"),
        "description": t(
            "Quý khách trả lời câu hỏi; có thể không cần cho biết mình là ai.",
            "You answer questions, without saying who you are if you like.",
        ),
    },
]
