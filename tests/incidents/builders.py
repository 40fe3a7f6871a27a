"""What the tests of the registers are made of: colleagues, incidents, people with sealed records."""

import datetime as dt
import itertools

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone

from incidents import services
from tests.privacy import builders as promise
from vault import services as vault

ADMIN = "wagtailadmin.access_admin"
OFFICER = (
    ADMIN,
    "vault.open_vault",
    "incidents.manage_incidents",
    "incidents.approve_disclosures",
)
APPROVER = (ADMIN, "incidents.approve_disclosures")
PDF = b"%PDF-1.7 marker-paper-zq82"
NAME, EMAIL, PHONE = "Trần Thị Marka", "marka.zq82@example.com", "+84912345682"

_numbers = itertools.count(1)


def declare(days=1825):
    """A policy that declares what the registers keep things for."""
    for code in ("incidents", "legal_request"):
        promise.make_purpose(code, legal_basis="other_law", retention_days=days)


def colleague(*permissions, **fields):
    """An active user with exactly these permissions, given directly."""
    user = get_user_model().objects.create_user(f"incidents{next(_numbers)}", **fields)
    for permission in permissions:
        app_label, codename = permission.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app_label, codename=codename)
        )
    return user


def officer(**fields):
    return colleague(*OFFICER, **fields)


def approver(**fields):
    return colleague(*APPROVER, **fields)


def incident(by=None, **facts):
    facts = {
        "title": "Tệp sao lưu bị lộ",
        "kind": "leak",
        "detected_at": timezone.now() - dt.timedelta(hours=2),
        **facts,
    }
    return services.open_incident(by=by or officer(), **facts)


def person(email=EMAIL, name=NAME, phone="", language="vi"):
    """Someone known to the vault, with an identity record and one enquiry."""
    found = vault.person_for(vault.Identifiers(email=email, name=name, phone=phone))
    vault.note_identity(found, name=name, email=email, phone=phone, language=language)
    vault.store(found, kind="enquiry", data={"message": "marker-message-zq82"}, masks={}, files=[PDF])
    return found


def affected(one, *people, by=None):
    """Puts people on the incident, by the query for the whole store."""
    return services.save_affected(one, by=by or officer(), kind="store", params={})


TEXTS = {
    "vi": {"subject": "Về dữ liệu của quý khách", "body": "Nội dung tiếng Việt"},
    "en": {"subject": "About your data", "body": "Text in English"},
}
WORDS = {
    "vi": {"title": "Sự cố sao lưu", "summary": "Một tệp bị lộ.", "advice": "Hãy đổi mật khẩu."},
    "en": {"title": "Backup incident", "summary": "A file got out.", "advice": "Change your password."},
}


def notice(one, by=None):
    return services.write_notice(one, by=by or officer(), texts=TEXTS)


def demand(by=None, *people, **facts):
    facts = {
        "authority_kind": "police",
        "authority_name": "Cơ quan Cảnh sát điều tra",
        "paper_number": "12/CV-CSĐT",
        "paper_date": dt.date(2026, 11, 20),
        "received_on": dt.date(2026, 11, 23),
        "legal_basis": "Điều 88 Bộ luật Tố tụng hình sự",
        "scope": "Nội dung liên hệ trong tháng 11",
        **facts,
    }
    by = by or officer()
    one = services.draft(by=by, **facts)
    for each in people:
        services.add_person(one, each, by=by)
    return one


def with_paper(one, by):
    services.add_paper(
        one, by=by, kind="authority", name="cv.pdf", content=PDF, requested_by="Thiếu tá Marka-official"
    )
    return one
