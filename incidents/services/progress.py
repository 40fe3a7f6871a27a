"""How far the notices of an incident got: who has it, who is to be called, who is not told."""

from django.db.models import Count
from django.utils.translation import gettext as _

from ..models import NoticeDelivery

State = NoticeDelivery.State


def to_call(deliveries):
    """Those of `deliveries` whose people are still to be told by phone, or passed over with a reason."""
    return deliveries.filter(
        state__in=[State.UNREACHABLE, State.FAILED], called_at=None, person__erased_at=None
    )


def progress(notice):
    """[(label, number)] of what became of a notice: each person it went to counts once."""
    deliveries = notice.deliveries
    called = deliveries.filter(called_at__isnull=False).count()
    mailed = deliveries.filter(state=State.SENT).count()
    waiting = deliveries.filter(state=State.PENDING, called_at=None).count()
    left = to_call(deliveries).count()
    parts = [
        (_("Waiting"), waiting),
        (_("Sent by e-mail"), mailed),
        (_("To be called"), left),
        (_("Told by phone"), called),
        (_("Not told"), deliveries.count() - called - mailed - waiting - left),
    ]
    return [(label, number) for label, number in parts if number]


def unsettled(incident):
    """{notice number: people} of notices that are on their way or have people left to call."""
    deliveries = NoticeDelivery.objects.filter(notice__incident=incident, called_at=None)
    waiting = deliveries.filter(state=State.PENDING) | to_call(deliveries)
    return dict(
        waiting.order_by()
        .values_list("notice__number")
        .annotate(people=Count("pk"))
        .order_by("notice__number")
    )
