"""The company's own text, clause by clause: what each promises, and what in the software keeps it.

Codes are stable: the promise board and the tests name clauses by them. A test proves that every line of the
company's text belongs to exactly one clause and that each clause stands in the published policy.
"""

from dataclasses import dataclass, field

from common.bilingual import Words, t


@dataclass(frozen=True)
class Clause:
    """One line of the text. `begins` is how it starts, word for word; `title` names it in a few words.

    `entries` are the register entries that put it into effect, as {register: codes} with the registers'
    names of `privacy.blocks`; `mechanisms` are the parts of the software that keep it. Headings and
    lines that only introduce others promise nothing.
    """

    code: str
    begins: str
    title: Words
    entries: dict = field(default_factory=dict)
    mechanisms: tuple = ()

    @property
    def is_promise(self):
        """Whether the line promises something that the software has to keep."""
        return bool(self.entries or self.mechanisms)


CLAUSES = {
    clause.code: clause
    for clause in (
        Clause("title", "Chính sách bảo mật", t("Tiêu đề", "Title")),
        Clause(
            "purposes-heading", "Mục đích thu thập thông tin", t("Đề mục thu thập", "Heading: collection")
        ),
        Clause(
            "collect-channels",
            "WEBSCLOUD chỉ thu thập thông tin cá nhân",
            t("Chỉ thu thập qua các kênh đã nêu", "Collected by the named channels only"),
            {"channels": ("newsletter", "chat", "contact", "callback", "email", "phone", "survey")},
            ("publishing-guard", "sealed-inbox"),
        ),
        Clause(
            "data-kinds",
            "Thông tin cá nhân được hiểu là",
            t("Những dữ liệu được thu thập", "The data that is collected"),
            {
                "categories": (
                    "identity",
                    "contact_details",
                    "address",
                    "message",
                    "files",
                    "preferences",
                    "appointment",
                )
            },
            ("publishing-guard",),
        ),
        Clause("use-intro", "Chúng tôi sử dụng thông tin cá nhân của bạn", t("Dẫn vào mục đích", "Purposes")),
        Clause(
            "use-contact",
            "Liên hệ trao đổi với người dùng",
            t("Liên hệ và tư vấn dịch vụ", "Contact and advice"),
            {"purposes": ("enquiry", "callback")},
            ("purpose-gate", "retention"),
        ),
        Clause(
            "use-news",
            "Gửi thông tin, bảng giá dịch vụ",
            t("Gửi tin tức, bảng giá, ưu đãi", "News, price lists and offers"),
            {"purposes": ("news",)},
            ("purpose-gate", "withdrawal", "retention"),
        ),
        Clause(
            "use-notices",
            "Gửi tài liệu bàn giao dự án",
            t("Thông báo về dịch vụ đang dùng", "Notices about services in use"),
            {"purposes": ("service_notices",)},
            ("purpose-gate", "retention"),
        ),
        Clause(
            "use-aftersales",
            "Sử dụng cho việc hỗ trợ sau bán hàng",
            t("Hỗ trợ sau bán hàng", "After-sales care"),
            {"purposes": ("aftercare",)},
            ("purpose-gate", "retention"),
        ),
        Clause(
            "use-business",
            "Sử dụng thông tin cá nhân của bạn cho mục đích kinh doanh",
            t("Nghiên cứu, phân tích, đo hiệu quả", "Research, analysis, measuring"),
            {"purposes": ("research", "statistics")},
            ("purpose-gate", "retention"),
        ),
        Clause(
            "disclosure-authorities",
            "Trong trường hợp có yêu cầu của pháp luật",
            t("Cung cấp cho cơ quan nhà nước", "Handing data to the authorities"),
            {"purposes": ("legal_request",)},
            ("disclosure-register",),
        ),
        Clause("cookies-intro", "Chúng tôi sử dụng cookies", t("Dẫn vào cookie", "Cookies")),
        Clause(
            "cookies-campaigns",
            "Giám sát hiệu quả của các chiến dịch",
            t("Cookie đo hiệu quả chiến dịch", "Cookies: campaigns"),
            {"purposes": ("statistics",)},
            ("cookie-guard",),
        ),
        Clause(
            "cookies-totals",
            "Theo dõi và báo cáo số liệu tổng hợp",
            t("Cookie cho số liệu tổng hợp", "Cookies: overall figures"),
            {"purposes": ("statistics",)},
            ("cookie-guard",),
        ),
        Clause(
            "cookies-diagnose",
            "Chẩn đoán hoặc sửa chữa",
            t("Cookie để chẩn đoán sự cố", "Cookies: mending faults"),
            {"purposes": ("aftercare",)},
            ("cookie-guard",),
        ),
        Clause("commitment-heading", "Cam kết bảo mật thông tin", t("Đề mục cam kết", "Heading: commitment")),
        Clause(
            "confidential-consent",
            "Thông tin cá nhân của người dùng trên website được cam kết",
            t("Bảo mật tuyệt đối, chỉ dùng khi có sự đồng ý", "Confidential, and used with consent only"),
            {},
            ("sealed-vault", "read-log", "consent-ledger", "purpose-gate"),
        ),
        Clause(
            "no-transfer",
            "Không sử dụng, không chuyển giao",
            t("Không chuyển cho bên thứ ba", "No transfer to third parties"),
            {"recipients": ()},
            ("host-guard",),
        ),
        Clause(
            "breach-notice",
            "Trong trường hợp hệ thống thông tin bị tấn công",
            t("Thông báo khi bị tấn công", "Notice of an attack"),
            {},
            ("incident-register",),
        ),
        Clause(
            "call-to-action",
            "Bạn đã sẵn sàng kinh doanh online chưa?",
            t("Lời mời cuối trang", "Closing question"),
        ),
        Clause("footer", "© Copyrights WEBSCLOUD 2020", t("Dòng bản quyền", "Copyright line")),
    )
}


def clause_of(line):
    """The clause that a line of the company's text belongs to, or None. A leading dash doesn't count."""
    words = line.strip().removeprefix("–").strip()
    return next((clause for clause in CLAUSES.values() if words.startswith(clause.begins)), None)
