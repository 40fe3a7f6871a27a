"""The task table holds no text with data in it, and a killed worker's tasks don't run for ever."""

import logging
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from common.sweeps import sweeps
from website import task_gate
from website.logs import QuietFormatter
from website.tasks import look_after

MARKER = "nguyen.van.a@example.invalid"


@task()
def fails_with_data():
    raise ValueError(MARKER) from KeyError(MARKER)


@pytest.mark.django_db(transaction=True)
def test_a_failed_task_stores_where_but_not_what(worker_queue, monkeypatch):
    monkeypatch.setitem(task_gate.ADMITTED, f"{__name__}.fails_with_data", task_gate.ids(0))
    fails_with_data.enqueue()
    call_command("worker", once=True)
    row = DBTaskResult.objects.get(task_path__endswith="fails_with_data")
    assert row.status == "FAILED"
    assert row.exception_class_path == "builtins.ValueError"
    assert "fails_with_data" in row.traceback and "KeyError" in row.traceback
    assert MARKER not in str(DBTaskResult.objects.values())


def test_logs_carry_no_message_of_an_exception():
    try:
        raise ValueError(MARKER)
    except ValueError:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "It failed", (), __import__("sys").exc_info()
        )
    line = QuietFormatter("{message}", style="{").format(record)
    assert "ValueError" in line and "test_tasks.py" in line
    assert MARKER not in line


def make_row(**fields):
    row = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="x.y",
        backend_name="default",
        run_after=timezone.now(),
    )
    DBTaskResult.objects.filter(pk=row.pk).update(**fields)
    return row


def test_a_lost_task_is_given_up_and_old_ones_go(db):
    now = timezone.now()
    lost = make_row(status="RUNNING", started_at=now - timedelta(hours=1))
    busy = make_row(status="RUNNING", started_at=now - timedelta(minutes=1))
    old = make_row(status="SUCCESSFUL", finished_at=now - timedelta(days=8))
    look_after()
    for row in (lost, busy):
        row.refresh_from_db()
    assert (lost.status, busy.status) == ("FAILED", "RUNNING")
    assert not DBTaskResult.objects.filter(pk=old.pk).exists()


def test_a_failing_sweep_leaves_the_others_their_turn(monkeypatch, caplog):
    from website.management.commands.worker import sweep_all

    done = []

    def broken():
        raise RuntimeError("no")

    monkeypatch.setattr(sweeps, "_entries", {"a": broken, "b": lambda: done.append("b")})
    sweep_all()
    assert done == ["b"]
    assert "The sweep a failed" in caplog.text


def test_the_sweeps_of_this_room_are_registered():
    assert {"website.generation", "website.tasks"} <= set(sweeps.keys())
