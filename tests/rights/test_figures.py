"""Lists and figures: what is late or nearly due, and what is deleted after its period."""

import datetime as dt

import pytest
from django.utils import timezone

from rights import clocks, services
from rights.models import PrivacyRequest
from vault.models import SealedRecord

from ..privacy import builders as promise
from . import builders as make
from .builders import day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]


def test_late_and_nearly_due_are_counted_alike_by_model_and_query():
    now = timezone.now()
    ends = {
        "late": clocks.end_of(day(now) - dt.timedelta(days=1)),
        "today": clocks.end_of(day(now)),
        "soon": clocks.end_of(day(now) + dt.timedelta(days=2)),
        "fine": clocks.end_of(day(now) + dt.timedelta(days=3)),
    }
    for name, end in ends.items():
        one = make.ask("view", of=make.person(f"{name}@example.com"))
        PrivacyRequest.objects.filter(pk=one.pk).update(due_at=end, ack_sent_at=now)
    for one in PrivacyRequest.objects.all():
        late = PrivacyRequest.objects.filter(services.late(now), pk=one.pk).exists()
        soon = PrivacyRequest.objects.filter(services.nearly_due(now), pk=one.pk).exists()
        assert (late, soon) == (one.is_overdue(now), one.is_nearly_due(now))
    figures = services.figures(now)
    assert (figures["late"], figures["soon"], figures["open"]) == (1, 2, 4)
    order = list(services.by_urgency(PrivacyRequest.objects.all()).values_list("due_at", flat=True))
    assert order == sorted(order)


def test_an_unanswered_request_is_late_although_there_is_time_to_complete():
    one = make.ask("delete")
    PrivacyRequest.objects.filter(pk=one.pk).update(ack_due=timezone.now() - dt.timedelta(hours=1))
    assert services.figures()["late"] == 1
    one.refresh_from_db()
    assert one.next_due()[0] == "reply" and one.is_overdue()
    services.acknowledge(one)
    assert services.figures()["late"] == 0


def test_an_extension_moves_what_counts_as_late():
    one = make.ask("view")
    past, future = timezone.now() - dt.timedelta(days=1), timezone.now() + dt.timedelta(days=5)
    PrivacyRequest.objects.filter(pk=one.pk).update(
        due_at=past, extended_until=future, extension_reason="many", ack_sent_at=past
    )
    assert services.figures()["late"] == 0
    one.refresh_from_db()
    assert not one.is_overdue()


@pytest.mark.parametrize(("declared", "at_most"), [(30, 730), (365, 30)])
def test_the_period_over_requests_are_gone_with_their_words(settings, declared, at_most):
    from privacy.personal_data import sources

    settings.RIGHTS_KEPT_DAYS = at_most
    source = sources["rights"]
    one = services.take_back(make.ask("view"))
    still_open = make.ask("copy", of=one.person)
    assert len(list(source.due(timezone.now()))) == 1, "no policy declares the purpose, so nothing is kept"
    promise.make_purpose("rights", retention_days=declared)
    assert list(source.due(timezone.now())) == []
    due = list(source.due(timezone.now() + dt.timedelta(days=31)))
    assert [(each.person_id, each.id) for each in due] == [(one.person_id, str(one.pk))]
    record = one.record_id
    assert source.expire([each.id for each in due]) > 0
    assert source.expire([each.id for each in due]) == 0
    assert not SealedRecord.objects.filter(pk=record).exists()
    assert list(PrivacyRequest.objects.all()) == [still_open]
    assert source.expire([str(still_open.pk)]) == 0  # what is open is not deleted by period
