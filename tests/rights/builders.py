"""People, officers and requests as this room's tests need them."""

import itertools
import threading
from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connections
from django.utils import timezone

from privacy.decisions import record_decision
from privacy.models import ConsentEvent
from privacy.personal_data import Held as HeldThing
from privacy.personal_data import Source
from rights import clocks, services
from tests.privacy import builders as promise
from vault import services as vault
from vault.models import BlindIndex, PersonKey, SealedRecord

ADMIN = "wagtailadmin.access_admin"
WORK = "rights.work_requests"
OPEN_VAULT = "vault.open_vault"
OFFICER = (ADMIN, WORK, OPEN_VAULT)

# Unlike anything that could be there by chance.
NAME, EMAIL, PHONE = "Trần Thị Markerzq", "markerzq@example.com", "+84912345678"
TEXT = "Xin xoá hết dữ liệu marker-zq92"
NOTE = {"kind": "note", "data": {"text": "marker-zq92"}, "masks": {}}

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


class Notes(Source):
    """A room of the test's own that keeps notes about people."""

    code, label, models = "notes", "Notes", ()
    went_to = ()

    def held(self, person):
        return [
            HeldThing("notes", str(r.pk), "Note", ("news",), r.created_at, None, (r.pk,), self.went_to)
            for r in SealedRecord.objects.filter(person=person, kind="note")
        ]

    def erase(self, person):
        return SealedRecord.objects.filter(person=person, kind="note").delete()[0]


def someone(email=EMAIL):
    """A person about whom something is held."""
    one = person(email)
    vault.store(one, **NOTE)
    return one


def nothing_is_left(person):
    return (
        not SealedRecord.objects.filter(person=person).exists()
        and not BlindIndex.objects.filter(person=person).exists()
        and not PersonKey.objects.filter(pk=person.pk).exists()
        and not vault.find(email=EMAIL).exists()
    )


def at_once(*acts):
    """Runs the functions in a thread each, from one moment on; returns what each returned or raised."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        barrier.wait()
        try:
            results[number] = act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results
