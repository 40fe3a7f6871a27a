"""Notices to the people affected: written in every language, released once, followed up by phone."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from privacy.controller import controller
from vault import services as vault
from vault.models import SealedRecord
from vault.services import identity_record

from .. import access, conf, tasks
from ..models import IncidentEvent, Notice, NoticeDelivery
from .base import name_of, require
from .register import log

State = NoticeDelivery.State
CHUNK = 500
# What a prefilled notice leaves to the officer; it must not be sent off with these words in it.
BLANKS = (
    gettext_noop("(write here what happened, when, and which data it is about)"),
    gettext_noop("(write here what could follow from it)"),
    gettext_noop("(write here what was done and what comes next)"),
    gettext_noop("(write here what people should do now)"),
)


class Unfinished(ValueError):
    """The notice still holds words that were only there to be replaced."""


def languages():
    """The codes of the site's languages."""
    return [code for code, _name in settings.LANGUAGES]


def public_url(incident):
    """The whole address of the public page in the active language."""
    return settings.BASE_URL.rstrip("/") + reverse("incident_status", args=[incident.code])


def prefilled(incident):
    """{language: {"subject", "body"}} to start a notice from: what the register knows, in both languages."""
    texts = {}
    follow_up = incident.notices.filter(released_at__isnull=False).exists()
    for code in languages():
        with translation.override(code):
            words = incident.public_words.get(code, {})
            company = controller(code)
            subject = (
                _("Follow-up on the incident %(code)s")
                if follow_up
                else _("About your data: incident %(code)s")
            )
            context = {
                "incident": incident,
                "words": words,
                "company": company,
                "follow_up": follow_up,
                "url": public_url(incident) if incident.is_public else "",
            }
            texts[code] = {
                "subject": subject % {"code": incident.code},
                "body": render_to_string("incidents/mail/notice.txt", context).strip() + "\n",
            }
    return texts


def write_notice(incident, *, by, texts, notice=None):
    """Keeps a notice that is still to be released: a new one, or `notice` changed.

    ValueError while a language lacks its subject or body, or when the notice was released.
    """
    require(access.may_manage(by))
    if set(texts) != set(languages()) or not all(
        text["subject"].strip() and text["body"].strip() for text in texts.values()
    ):
        raise ValueError("A notice is written in every language.")
    with transaction.atomic():
        if notice is None:
            type(incident).objects.select_for_update().get(pk=incident.pk)
            number = incident.notices.count() + 1
            notice = Notice(incident=incident, number=number, created_by_name=name_of(by))
        elif Notice.objects.select_for_update().get(pk=notice.pk).released_at:
            raise ValueError("What was sent off does not change.")
        notice.texts = texts
        notice.save()
        log(incident, IncidentEvent.Kind.NOTICE, by, str(notice.number))
    return notice


def is_unfinished(texts):
    """Whether a language's text still holds one of the BLANKS."""
    for code, text in texts.items():
        with translation.override(code):
            if any(_(blank) in text["body"] for blank in BLANKS):
                return True
    return False


def release(notice, *, by):
    """Sends the notice off to everyone affected who has not got it; returns how many.

    Released again it goes only to people who were found since; 0 when there are none. ValueError when nobody
    is affected yet; Unfinished when the text is.

    The deliveries are spread over time in batches, so that no mail server takes them for spam.
    """
    require(access.may_manage(by))
    now = timezone.now()
    batch = conf.get("INCIDENTS_NOTICE_BATCH")
    pause = dt.timedelta(seconds=conf.get("INCIDENTS_NOTICE_PAUSE_SECONDS"))
    with transaction.atomic():
        locked = Notice.objects.select_for_update().get(pk=notice.pk)
        if is_unfinished(locked.texts):
            raise Unfinished("The notice still has blanks to fill in.")
        people = list(without_it(locked).values_list("person_id", flat=True))
        if not people:
            if locked.released_at:
                return 0
            raise ValueError("Nobody is affected yet.")
        NoticeDelivery.objects.bulk_create(
            [
                NoticeDelivery(notice=locked, person_id=person_id, next_try=now + pause * (n // batch))
                for n, person_id in enumerate(people)
            ],
            batch_size=CHUNK,
        )
        if not locked.released_at:
            locked.released_at, locked.released_by_name = now, name_of(by)
            locked.save(update_fields=["released_at", "released_by_name"])
        log(locked.incident, IncidentEvent.Kind.RELEASED, by, f"{locked.number}: {len(people)}")
        transaction.on_commit(lambda: tasks.send_batch.enqueue(locked.pk))
    notice.refresh_from_db()
    return len(people)


def without_it(notice):
    """The AffectedPerson rows of those to whom this notice was not sent off."""
    return notice.incident.affected.exclude(person__in=notice.deliveries.values("person"))


def reachable_masks(deliveries, *, by):
    """{delivery id: masked name and contacts} for the list of people to be called."""
    people = {delivery.person_id for delivery in deliveries}
    records = dict(
        SealedRecord.objects.filter(person__in=people, kind="identity")
        .order_by("created_at")
        .values_list("person_id", "pk")
    )
    masks = vault.masked(records.values(), by=by)
    shown = {}
    for delivery in deliveries:
        known = masks.get(records.get(delivery.person_id), {})
        shown[delivery.pk] = [known[name] for name in ("name", "phone", "email") if known.get(name)]
    return shown


def reveal_contact(delivery, *, by):
    """{"name", "phone", "email"} of a person to be called, logged; {} when nothing is known of them."""
    require(access.may_read(by))
    record = identity_record(delivery.person)
    if record is None or delivery.person.erased_at:
        return {}
    reason = f"{delivery.notice.incident.code}: notice {delivery.notice.number} by phone"
    return vault.reveal(record, ["name", "phone", "email"], by=by, reason=reason)


def skip(delivery, *, by, reason):
    """Notes that a person who is to be called can't be told, and why. ValueError without a reason."""
    require(access.may_manage(by))
    if not reason.strip():
        raise ValueError("Passing a person over gives its reason.")
    with transaction.atomic():
        waiting = NoticeDelivery.objects.filter(
            pk=delivery.pk, called_at=None, state__in=[State.UNREACHABLE, State.FAILED]
        )
        if waiting.update(state=State.SKIPPED, skipped_at=timezone.now(), skip_reason=reason.strip()[:400]):
            log(delivery.notice.incident, IncidentEvent.Kind.SKIPPED, by, str(delivery.notice.number))


def mark_called(delivery, *, by):
    """Notes that the person was told by phone."""
    require(access.may_manage(by))
    with transaction.atomic():
        waiting = NoticeDelivery.objects.filter(pk=delivery.pk, called_at=None).exclude(state=State.SENT)
        if waiting.update(called_at=timezone.now(), called_by=by):
            log(delivery.notice.incident, IncidentEvent.Kind.CALLED, by, str(delivery.notice.number))
