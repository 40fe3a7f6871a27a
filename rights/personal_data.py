"""What this room itself holds about people: their requests, and the letters to them."""

import datetime as dt

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy import declared
from privacy.personal_data import Due, Held, Source
from vault.models import SealedRecord

from . import conf
from .models import Letter, PrivacyRequest


class RequestSource(Source):
    """Requests with what was written about them; kept as long as the policy says, counted from the end."""

    code = "rights"
    label = gettext_lazy("Privacy requests")
    models = ("rights.PrivacyRequest", "rights.Letter", "rights.RequestEvent")

    def purposes(self):
        return (conf.setting("RIGHTS_PURPOSE"),)

    def held(self, person):
        return [self._held(request) for request in person.privacy_requests.order_by("received_at", "id")]

    def _held(self, request):
        until = request.closed_at + kept_for() if request.closed_at else None
        return Held(
            source=self.code,
            id=str(request.pk),
            label=f"{request.reference}: {request.get_kind_display()}",
            purposes=self.purposes(),
            since=request.received_at,
            until=until,
            records=tuple(told_ids(request)),
            facts={
                _("Type"): request.get_kind_display(),
                _("Received"): date_format(request.received_at, "SHORT_DATE_FORMAT"),
                _("Status"): request.get_outcome_display() or request.get_status_display(),
            },
        )

    def erase(self, person):
        """Empties the requests and drops letters that wait; that somebody asked, and when, stays."""
        requests = list(person.privacy_requests.values_list("pk", flat=True))
        waiting = Letter.objects.filter(request__in=requests).exclude(
            state__in=(Letter.State.SENT, Letter.State.PRINTED, Letter.State.DROPPED)
        )
        dropped = waiting.update(state=Letter.State.DROPPED)
        return dropped + delete_records(requests)

    def due(self, now):
        over = PrivacyRequest.objects.filter(closed_at__lte=now - kept_for()).order_by("closed_at", "id")
        for request in over.iterator():
            yield Due(request.person_id, str(request.pk), conf.setting("RIGHTS_PURPOSE"), request.closed_at)

    def expire(self, ids):
        ids = [int(each) for each in ids]
        delete_records(ids)
        return PrivacyRequest.objects.filter(pk__in=ids).exclude(closed_at=None).delete()[0]


def kept_for():
    """How long a closed request is kept: as the policy in force declares, and at most the setting's days."""
    days = declared.retention_days(conf.setting("RIGHTS_PURPOSE"))
    return dt.timedelta(days=min(days, conf.setting("RIGHTS_KEPT_DAYS")))


def record_ids(request_ids):
    """Ids of the sealed records that belong to these requests."""
    found = SealedRecord.objects.filter(
        Q(privacy_request__in=request_ids)
        | Q(letter__request__in=request_ids)
        | Q(request_event__request__in=request_ids)
    )
    return list(found.order_by("created_at", "pk").values_list("pk", flat=True))


def told_ids(request):
    """Those of them that the person gets to see: their own words, and the letters that went out to them."""
    sent = request.letters.filter(state__in=(Letter.State.SENT, Letter.State.PRINTED))
    return [pk for pk in (request.record_id, *sent.values_list("record_id", flat=True)) if pk]


def delete_records(request_ids):
    """Deletes what was written about these requests; returns how many records."""
    ids = record_ids(request_ids)
    SealedRecord.objects.filter(pk__in=ids).delete()
    return len(ids)
