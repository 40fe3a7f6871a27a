"""The register of incidents: numbered, clocked, with a history that cannot be rewritten."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from incidents import paperwork, services
from incidents.clocks import State
from incidents.models import DisclosureEvent, DutyWaiver, Incident, IncidentEvent, Paper

from . import builders as make

pytestmark = pytest.mark.django_db


def state(one, code, now=None):
    clock = next(clock for clock in services.clocks(one) if clock.code == code)
    return clock.state(now or timezone.now())


def test_codes_count_within_the_year():
    first, second = make.incident(), make.incident()
    year = timezone.localdate().year
    assert [first.code, second.code] == [f"SC-{year}-001", f"SC-{year}-002"]
    assert first.events.get().kind == IncidentEvent.Kind.OPENED


def test_only_holders_of_the_permission_work_the_register(django_user_model):
    one = make.incident()
    for user in (
        make.colleague(make.ADMIN, "vault.open_vault"),
        make.approver(),
        django_user_model.objects.create_superuser("root"),
    ):
        with pytest.raises(PermissionDenied):
            make.incident(by=user)
        with pytest.raises(PermissionDenied):
            services.set_status(one, by=user, status="closed")
        with pytest.raises(PermissionDenied):
            services.assess(one, by=user, answers={})


def test_history_says_which_fields_changed_and_not_what_they_held():
    one, by = make.incident(), make.officer()
    services.edit_incident(one, by=by, place="Máy chủ sao lưu", title=one.title)
    assert one.place == "Máy chủ sao lưu"
    event = one.events.last()
    assert (event.kind, event.detail) == ("edited", "place")


def test_history_is_not_rewritten():
    event = make.incident().events.get()
    event.detail = "x"
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


def test_the_clock_runs_from_detection_and_gdpr_from_awareness():
    detected = timezone.now() - dt.timedelta(hours=70)
    one = make.incident(detected_at=detected, aware_at=detected + dt.timedelta(hours=24))
    clocks = {clock.code: clock for clock in services.clocks(one)}
    assert clocks["authority"].due_at == detected + dt.timedelta(hours=72)
    assert clocks["gdpr"].due_at == detected + dt.timedelta(hours=96)
    assert state(one, "authority") == State.WARNING
    assert state(one, "authority", detected + dt.timedelta(hours=73)) == State.OVERDUE


def test_a_report_meets_the_clock_and_a_later_one_is_only_a_phase():
    one, by = make.incident(), make.officer()
    first = timezone.now() - dt.timedelta(hours=1)
    services.add_report(one, by=by, duty="authority", sent_at=first, reference="A05-1")
    services.add_report(one, by=by, duty="authority", sent_at=timezone.now(), reference="A05-2")
    clock = next(clock for clock in services.clocks(one) if clock.code == "authority")
    assert clock.met_at == first and state(one, "authority") == State.MET


def test_a_late_report_gives_its_reasons():
    one, by = make.incident(detected_at=timezone.now() - dt.timedelta(hours=80)), make.officer()
    with pytest.raises(ValueError, match="reasons"):
        services.add_report(one, by=by, duty="authority", sent_at=timezone.now(), reference="1")
    services.add_report(
        one, by=by, duty="authority", sent_at=timezone.now(), reference="1", late_reason="Nghỉ Tết"
    )
    assert state(one, "authority") == State.MET_LATE


def test_a_report_of_tomorrow_meets_nothing():
    one = make.incident()
    with pytest.raises(ValueError, match="still to be sent"):
        services.add_report(
            one,
            by=make.officer(),
            duty="authority",
            sent_at=timezone.now() + dt.timedelta(days=1),
            reference="1",
        )


def test_closing_and_opening_again():
    make.declare()
    one, by = make.incident(), make.officer()
    make.closed(one, by)
    assert one.closed_at and not one.is_open
    assert services.retained_until(one).year == one.closed_at.year + 5
    services.set_status(one, by=by, status="open")
    assert one.closed_at is None


def test_an_incident_with_duties_left_is_not_closed():
    one, by = make.incident(), make.officer()
    with pytest.raises(services.DutiesLeft) as left:
        services.set_status(one, by=by, status="closed")
    assert set(left.value.codes) == set(services.unmet(one)) == {duty.code for duty in one.duties()}
    with pytest.raises(ValueError, match="reason"):
        services.waive(one, by=by, duty="authority", reason=" ")
    services.waive(one, by=by, duty="authority", reason="Không có dữ liệu cá nhân")
    assert state(one, "authority") == State.WAIVED and "authority" not in services.unmet(one)
    assert one.events.last().kind == "waived" and one.waivers.get().reason
    with pytest.raises(ValueError, match="not wait"):
        services.waive(one, by=by, duty="authority", reason="Lần nữa")
    with pytest.raises(PermissionDenied):
        services.waive(one, by=make.approver(), duty="gdpr", reason="x")
    with pytest.raises(services.DutiesLeft):
        services.set_status(one, by=by, status="closed")


@pytest.mark.parametrize("waived", [True, False], ids=["waived", "met"])
def test_what_ended_too_late_stays_late_for_a_year(waived, monkeypatch):
    now = timezone.now()
    one, by = make.incident(detected_at=now - dt.timedelta(hours=100)), make.officer()
    services.assess(one, by=by, answers={"cyber": "none", "eu": "no", "finance": "no", "place": "no"})
    assert services.health()["overdue_clocks"] == 1
    if not waived:
        late = {"sent_at": now, "reference": "1", "late_reason": "Nghỉ Tết"}
        services.add_report(one, by=by, duty="authority", **late)
    make.closed(one, by)
    found = services.health()
    assert (found["overdue_clocks"], found["late_clocks"]) == (0, 1)
    for days, late in ((360, 1), (370, 0)):
        monkeypatch.setattr(timezone, "now", lambda days=days: now + dt.timedelta(days=days))
        assert services.health()["late_clocks"] == late


def test_a_duty_that_appears_after_closing_counts():
    one, by = (
        make.incident(kind="misuse", detected_at=timezone.now() - dt.timedelta(hours=100)),
        make.officer(),
    )
    harmless = dict.fromkeys(["security", "health", "honour", "property", "finance", "place", "eu"], "no")
    services.assess(one, by=by, answers=harmless | {"cyber": "none"})
    make.closed(one, by)
    assert services.health()["overdue_clocks"] == 0
    services.assess(one, by=by, answers=harmless | {"cyber": "none", "place": "yes"})
    assert services.health()["overdue_clocks"] == 1


HISTORIES = [IncidentEvent, DisclosureEvent, DutyWaiver]


def a_line(model):
    by = make.officer()
    if model is DisclosureEvent:
        return make.demand(by).events.get()
    one = make.incident(by)
    services.waive(one, by=by, duty="record", reason="x")
    return one.events.first() if model is IncidentEvent else one.waivers.get()


@pytest.mark.parametrize("model", HISTORIES)
def test_the_database_refuses_to_rewrite_history(model):
    line = a_line(model)
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields]
    named = ", ".join(f'"{column}"' for column in columns)
    words = "reason" if model is DutyWaiver else "detail"
    statements = [
        f'UPDATE "{table}" SET "id" = "id" + 1000',  # noqa: S608
        f'UPDATE "{table}" SET "{words}" = \'other\'',  # noqa: S608
        f'DELETE FROM "{table}"',  # noqa: S608
    ]
    if connection.vendor == "sqlite":
        rest = named.replace('"id"', "rowid")
        statements += [
            f'INSERT OR REPLACE INTO "{table}" ({columns}) SELECT {columns} FROM "{table}"'  # noqa: S608
            for columns in (named, rest)
        ]
    else:
        statements.append(f'TRUNCATE "{table}"')
    # PostgreSQL truncates nothing while it has foreign keys to check.
    connection.check_constraints()
    for sql in statements:
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    assert model.objects.filter(pk=line.pk).exists()


def test_a_history_outlives_the_account_of_who_acted():
    event = a_line(IncidentEvent)
    event.actor.delete()
    event.refresh_from_db()
    assert event.actor is None and event.actor_name


def test_the_cyber_report_gives_the_reasons_of_both_its_duties():
    one, by = make.incident(detected_at=timezone.now() - dt.timedelta(hours=100)), make.officer()
    for duty in ("cyber_first", "cyber_full"):
        late = {"sent_at": timezone.now(), "reference": "1", "late_reason": f"vì {duty}"}
        services.add_report(one, by=by, duty=duty, **late)
    rows = dict(paperwork.draft(one, "cyber").sections)
    (row,) = next(rows for rows in rows.values() if any("vì" in row.value for row in rows))
    assert row.value == "vì cyber_first\nvì cyber_full"


def test_answers_that_do_not_exist_are_refused():
    one, by = make.incident(), make.officer()
    for answers in ({"health": "maybe"}, {"weather": "yes"}):
        with pytest.raises(ValueError, match="No such answer"):
            services.assess(one, by=by, answers=answers)


def test_a_paper_is_sealed_and_opening_it_leaves_a_line(client):
    one, by = make.incident(), make.officer()
    services.add_paper(one, by=by, kind="record", name="bien-ban-marka.pdf", content=make.PDF)
    paper = Paper.objects.get()
    stored = bytes(paper.content) + bytes(paper.details)
    assert b"marker" not in stored and b"marka" not in stored
    assert state(one, "record") == State.MET


@pytest.mark.django_db(transaction=True)
def test_only_readers_open_a_paper():
    one, by = make.incident(), make.officer()
    paper = services.add_paper(one, by=by, kind="record", name="bien-ban.pdf", content=make.PDF)
    with pytest.raises(PermissionDenied):
        services.read_paper(paper, by=make.colleague(make.ADMIN, "incidents.manage_incidents"))
    details, content = services.read_paper(paper, by=by)
    assert content == make.PDF and details["name"] == "bien-ban.pdf"
    assert one.events.last().kind == IncidentEvent.Kind.PAPER_READ


@pytest.mark.parametrize("content", [b"<script>alert(1)</script>", b"MZ\x90", b""])
def test_what_is_no_scan_is_refused(content):
    with pytest.raises(ValueError, match="PDF"):
        services.add_paper(make.incident(), by=make.officer(), kind="record", name="x.pdf", content=content)


def test_too_large_a_paper_is_refused(settings):
    settings.INCIDENTS_PAPER_BYTES = 10
    with pytest.raises(ValueError, match="too large"):
        services.add_paper(make.incident(), by=make.officer(), kind="record", name="x", content=make.PDF)


def test_the_form_says_what_is_still_to_fill():
    one = make.incident()
    draft = paperwork.draft(one, "form08")
    empty = len(draft.missing)
    services.edit_incident(
        one, by=make.officer(), act="Tệp để nhầm quyền", parties="Nhà cung cấp", place="Kho lưu trữ"
    )
    assert len(paperwork.draft(one, "form08").missing) == empty - 3


def test_the_greater_of_count_and_estimate_is_reported():
    one = make.incident(people_estimate=50)
    make.person()
    make.affected(one)
    assert paperwork.volume(one)["people"] == 50
    services.edit_incident(one, by=make.officer(), people_estimate=None)
    assert paperwork.volume(one)["people"] == 1


def test_health_counts_and_names_the_nearest_clock():
    assert services.health() == {
        "open_incidents": 0,
        "overdue_clocks": 0,
        "late_clocks": 0,
        "nearest_clock": None,
        "unsent_notices": 0,
    }
    late = make.incident(detected_at=timezone.now() - dt.timedelta(hours=100))
    make.incident()
    health = services.health()
    assert health["open_incidents"] == 2 and health["overdue_clocks"] == 1
    assert health["nearest_clock"]["incident"] == late.code


def test_health_takes_as_many_queries_for_many(django_assert_num_queries):
    make.incident()
    with django_assert_num_queries(5):
        services.health()
    for _ in range(4):
        make.incident()
    with django_assert_num_queries(5):
        services.health()


def test_codes_survive_a_taken_number(monkeypatch):
    from incidents.services import base

    one = make.incident()
    real = Incident.objects.create
    calls = []

    def taken_once(**values):
        calls.append(values["code"])
        return real(**(values | ({"code": one.code} if len(calls) == 1 else {})))

    monkeypatch.setattr(Incident.objects, "create", taken_once)
    assert base.create_numbered(Incident, "SC", {"title": "x", "kind": "leak"}).code != one.code
    assert len(calls) == 2


def test_the_report_of_a_cyber_incident_is_drafted_only_where_it_is_one():
    one = make.incident(kind="leak")
    assert paperwork.needed(one) == ["form08", "cyber", "record"], "not ruled out yet"
    services.assess(one, by=make.officer(), answers={"cyber": "none", "eu": ""})
    assert paperwork.needed(one) == ["form08", "record"]
    assert one.answers == {"cyber": "none"}, "what was not answered is not kept as an answer"
