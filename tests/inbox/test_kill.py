"""SIGKILL at random moments: every submission that was thanked is in the inbox, once."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.utils import timezone

from inbox import services
from inbox.models import Enquiry
from privacy.models import ConsentEvent
from vault.models import Envelope, SealedRecord

from . import factories as make

ROUNDS = 3
PATIENCE = 90


def start(*arguments, log):
    """A child on this run's databases and keys, with a real task queue."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.inbox.kill_settings",
        "SITE_TEST_DATA": str(settings.DATA),
        "PYTHONPATH": os.pathsep.join([str(settings.ROOT), str(settings.ROOT / "site")]),
    }
    return subprocess.Popen(
        [sys.executable, *arguments], cwd=settings.ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
    )


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()


def wait_until(reached, what, log):
    deadline = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < deadline, f"{what} did not happen: {log.read_text()[-2000:]}"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_every_thanked_submission_arrives_once(tmp_path):
    make.sales(email="sales@example.com")
    version = make.form_version()
    chance = random.Random()  # noqa: S311 - moments, not secrets
    receipts_log, worker_log = tmp_path / "receipts", tmp_path / "worker"
    kills = []

    def worker(log):
        return start("manage.py", "db_worker", "--interval", "0.02", "--no-startup-delay", log=log)

    with receipts_log.open("ab") as receipts_file, worker_log.open("ab") as worker_file:
        for number in range(ROUNDS):
            thanked, taken = receipts_log.stat().st_size, Enquiry.objects.count()
            processes = [
                start("-m", "tests.inbox.kill_submitter", str(version.pk), f"r{number}", log=receipts_file),
                worker(worker_file),
            ]
            try:
                wait_until(lambda n=thanked: receipts_log.stat().st_size > n, "a submission", receipts_log)
                wait_until(lambda n=taken: Enquiry.objects.count() > n, "an intake", worker_log)
                chance.shuffle(processes)
                for process in processes:
                    time.sleep(chance.uniform(0.05, 0.8))
                    assert process.poll() is None, worker_log.read_text()[-2000:]
                    kill(process)
                    kills.append(process.args)
            finally:
                for process in processes:
                    if process.poll() is None:
                        kill(process)

    thanked = [line for line in receipts_log.read_text().splitlines() if len(line) == len("XXXX-XXXX-XXXX")]
    assert len(kills) == 2 * ROUNDS
    assert len(thanked) >= ROUNDS and len(set(thanked)) == len(thanked)
    # What the killed workers left: the sweep finds all of it, whatever the task table says.
    Envelope.objects.update(created_at=timezone.now() - timezone.timedelta(minutes=5))
    while Envelope.objects.exclude(state=Envelope.State.TAKEN).exists():
        before = Enquiry.objects.count()
        services.sweep()
        assert Enquiry.objects.count() > before, "the sweep makes no headway"

    arrived = list(Enquiry.objects.values_list("receipt", flat=True))
    assert len(arrived) == len(set(arrived))
    assert set(thanked) <= set(arrived)
    # At most one submission a kill was committed without its thanks being printed.
    assert len(set(arrived) - set(thanked)) <= ROUNDS
    assert ConsentEvent.objects.count() == len(arrived)
    assert SealedRecord.objects.filter(kind="enquiry").count() == len(arrived)
    print(f"{len(kills)} kills, {len(thanked)} thanked, {len(arrived)} arrived")
