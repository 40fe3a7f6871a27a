"""The register of cookies and storage: exactly what the site sets, for visitors and for staff.

The names of Django's own cookies are taken from the settings, because a production site calls them
otherwise (`__Host-…`).
"""

from django.conf import settings

from common.bilingual import t

STORED_ITEMS = [
    {
        "code": "privacy_centre",
        "name": t("Phiên làm việc ở Trung tâm quyền riêng tư", "Visit to the privacy centre"),
        "kind": "cookie",
        "key": "privacy_centre",
        "reason": t(
            "Nhận ra quý khách sau khi quý khách xác minh địa chỉ để xem và sửa dữ liệu của mình. Chỉ đặt "
            "khi quý khách dùng trang đó.",
            "Recognises you after you proved your address, to see and correct your own data. Only set when "
            "you use those pages.",
        ),
        "lifetime_days": 0,
        "essential": True,
        "surface": "public",
    },
    {
        "code": "staff_session",
        "name": t("Phiên đăng nhập của nhân viên", "Sign-in of staff"),
        "kind": "cookie",
        "key": settings.SESSION_COOKIE_NAME,
        "reason": t(
            "Giữ nhân viên đã đăng nhập trong trang quản trị.",
            "Keeps our staff signed in to the administration pages.",
        ),
        "lifetime_days": 0,
        "essential": True,
        "surface": "admin",
    },
    {
        "code": "staff_csrf",
        "name": t("Mã chống giả mạo yêu cầu", "Protection against forged requests"),
        "kind": "cookie",
        "key": settings.CSRF_COOKIE_NAME,
        "reason": t(
            "Bảo đảm một thao tác trong trang quản trị do chính nhân viên đó thực hiện.",
            "Makes sure that what happens in the administration pages was done by that member of staff.",
        ),
        "lifetime_days": settings.CSRF_COOKIE_AGE // 86400,
        "essential": True,
        "surface": "admin",
    },
    {
        "code": "staff_messages",
        "name": t("Thông báo sau một thao tác", "Notice after an action"),
        "kind": "cookie",
        "key": "messages",
        "reason": t(
            "Chuyển dòng thông báo kết quả (ví dụ “Đã lưu”) sang trang quản trị kế tiếp.",
            "Carries a notice such as “Saved” over to the next administration page.",
        ),
        "lifetime_days": 0,
        "essential": True,
        "surface": "admin",
    },
    {
        "code": "staff_sidebar",
        "name": t("Menu thu gọn", "Collapsed menu"),
        "kind": "cookie",
        "key": "wagtail_sidebar_collapsed",
        "reason": t(
            "Nhớ nhân viên đã thu gọn menu quản trị; chỉ ghi khi họ bấm thu gọn.",
            "Remembers that a member of staff collapsed the menu; only written when they do so.",
        ),
        "lifetime_days": 0,
        "essential": True,
        "surface": "admin",
    },
    {
        "code": "staff_layout",
        "name": t("Bố cục màn hình soạn thảo", "Layout of the editor"),
        "kind": "local",
        "key": "wagtail:*",
        "reason": t(
            "Nhớ bố cục màn hình soạn thảo của nhân viên: cột bên, thanh công cụ, cỡ bản xem trước.",
            "Remembers how staff arranged their editor: side panel, toolbar, size of the preview.",
        ),
        "lifetime_days": 0,
        "essential": True,
        "surface": "admin",
    },
]
