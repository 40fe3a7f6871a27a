"""The one way in: a submission is received sealed, and later taken in where the private key is.

`receive` needs the public key only. `take_in` may be called any number of times, at once, and killed at
any moment: a received submission becomes exactly one enquiry.
"""

import datetime as dt
import logging
import uuid

from django.db import DatabaseError, transaction
from django.utils import timezone

from common.hours import opening_hours
from common.receipts import new_receipt
from privacy import receipts
from privacy.models import FormVersion
from privacy.services import record_consents
from vault import keys, masks
from vault import services as vault
from vault.errors import Forgotten
from vault.models import Envelope

from .. import tasks
from ..channels import channel as channel_for
from ..channels import channels
from ..errors import FailureNotRecorded, UnknownChannel
from ..models import Enquiry, EnquiryEvent
from . import notify
from .backoff import pause_after

logger = logging.getLogger(__name__)

PAYLOAD_VERSION = 1
RECORD_KIND = "enquiry"
# Beside the answers in the sealed record; field keys never begin with an underscore.
FILES_KEY = "_files"
SHOWN_KEY = "_shown"


def receive(
    *, form_version, channel, locale, answers, files=(), consents=None, shown=None, signals=(), token=""
):
    """Seals a checked submission and returns its receipt number.

    `answers` are by field key, `files` dicts of field, name, content_type and content (bytes), `consents`
    decisions by purpose code, `shown` the keys of the questions that were shown (None: all of the form's),
    `signals` codes of what looks like spam: any at all has it held for review, `token` the secret of the
    receipt's address, where somebody is there to be given it.
    When this returns, the submission is committed and will reach the inbox. UnknownChannel if nothing
    registered `channel`.
    """
    if channel not in channels:
        raise UnknownChannel(channel)
    receipt = new_receipt()
    payload = {
        "v": PAYLOAD_VERSION,
        "receipt": receipt,
        "channel": channel,
        "locale": locale,
        "form_version": str(form_version.pk),
        "submitted_at": timezone.now().isoformat(),
        "answers": dict(answers),
        "files": [
            {
                "field": file["field"],
                "name": file["name"],
                "content_type": file["content_type"],
                "size": len(file["content"]),
                "part": part,
            }
            for part, file in enumerate(files)
        ],
        "consents": dict(consents or {}),
        "signals": list(signals),
    }
    if shown is not None:
        payload["shown"] = list(shown)
    if token:
        payload["token"] = token
    with transaction.atomic():
        envelope = vault.seal(
            payload, receipt=receipt, channel=channel, attachments=[file["content"] for file in files]
        )
        tasks.take_in.enqueue(str(envelope.pk))
    return receipt


def take_in(envelope_id):
    """Makes an enquiry of an envelope and returns it; None if there is nothing (left) to do or it failed.

    What was sent before its sender was erased is thrown away.

    Everything happens in one transaction, so a kill leaves the envelope as it was. A failure is kept in the
    envelope as the class of the error, with the time of the next try. VaultLocked where there is no
    private key: the envelope is untouched.
    """
    keys.private()
    try:
        with transaction.atomic():
            # Whoever comes second waits here and then finds it taken.
            envelope = (
                Envelope.objects.select_for_update()
                .filter(pk=uuid.UUID(str(envelope_id)))
                .exclude(state=Envelope.State.TAKEN)
                .first()
            )
            return _take_in(envelope) if envelope else None
    except Exception as error:  # noqa: BLE001 - one bad envelope must not stop the others, whatever is wrong
        _record_failure(envelope_id, type(error).__name__)
        return None


def _record_failure(envelope_id, error_class):
    """Keeps the class only: an exception's text may quote what somebody wrote."""
    logger.error("Envelope %s could not be taken in: %s.", envelope_id, error_class)
    try:
        with transaction.atomic():
            envelope = (
                Envelope.objects.select_for_update()
                .filter(pk=envelope_id)
                .exclude(state=Envelope.State.TAKEN)
                .first()
            )
            if envelope is None:
                return
            envelope.state = Envelope.State.FAILED
            envelope.attempts += 1
            envelope.error_class = error_class[:120]
            envelope.next_try = timezone.now() + pause_after(envelope.attempts)
            envelope.save(update_fields=["state", "attempts", "error_class", "next_try"])
    except DatabaseError:
        raise FailureNotRecorded(f"{envelope_id}: {error_class}") from None


def _take_in(envelope):
    payload, attachments = vault.open_envelope(envelope)
    form_version = FormVersion.objects.get(pk=payload["form_version"])
    # A web process's clock may be ahead; what is dated in the future would be kept and counted too long.
    submitted_at = min(dt.datetime.fromisoformat(payload["submitted_at"]), timezone.now())
    answers = payload["answers"]
    who = identity(form_version.snapshot, answers)
    identifiers = vault.Identifiers(**who)
    try:
        person = vault.person_for(identifiers, sent_at=submitted_at)
    except Forgotten:
        vault.throw_away([envelope])
        return None
    vault.note_identity(person, **who, language=payload["locale"])
    shown = payload.get("shown")
    data = {**answers, FILES_KEY: payload["files"]}
    if shown is not None:
        data[SHOWN_KEY] = shown
    record = vault.store(
        person,
        kind=RECORD_KIND,
        data=data,
        masks=_masks(who),
        files=attachments,
    )
    vault.index_record(record, identifiers)
    held = bool(payload["signals"])
    enquiry = Enquiry.objects.create(
        receipt=payload["receipt"],
        person=person,
        record=record,
        channel=payload["channel"],
        locale=payload["locale"],
        form_version=form_version,
        quarantined=held,
        signals=payload["signals"],
        created_at=submitted_at,
        due_at=due_time(payload["channel"], submitted_at, form_version.snapshot, answers),
    )
    events = record_consents(
        person=person,
        form_version=form_version,
        decisions=payload["consents"],
        at=submitted_at,
        locale=payload["locale"],
        channel=payload["channel"],
        receipt=payload["receipt"],
        shown=shown,
    )
    receipts.issue(
        person=person,
        number=payload["receipt"],
        token=payload.get("token", ""),
        language=payload["locale"],
        form_version=form_version,
        events=events,
    )
    kind = EnquiryEvent.Kind.HELD if held else EnquiryEvent.Kind.RECEIVED
    EnquiryEvent.objects.create(enquiry=enquiry, kind=kind, at=submitted_at)
    if not held:
        notify.announce(enquiry)
    vault.mark_taken(envelope)
    return enquiry


def sender(envelope):
    """The known person who sent a waiting envelope; None for anybody else, or if it doesn't open."""
    try:
        payload = vault.open_payload(envelope)
        form_version = FormVersion.objects.get(pk=payload["form_version"])
        who = identity(form_version.snapshot, payload["answers"])
        return vault.known(vault.Identifiers(**who))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it: if it is mended, the intake asks
        logger.error("Envelope %s could not be looked into: %s.", envelope.pk, type(error).__name__)
        return None


def identity(snapshot, answers):
    """Who the answers say they are from: {"name", "email", "phone"}, each the first answer of its type."""
    who = {"name": "", "email": "", "phone": ""}
    for name, field_type in (("name", "full_name"), ("email", "email"), ("phone", "phone")):
        given = (answers.get(field["key"]) for field in snapshot["fields"] if field["type"] == field_type)
        who[name] = next(filter(None, given), "")
    return who


def _masks(who):
    masking = {"name": masks.mask_name, "email": masks.mask_email, "phone": masks.mask_phone}
    return {name: masking[name](value) for name, value in who.items() if value}


def due_time(code, submitted_at, snapshot, answers):
    """When a first answer is due: the slot that was chosen, else the channel's target in open hours.

    None where the channel expects no answer.
    """
    channel = channel_for(code)
    for field in snapshot["fields"]:
        if channel.due_field and field["type"] == channel.due_field and answers.get(field["key"]):
            # An interval is written start/end; the call is due at its start.
            return dt.datetime.fromisoformat(answers[field["key"]].partition("/")[0])
    if channel.answer_within is None:
        return None
    try:
        return opening_hours().add_working_time(submitted_at, channel.answer_within)
    except ValueError:
        # Hours are content, and an editor may have closed every day: plain time then, rather than no time.
        return submitted_at + channel.answer_within
