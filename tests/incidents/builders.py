"""What the tests of the registers are made of: colleagues, incidents, people with sealed records."""

import datetime as dt
import itertools

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone

from common.receipts import new_receipt
from inbox.models import Enquiry
from incidents import services
from privacy.services import freeze_form
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
    enquiry(found, files=[PDF])
    return found


def nobody():
    """Someone who left no contact, as in a survey: a person without an identity record."""
    return vault.person_for(vault.Identifiers())


FIELDS = [
    {"key": "message", "type": "text", "label": "Nội dung"},
    {
        "key": "topic",
        "type": "choice",
        "label": "Dịch vụ",
        "choices": [{"key": "vps", "label": "Máy chủ ảo"}],
    },
]


def enquiry(person, *, channel="contact", at=None, message="marker-message-zq82", files=()):
    """Something that the person sent by a form."""
    data = {
        "message": message,
        "topic": "vps",
        "_files": [{"field": "file", "name": "a.pdf", "part": n} for n, _file in enumerate(files)],
    }
    snapshot = {"title": "Liên hệ", "fields": FIELDS, "consents": []}
    return Enquiry.objects.create(
        receipt=new_receipt(),
        person=person,
        record=vault.store(person, kind="enquiry", data=data, masks={}, files=files),
        channel=channel,
        locale="vi",
        form_version=freeze_form(page=None, channel=channel, locale="vi", snapshot=snapshot),
        created_at=at or timezone.now(),
    )


def closed(one, by):
    """Closes an incident of which nothing was done, with the reasons that this takes."""
    for duty in services.unmet(one):
        services.waive(one, by=by, duty=duty, reason="Không thuộc trường hợp này")
    services.set_status(one, by=by, status="closed")


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


def approved(by, *people):
    """A demand about `people`, with its paper and both approvals, the first `by`'s."""
    one = with_paper(demand(by, *(people or (person(),))), by)
    services.approve(one, by=by)
    services.approve(one, by=approver())
    return one


def demand(by=None, *people, **facts):
    facts = {
        "authority_kind": "police",
        "authority_name": "Cơ quan Cảnh sát điều tra",
        "paper_number": "12/CV-CSĐT",
        "paper_date": dt.date(2026, 11, 20),
        "received_on": dt.date(2026, 11, 23),
        "legal_basis": "Điều 88 Bộ luật Tố tụng hình sự",
        "scope": "Nội dung liên hệ trong tháng 11",
        "kinds": ["identity", "enquiry-contact"],
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


def handed_over(one, by):
    """Hands a sealed bundle over and gives its file."""
    services.hand_over(one, by=by)
    return services.take_bundle(one, by=by)
