"""People, officers and requests as this room's tests need them."""

import itertools
from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone

from privacy.decisions import record_decision
from privacy.models import ConsentEvent
from rights import clocks, services
from tests.privacy import builders as promise
from vault import services as vault

ADMIN = "wagtailadmin.access_admin"
WORK = "rights.work_requests"
OPEN_VAULT = "vault.open_vault"
OFFICER = (ADMIN, WORK, OPEN_VAULT)

# Unlike anything that could be there by chance.
NAME, EMAIL, PHONE = "Trần Thị Markerzq", "markerzq@example.com", "+84912345678"
TEXT = "Xin xoá hết dữ liệu marker-zq92"

_numbers = itertools.count(1)


def colleague(*permissions, email="", **fields):
    user = get_user_model().objects.create_user(f"officer{next(_numbers)}", email=email, **fields)
    for permission in permissions:
        app_label, codename = permission.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app_label, codename=codename)
        )
    return user


def officer(**fields):
    return colleague(*OFFICER, **fields)


def person(email=EMAIL, phone="", name=NAME):
    one = vault.person_for(vault.Identifiers(email=email, phone=phone, name=name))
    vault.note_identity(one, name=name, email=email, phone=phone, language="vi")
    return one


def ask(kind="delete", of=None, *, verified=True, text=TEXT, source="email", by=None, **options):
    """A request as it comes in, with its identity proven unless said otherwise."""
    return services.open_request(
        person=of or person(),
        kind=kind,
        source=source,
        locale=options.pop("locale", "vi"),
        text=text,
        verified_at=timezone.now() if verified else None,
        by=by,
        **options,
    )


def declare_purposes(*codes, recipients=()):
    """A policy that declares these purposes and, as (code, purposes), these recipients."""
    for code in codes:
        promise.make_purpose(code, name=f"Mục đích {code}")
    for code, purposes in recipients:
        promise.make_recipient(code, name=code.title(), purposes=list(purposes))


def agree(person, *codes):
    """The person agrees to these purposes."""
    for code in codes:
        record_decision(
            person=person,
            purpose=code,
            decision=ConsentEvent.Decision.GIVEN,
            language="vi",
            method="privacy_centre",
        )


def on(year, month, day, hour=9):
    """A moment in Vietnam."""
    return datetime(year, month, day, hour, tzinfo=clocks.VIETNAM)


def kinds(request):
    """What has happened to a request, in order."""
    return [event.kind for event in request.events.all()]


def day(moment):
    return clocks.local_day(moment)
