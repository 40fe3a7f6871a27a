"""What the registers hold about people can be told, erased and deleted when its time is over."""

import datetime as dt

import pytest
from django.utils import timezone

from incidents import services
from incidents.models import AffectedPerson, Incident, NoticeDelivery
from privacy.limits import is_held
from privacy.personal_data import sources
from vault.models import SealedRecord

from . import builders as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unrun_tasks")]


@pytest.fixture
def by():
    return make.officer()


def handed(by, person):
    one = make.with_paper(make.demand(by, person), by)
    services.approve(one, by=by)
    services.approve(one, by=make.approver())
    services.seal_bundle(one, by=by)
    services.hand_over(one, by=by)
    return one


def test_people_see_the_incident_and_when_they_were_told(by):
    make.declare()
    one, person = make.incident(by), make.person()
    make.affected(one, by=by)
    (held,) = sources["incidents"].held(person)
    assert one.code in held.label and held.until is None
    assert one.title not in str(held)
    services.release(make.notice(one, by), by=by)
    services.send_batch()
    make.closed(one, by)
    (held,) = sources["incidents"].held(person)
    assert len(held.facts) == 3 and held.until.year == one.closed_at.year + 5


def test_a_demand_is_not_told_by_the_site(by):
    person = make.person()
    make.demand(by, person)
    assert sources["disclosures"].held(person) == []


def test_erasing_stops_waiting_notices_and_keeps_the_count(by):
    one, person = make.incident(by), make.person()
    make.affected(one, by=by)
    services.release(make.notice(one, by), by=by)
    source = sources["incidents"]
    assert source.erase(person) == 2 and source.erase(person) == 0
    assert NoticeDelivery.objects.get().state == "skipped"
    row = AffectedPerson.objects.get()
    assert row.record_ids == [] and row.records == 2


def test_erasing_drops_the_sealed_copy_and_leaves_the_totals_true(by):
    person = make.person()
    handed(by, person)
    assert services.totals()[0]["people"] == 1
    source = sources["disclosures"]
    assert source.erase(person) and source.erase(person) == 0
    assert not SealedRecord.objects.filter(kind="disclosure").exists()
    assert services.totals()[0]["people"] == 1


def test_files_are_over_after_five_years_and_not_before(by):
    make.declare()
    one, person = make.incident(by), make.person()
    make.affected(one, by=by)
    make.closed(one, by)
    source, closed = sources["incidents"], Incident.objects.get().closed_at
    assert not list(source.due(closed + dt.timedelta(days=5 * 365)))
    (due,) = source.due(closed + dt.timedelta(days=5 * 366))
    assert due.person_id == person.pk and due.since == closed
    assert source.expire([due.id]) == 1 and source.expire([due.id]) == 0


def test_a_shorter_period_of_the_policy_counts_and_none_is_no_keeping(by):
    one, person = make.incident(by), make.person()
    make.affected(one, by=by)
    services.add_paper(one, by=by, kind="record", name="a.pdf", content=make.PDF)
    handed(by, make.person("b@example.com"))
    make.closed(one, by)
    after = [dt.timedelta(days=days) for days in (1, 731)]
    kept = [sources["incidents"], sources["disclosures"]]
    now = timezone.now()
    assert all(list(source.due(now)) for source in kept), "no policy declares the purposes"
    make.declare(days=730)
    assert [[len(list(source.due(now + each))) for each in after] for source in kept] == [[0, 1], [0, 1]]
    (held,) = sources["incidents"].held(person)
    assert held.until.year == services.retained_until(one).year == one.closed_at.year + 2
    assert services.expire_papers(now + after[0]) == 0 and services.expire_papers(now + after[1]) == 2


def test_copies_for_authorities_are_over_after_five_years(by):
    make.declare()
    handed(by, make.person())
    source = sources["disclosures"]
    assert not list(source.due(timezone.now()))
    (due,) = source.due(timezone.now() + dt.timedelta(days=5 * 366))
    assert source.expire([due.id]) and not list(source.due(timezone.now() + dt.timedelta(days=5 * 366)))


def test_a_demand_holds_the_data_until_it_is_answered(by):
    person, other, third = make.person(), make.person("b@example.com"), make.person("c@example.com")
    refused, removed = make.demand(by, other), make.demand(by, third)
    one = make.with_paper(make.demand(by, person), by)
    assert is_held(person) and is_held(other) and is_held(third)
    services.refuse(refused, by=by, reason="Sai thẩm quyền")
    services.remove_person(removed, removed.people.get().pk, by=by)
    assert is_held(person) and not is_held(other) and not is_held(third)
    services.approve(one, by=by)
    services.approve(one, by=make.approver())
    services.seal_bundle(one, by=by)
    services.hand_over(one, by=by)
    assert not is_held(person)


def test_papers_go_when_the_file_is_over(by):
    make.declare()
    one = make.incident(by)
    services.add_paper(one, by=by, kind="record", name="a.pdf", content=make.PDF)
    demand = make.with_paper(make.demand(by, make.person()), by)
    make.closed(one, by)
    services.refuse(demand, by=by, reason="Sai thẩm quyền")
    services.sweep()
    assert one.papers.exists() and demand.papers.exists()
    assert services.expire_papers(timezone.now() + dt.timedelta(days=5 * 366)) == 2
