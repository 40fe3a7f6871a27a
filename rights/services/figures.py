"""Which requests are late or nearly so, and how many. Counts only, nobody's name."""

import datetime as dt

from django.db.models import Case, Count, DateTimeField, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone

from .. import clocks, conf
from ..models import PrivacyRequest, ProcessorTask


def overdue(moment):
    """Matches open requests of which the first reply, or the completion, had to be done by `moment`."""
    reply = Q(ack_sent_at=None, ack_due__lt=moment)
    complete = Q(due_at__lt=moment) & (Q(extended_until=None) | Q(extended_until__lt=moment))
    return Q(closed_at=None) & (reply | complete)


def _due_by(moment):
    """`overdue`, or a recipient had to confirm by then."""
    tasks = ProcessorTask.objects.filter(request=OuterRef("pk"), done_at=None, due__lt=moment)
    return overdue(moment) | (Q(closed_at=None) & Q(Exists(tasks)))


def late(now=None):
    """Matches open requests whose first reply or completion is overdue, or a recipient of theirs."""
    return _due_by(now or timezone.now())


def nearly_due(now=None):
    """Matches open requests that are due within days and not late."""
    now = now or timezone.now()
    last_day = clocks.local_day(now) + dt.timedelta(days=conf.setting("RIGHTS_NEARLY_DUE_DAYS"))
    return _due_by(clocks.end_of(last_day + dt.timedelta(days=1))) & ~_due_by(now)


def by_urgency(requests):
    """Ordered by what is due first; what has no deadline yet comes last."""
    deadline = Greatest("due_at", Coalesce("extended_until", "due_at"))
    due = Case(
        When(ack_sent_at=None, ack_due__isnull=False, then=F("ack_due")),
        default=deadline,
        output_field=DateTimeField(),
    )
    waiting = ProcessorTask.objects.filter(request=OuterRef("pk"), done_at=None).order_by("due")
    task = Coalesce(Subquery(waiting.values("due")[:1]), due)
    first = requests.annotate(first_due=Least(due, task))
    return first.order_by(F("first_due").asc(nulls_last=True), "received_at", "id")


def figures(now=None):
    """{"open", "late", "soon", "unverified"}: how many requests are so."""
    now = now or timezone.now()
    return PrivacyRequest.objects.filter(closed_at=None).aggregate(
        open=Count("pk"),
        late=Count("pk", filter=late(now)),
        soon=Count("pk", filter=nearly_due(now)),
        unverified=Count("pk", filter=Q(status="unverified")),
    )
