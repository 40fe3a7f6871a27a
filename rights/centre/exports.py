"""The archive of everything about a person: JSON for machines, a page to read, the files they sent.

Built at once, sealed under the person's own key, handed out to them, and deleted when its time is over. It
goes with the person's key in an erasure.
"""

import datetime as dt
import hashlib
import io
import json
import re
import zipfile

from django.contrib.staticfiles import finders
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from privacy.controller import controller
from privacy.ledger import plain_values
from privacy.limits import open_restrictions
from privacy.models import ConsentEvent
from vault import services as vault
from vault.models import Person, SealedRecord

from ..models import CentreExport
from . import conf, holdings

RECORD_KIND = "centre_export"
REASON = "archive made in the privacy centre"
TAKEN = "archive taken in the privacy centre"
FOR_REQUEST = "archive for a privacy request"
SCHEMA = "personal-data-export/1"
# Where a user name stands in an event: who took a call, who entered what came by another way.
STAFF = ("recorded_by", "staff")
STYLE = "css/privacy-archive.css"


def make(person, *, by=None):
    """Builds the archive in the active language and keeps it sealed; replaces an older one. The export.

    `by` is the officer who makes it for somebody who can't come here: the readings are logged as theirs.
    """
    content = _archive(person, by)
    now = timezone.now()
    with transaction.atomic():
        # The lock that an erasure takes: nothing is sealed under a key that is about to go.
        person = Person.objects.select_for_update().get(pk=person.pk, erased_at=None)
        drop(CentreExport.objects.filter(person=person))
        record = vault.store(person, kind=RECORD_KIND, data={"size": len(content)}, masks={}, files=[content])
        return CentreExport.objects.create(
            person=person,
            record=record,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            created_at=now,
            expires_at=now + dt.timedelta(hours=conf.setting("CENTRE_EXPORT_HOURS")),
        )


def ready(person):
    """The archive that can be taken now, or None."""
    return CentreExport.objects.filter(person=person, expires_at__gt=timezone.now()).first()


def take(export, *, by=None):
    """The archive's bytes, for its own person, or for the officer `by` who hands it over."""
    if by is None:
        content = vault.reveal_own_file(export.person, export.record, 0, reason=TAKEN)
    else:
        content = vault.reveal_file(export.record, 0, by=by, reason=FOR_REQUEST)
    CentreExport.objects.filter(pk=export.pk).update(taken_at=timezone.now())
    return content


def drop(exports):
    """Deletes archives with what they hold; returns how many."""
    records = list(exports.values_list("record_id", flat=True))
    SealedRecord.objects.filter(pk__in=records).delete()
    return len(records)


def purge(now):
    """Deletes the archives whose time is over."""
    drop(CentreExport.objects.filter(expires_at__lt=now))


def _read(person, record_ids, by):
    if by is None:
        return holdings.read(person, record_ids, reason=REASON)
    records = list(SealedRecord.objects.filter(pk__in=record_ids, person=person))
    return vault.reveal_many(records, by=by, reason=FOR_REQUEST) if records else {}


def _archive(person, by):
    shown = holdings.items(person)
    ids = {pk for item in shown for pk in item.records}
    identity = vault.identity_record(person)
    opened = _read(person, ids | ({identity.pk} if identity else set()), by)
    files = _files(person, opened, by)
    labels = holdings.Labels(person)
    for item in shown:
        item.contents = [row for pk in item.records if pk in opened for row in labels.rows(opened[pk])]
    events = list(ConsentEvent.objects.filter(subject_id=person.pseudonym).order_by("seq"))
    document = {
        "schema": SCHEMA,
        "made_at": timezone.now(),
        "language": get_language(),
        "controller": controller(get_language()),
        "person": {
            "pseudonym": person.pseudonym,
            "identity": opened.get(identity.pk, {}) if identity else {},
        },
        "held": [
            {
                "what": item.label,
                "purposes": item.purposes,
                "since": item.since,
                "until": item.until,
                "recipients": item.recipients,
                "sent_to": item.sent_to,
                "facts": {str(name): str(value) for name, value in item.facts.items()},
                "contents": [opened[pk] for pk in item.records if pk in opened],
            }
            for item in shown
        ],
        "consents": [_told(event) for event in events],
        "restrictions": list(open_restrictions(person.pseudonym).values("purpose_code", "kind", "since")),
        "requests": [
            {
                "reference": one.reference,
                "kind": one.kind,
                "received_at": one.received_at,
                "status": one.status,
                "outcome": one.outcome,
                "due_at": one.deadline,
            }
            for one in holdings.requests(person)
        ],
        "readings": [
            {"day": one.day, "role": one.role, "what": one.what} for one in holdings.readings(person, shown)
        ],
        "files": sorted(files),
    }
    page = render_to_string(
        "rights/centre/archive.html",
        {
            "document": document,
            "items": holdings.beside_identity(person, shown),
            "identity": labels.rows(document["person"]["identity"]),
            "standings": holdings.standings(person, shown),
            "requests": holdings.requests(person),
            "readings": holdings.readings(person, shown),
            "files": sorted(files),
            "language_code": get_language(),
        },
    )
    return _packed(document, page, files)


def _told(event):
    """An event of the ledger with roles in place of colleagues' user names; its hash is over the names."""
    values = plain_values(event)
    for part in (values["actor"], values["evidence"]):
        part.update({name: _("A member of staff") for name in STAFF if name in part})
    return values


def _files(person, opened, by):
    """{path in the archive: bytes} of everything the person sent as a file."""
    files = {}
    for record in SealedRecord.objects.filter(pk__in=opened, files__isnull=False).distinct():
        named = opened[record.pk].get("_files") or []
        for position in record.files.values_list("position", flat=True):
            name = next((file.get("name", "") for file in named if file.get("part") == position), "")
            if by is None:
                content = vault.reveal_own_file(person, record, position, reason=REASON)
            else:
                content = vault.reveal_file(record, position, by=by, reason=FOR_REQUEST)
            files[f"files/{len(files) + 1:02d}-{_safe_name(name)}"] = content
    return files


def _safe_name(name):
    """A file name that stays in its folder on every system."""
    return re.sub(r"[^\w.-]+", "_", name).strip("._")[-80:] or "file"


def _packed(document, page, files):
    buffer = io.BytesIO()
    style = finders.find(STYLE)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "data.json", json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        )
        archive.writestr("index.html", page)
        if style:
            archive.write(style, "style.css")
        for path, content in files.items():
            archive.writestr(path, content)
    return buffer.getvalue()
