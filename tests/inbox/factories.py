"""What the inbox's tests are made of: people who work, forms that were shown, submissions."""

import itertools

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from wagtail.models import Locale

from inbox import services
from privacy import services as privacy
from privacy.models import Purpose
from tests.privacy.builders import declare

ACCESS_ADMIN = "wagtailadmin.access_admin"
SALES = (ACCESS_ADMIN, "inbox.work_enquiries", "vault.open_vault")
LEAD = (*SALES, "inbox.assign_enquiries", "inbox.review_quarantine")
EDITOR = (ACCESS_ADMIN,)

# Unlike anything that could be there by chance, in every field that takes free text.
NAME, EMAIL, PHONE = "Nguyễn Văn Marka", "marka.zq81@example.com", "+84912345678"
MESSAGE = "Nội dung marker-zq81: cần 3 máy chủ"

_numbers = itertools.count(1)


def colleague(*permissions, email="", **fields):
    """An active user with exactly these permissions ("app.codename"), given to them directly."""
    user = get_user_model().objects.create_user(f"colleague{next(_numbers)}", email=email, **fields)
    for permission in permissions:
        app_label, codename = permission.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app_label, codename=codename)
        )
    return user


def sales(**fields):
    return colleague(*SALES, **fields)


def lead(**fields):
    return colleague(*LEAD, **fields)


def purpose(code="enquiry", language="vi"):
    locale, _created = Locale.objects.get_or_create(language_code=language)
    purpose, is_new = Purpose.objects.get_or_create(
        code=code,
        locale=locale,
        defaults={
            "name": code,
            "description": code,
            "legal_basis": "consent",
            "retention_days": 365,
            "consent_text": f"<p>Tôi đồng ý ({code})</p>",
            "withdrawal_text": "",
        },
    )
    if is_new:
        declare()
    return purpose


def form_version(channel="contact", language="vi", clauses=("enquiry",)):
    """A frozen form with one field of most types."""
    consents = []
    for code in clauses:
        wording = f"<p>Tôi đồng ý với <b>{code}</b> theo <a href='https://example.com/p'>chính sách</a></p>"
        purpose(code, language)
        consents.append(
            {
                "purpose": code,
                "wording": wording,
                "required": code == "enquiry",
                "sha256": privacy.clause_sha256(wording),
            }
        )
    snapshot = {
        "v": 1,
        "channel": channel,
        "locale": language,
        "page_id": None,
        "title": "Liên hệ",
        "fields": [
            {"key": "full_name", "type": "full_name", "label": "Họ và tên", "help": "", "required": True},
            {"key": "email", "type": "email", "label": "Thư điện tử", "help": "", "required": True},
            {"key": "phone", "type": "phone", "label": "Điện thoại", "help": "", "required": False},
            {
                "key": "topic",
                "type": "choice",
                "label": "Chủ đề",
                "help": "",
                "required": False,
                "choices": [
                    {"key": "vps", "label": "Máy chủ ảo"},
                    {"key": "mail", "label": "Thư doanh nghiệp"},
                ],
            },
            {
                "key": "message",
                "type": "text",
                "label": "Nội dung",
                "help": "",
                "required": True,
                "multiline": True,
            },
            {"key": "slot", "type": "callback_slot", "label": "Giờ gọi", "help": "", "required": False},
            {"key": "file", "type": "file", "label": "Tệp", "help": "", "required": False},
        ],
        "consents": consents,
        "submit_label": "Gửi",
        "main_purpose": clauses[0] if clauses else "",
    }
    return privacy.freeze_form(page=None, channel=channel, locale=language, snapshot=snapshot)


def receive(version=None, *, files=(), consents=None, signals=(), shown=None, **answers):
    """Hands in a submission as a form does; returns the receipt number."""
    version = version or form_version()
    given = {"full_name": NAME, "email": EMAIL, "phone": PHONE, "topic": "vps", "message": MESSAGE, **answers}
    return services.receive(
        form_version=version,
        channel=version.channel,
        locale=version.locale,
        answers=given,
        files=list(files),
        consents={"enquiry": True} if consents is None else consents,
        signals=list(signals),
        shown=shown,
    )
