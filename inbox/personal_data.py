"""What the inbox holds about people: enquiries with notes and files, and what waits sealed to become one.

An enquiry is kept for the main purpose of its form, counted from the day it was sent: as long as the form's
policy said then, and never longer than the policy in force says (ADR 0089).
"""

import datetime as dt
import uuid

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy import declared as declarations
from privacy import gate
from privacy.models import ConsentEvent, FormVersion
from privacy.personal_data import Due, Held, Source
from vault import services as vault
from vault.models import Envelope, SealedRecord

from .models import Enquiry, EnquiryNote
from .services.intake import sender

DEFAULTS = {
    # Days that suspected and judged spam is kept, and what came by a form that declares no purpose.
    "INBOX_SPAM_KEPT_DAYS": 30,
    # Days that a submission may wait sealed for an intake that fails; its purposes can't be read before.
    "INBOX_ENVELOPE_KEPT_DAYS": 90,
}


def setting(name):
    """The setting `name`, or its default."""
    return getattr(settings, name, DEFAULTS[name])


def purpose_of(form_version):
    """The code of the purpose that a submission of this form is kept and used for; "" where it has none."""
    snapshot = form_version.snapshot
    codes = [snapshot.get("main_purpose"), *(consent["purpose"] for consent in snapshot.get("consents", []))]
    return next(filter(None, codes), "")


def _used():
    """The form versions that something which is kept came by."""
    return FormVersion.objects.filter(Exists(Enquiry.objects.filter(form_version=OuterRef("pk"))))


def _purposes_of(versions):
    return sorted(set(filter(None, map(purpose_of, versions))))


def days_kept(form_version, in_force="read"):
    """For how many days a submission of this form is kept."""
    if in_force == "read":
        in_force = declarations.current()
    code = purpose_of(form_version)
    then = form_version.declared.get("purposes", {}).get(code)
    now = in_force.any_language("purpose").get(code) if in_force and code else None
    periods = [then["retention_days"]] if then else []
    periods += [now.retention_days] if now else []
    return min(periods, default=setting("INBOX_SPAM_KEPT_DAYS"))


class EnquirySource(Source):
    """Enquiries of every channel, with the colleagues' notes about them."""

    code = "inbox"
    label = gettext_lazy("Enquiries")
    models = ("inbox.Enquiry", "inbox.EnquiryNote")

    def purposes(self):
        return _purposes_of(_used())

    def held(self, person):
        in_force = declarations.current()
        rows = person.enquiries.select_related("form_version").prefetch_related("notes")
        return [self._held(row, in_force) for row in rows]

    def _held(self, enquiry, in_force):
        code = purpose_of(enquiry.form_version)
        days = days_kept(enquiry.form_version, in_force)
        if enquiry.quarantined:
            days = min(days, setting("INBOX_SPAM_KEPT_DAYS"))
        notes = list(enquiry.notes.all())
        facts = {
            _("Receipt number"): enquiry.receipt,
            _("Form"): enquiry.form_version.snapshot.get("title", ""),
            _("Status"): enquiry.get_status_display(),
        }
        if notes:
            facts[_("Notes of colleagues")] = str(len(notes))
        return Held(
            source=self.code,
            id=str(enquiry.pk),
            label=f"{enquiry.channel_info.label}: {enquiry.receipt}",
            purposes=(code,) if code else (),
            since=enquiry.created_at,
            until=enquiry.created_at + dt.timedelta(days=days),
            records=(enquiry.record_id, *(note.record_id for note in notes)),
            facts=facts,
            receipt=enquiry.receipt,
        )

    def erase(self, person):
        """Enquiries go whole: their consents are in the ledger, and their counts in the runs."""
        return self.expire(person.enquiries.values_list("pk", flat=True))

    def due(self, now):
        found = {}
        for queryset in self._over(now):
            for enquiry in queryset.select_related("form_version").iterator():
                found[enquiry.pk] = Due(
                    enquiry.person_id,
                    str(enquiry.pk),
                    purpose_of(enquiry.form_version),
                    enquiry.created_at,
                    enquiry.form_version.snapshot.get("title", ""),
                )
        return sorted(found.values(), key=lambda due: (due.since, due.id))

    def _over(self, now):
        """Querysets of what is over: by its period, as spam, and because the consent was withdrawn."""
        in_force = declarations.current()
        spam = now - dt.timedelta(days=setting("INBOX_SPAM_KEPT_DAYS"))
        yield Enquiry.objects.filter(quarantined=True, created_at__lte=spam)
        by_days, by_purpose = {}, {}
        for version in _used():
            by_days.setdefault(days_kept(version, in_force), []).append(version.pk)
            by_purpose.setdefault(purpose_of(version), []).append(version.pk)
        for days, versions in by_days.items():
            end = now - dt.timedelta(days=days)
            yield Enquiry.objects.filter(form_version__in=versions, created_at__lte=end)
        for code, versions in by_purpose.items():
            if code:
                # What was sent after it is covered by the box that was ticked with it (ADR 0091).
                withdrawn = Exists(
                    _withdrawals(code).filter(
                        subject_id=OuterRef("person__pseudonym"), event_time__gte=OuterRef("created_at")
                    )
                )
                yield Enquiry.objects.filter(withdrawn, form_version__in=versions)

    def expire(self, ids):
        enquiries = Enquiry.objects.filter(pk__in=[uuid.UUID(str(each)) for each in ids])
        notes = EnquiryNote.objects.filter(enquiry__in=enquiries)
        records = [*enquiries.values_list("record_id", flat=True), *notes.values_list("record_id", flat=True)]
        # A record can't go before what points at it.
        gone = enquiries.count()
        enquiries.delete()
        SealedRecord.objects.filter(pk__in=records).delete()
        return gone


def _withdrawals(code):
    """Withdrawals of a consent to this purpose that are the last word on it."""
    return gate.standing_events(code).filter(decision=ConsentEvent.Decision.WITHDRAWN, legal_basis="consent")


class EnvelopeSource(Source):
    """What arrived and could not be taken in yet: sealed, so nobody knows whose it is or what for.

    Hence nothing of it is shown by person, and its stay is short: the shortest period of any form of its
    channel. An erasure looks into what waits; what it can't reach, the intake throws away (ADR 0110).
    """

    code = "envelopes"
    label = gettext_lazy("Submissions not yet taken in")
    models = ("vault.Envelope", "vault.EnvelopeAttachment")

    def purposes(self):
        channels = Envelope.objects.exclude(state=Envelope.State.TAKEN).values("channel")
        return _purposes_of(FormVersion.objects.filter(channel__in=channels))

    def held(self, person):
        return []

    def erase(self, person):
        """Throws away what they sent, except what is being taken in at this moment."""
        waiting = Envelope.objects.select_for_update(skip_locked=True).exclude(state=Envelope.State.TAKEN)
        return vault.throw_away([envelope for envelope in waiting if sender(envelope) == person])

    def due(self, now):
        in_force = declarations.current()
        shortest = {}
        for version in FormVersion.objects.all():
            shortest.setdefault(version.channel, []).append(days_kept(version, in_force))
        waiting = Envelope.objects.exclude(state=Envelope.State.TAKEN).order_by("created_at", "pk")
        for envelope in waiting.only("channel", "created_at"):
            days = min([setting("INBOX_ENVELOPE_KEPT_DAYS"), *shortest.get(envelope.channel, [])])
            if envelope.created_at <= now - dt.timedelta(days=days):
                yield Due(None, str(envelope.pk), "", envelope.created_at, envelope.channel)

    def expire(self, ids):
        waiting = Envelope.objects.filter(pk__in=[uuid.UUID(str(each)) for each in ids])
        gone = waiting.exclude(state=Envelope.State.TAKEN)
        number = gone.count()
        gone.delete()
        return number
