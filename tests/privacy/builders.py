"""Registers, a policy and forms as this room's tests need them."""

import uuid
from datetime import UTC, datetime

from wagtail.models import Locale, Page, Site

from home.models import HomePage
from privacy import gate
from privacy import services as privacy
from privacy.models import DataCategory, PolicyPage, PolicyText, Purpose, Recipient, StoredItem
from privacy.versions import freeze_version
from vault.models import Person

AT = datetime(2026, 11, 22, 8, 30, 15, 123456, tzinfo=UTC)
CLAUSE = '<p>Tôi đồng ý nhận bản tin. <a href="/vi/chinh-sach-bao-mat/">Chính sách</a></p>'
# A policy prints every register that it puts into force.
REGISTERS = [
    ("register", {"heading": heading, "register": register, "text": ""})
    for heading, register in {
        "Mục đích và thời hạn": "purposes",
        "Dữ liệu": "categories",
        "Bên nhận": "recipients",
        "Cookie": "storage",
        "Kênh": "channels",
    }.items()
]


def locale(code="vi"):
    return Locale.objects.get_or_create(language_code=code)[0]


def declare(**fields):
    """Publishes the registers as they stand now, with a policy of one sentence in each language."""
    texts = [
        PolicyText(locale=code, title="Chính sách", html=f"<p>{code}</p>", sections=[])
        for code in ("vi", "en")
    ]
    return freeze_version(texts=texts, **fields)


def make_purpose(code="news", language="vi", **fields):
    fields = {
        "name": "Bản tin",
        "description": "Gửi bảng giá và ưu đãi.",
        "retention_days": 730,
        "consent_text": CLAUSE,
        "withdrawal_text": "Bấm vào liên kết trong thư.",
        **fields,
    }
    purpose = Purpose.objects.create(code=code, locale=locale(language), **fields)
    declare()
    return purpose


def make_needed(*languages):
    """The purposes that the software itself keeps things for, whatever forms there are; not yet published."""
    for code in ("rights", "incidents", "legal_request"):
        key = uuid.uuid4()
        for language in languages:
            Purpose.objects.get_or_create(
                code=code,
                locale=locale(language),
                defaults={
                    "translation_key": key,
                    "name": f"{code} {language}",
                    "description": language,
                    "legal_basis": "other_law",
                    "legal_reference": "Luật 91/2025/QH15",
                    "retention_days": 1825,
                },
            )


def make_recipient(code="google", language="vi", **fields):
    fields = {"name": "Google", "country": "US", "reason": "Chống thư rác", **fields}
    recipient = Recipient.objects.create(code=code, locale=locale(language), **fields)
    declare()
    return recipient


def make_category(code="identity", **fields):
    fields = {"name": "Danh tính", "description": "Họ và tên", "field_types": ["full_name"], **fields}
    return DataCategory.objects.create(code=code, locale=locale(), **fields)


def make_item(code="session", **fields):
    fields = {"name": "Phiên", "key": "some_cookie", "reason": "Đăng nhập", **fields}
    return StoredItem.objects.create(code=code, locale=locale(), **fields)


def make_home(language="vi"):
    home = Page.get_first_root_node().add_child(
        instance=HomePage(
            title="Trang chủ", hero_title="Trang chủ", slug=f"home-{language}", locale=locale(language)
        )
    )
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    elif language == "vi":
        site.root_page = home
        site.save()
    return home


def make_policy(home=None, language="vi", **fields):
    """A published policy page with one section and the register of purposes."""
    fields = {
        "title": "Chính sách bảo mật",
        "slug": "chinh-sach-bao-mat",
        "change_summary": "Bản mới.",
        "body": [
            ("section", {"heading": "Mục đích thu thập", "text": "<p>Chỉ khi quý khách đồng ý.</p>"}),
            *REGISTERS,
        ],
        **fields,
    }
    make_needed(language)
    page = PolicyPage(locale=locale(language), **fields)
    (home or make_home(language)).add_child(instance=page)
    page.save_revision().publish()
    return page


def make_snapshot(*codes, **fields):
    return {
        "v": 1,
        "channel": "newsletter",
        "locale": "vi",
        "page_id": None,
        "title": "Bản tin",
        "fields": [
            {"key": "full_name", "type": "full_name", "label": "Họ và tên", "required": True},
            {"key": "email", "type": "email", "label": "Email", "required": True},
        ],
        "consents": [
            {
                "purpose": code,
                "wording": CLAUSE,
                "required": False,
                "sha256": privacy.clause_sha256(CLAUSE),
            }
            for code in codes or ["news"]
        ],
        "submit_label": "Đăng ký",
        "main_purpose": "",
        **fields,
    }


def make_form_version(*codes, page=None, **fields):
    return privacy.freeze_form(
        page=page, channel="newsletter", locale="vi", snapshot=make_snapshot(*codes, **fields)
    )


def make_events(number=3):
    """A person, a form version, and `number` submissions of it in the ledger."""
    make_purpose()
    version, person = make_form_version(), Person.objects.create()
    return [record(person, version, given=n % 2 == 0, receipt=f"R{n}")[0] for n in range(number)]


def record(person, version, *, given=True, receipt="R", at=AT):
    return privacy.record_consents(
        person=person,
        form_version=version,
        decisions={"news": given},
        at=at,
        locale="vi",
        channel="newsletter",
        receipt=receipt,
    )


def decide(person, decision, purpose="news", **fields):
    fields = {"language": "vi", "method": "privacy_centre", **fields}
    return privacy.record_decision(person=person, purpose=purpose, decision=decision, **fields)


def answer(person, purpose="news", **fields):
    """The gate's reason, after checking that it agrees with itself."""
    found = gate.may_use(person, purpose, **fields)
    assert bool(found) is found.allowed
    assert gate.allowed([person], purpose, **fields) == ({person.pk} if found else set())
    return found.allowed, found.reason
