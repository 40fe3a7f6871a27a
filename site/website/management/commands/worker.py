"""The background worker: runs tasks as they come, and looks after what a killed worker left behind."""

import logging
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from common.sweeps import sweeps
from website.task_gate import TaskRefused, is_admitted

logger = logging.getLogger("website.worker")


def sweep_all():
    """Runs every room's sweep. One that fails is logged and leaves the others their turn."""
    for name, sweep in sweeps.items():
        try:
            sweep()
        except Exception:
            logger.exception("The sweep %s failed", name)


class GatedWorker(Worker):
    """Runs what the gate admits; anything else is marked as failed, and logged by its number alone."""

    def run_task(self, db_task_result):
        if is_admitted(db_task_result):
            super().run_task(db_task_result)
            return
        logger.error("Task %s was refused: it is none of this site's. Who wrote it?", db_task_result.pk)
        db_task_result.set_failed(TaskRefused())


class Sweeper(threading.Thread):
    """Sweeps every `interval` seconds beside the worker, at once the first time."""

    def __init__(self, interval):
        super().__init__(name="sweeper", daemon=True)
        self.interval = interval
        self.stopped = threading.Event()

    def run(self):
        while True:
            close_old_connections()
            sweep_all()
            close_old_connections()
            if self.stopped.wait(self.interval):
                return


class Command(BaseCommand):
    help = "Runs background tasks and periodic sweeps until it is stopped."

    def add_arguments(self, parser):
        parser.add_argument("--interval", type=float, default=1, help="seconds between looks for tasks")
        parser.add_argument("--sweep-every", type=float, default=30, help="seconds between sweeps")
        parser.add_argument("--once", action="store_true", help="run what waits, sweep once and stop")

    def handle(self, *, interval, sweep_every, once, **options):
        worker = GatedWorker(
            queue_names=["*"],
            interval=interval,
            batch=once,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if once:
            worker.run()
            sweep_all()
            worker.run()
            return
        worker.configure_signals()
        sweeper = Sweeper(sweep_every)
        sweeper.start()
        try:
            worker.run()
        finally:
            # A sweep in progress is transactional: what it has not committed the next one does.
            sweeper.stopped.set()
