"""SIGKILL at random moments of a stream of real submissions: what was thanked is in the inbox, once."""

import json
import os
import random
import signal
import threading
import time
from http.client import HTTPException

import pytest

from .processes import servers_of, workers_of
from .site import DemoSite, wait_for
from .visitor import fill, post, request

KILLS = 4
SENDERS = 2
# Thanks between one kill and the next: more, and the test would be spent on taking in.
MOST = 20

# What a worker does half a minute later, at once.
TAKE_IN = """
import datetime, json
from django.utils import timezone
from inbox import services
from inbox.models import Enquiry
from vault.models import Envelope
for _ in range(10):
    waiting = Envelope.objects.exclude(state=Envelope.State.TAKEN)
    if not waiting.exists():
        break
    waiting.update(created_at=timezone.now() - datetime.timedelta(minutes=5), next_try=timezone.now())
    services.sweep()
print("INBOX" + json.dumps([list(Enquiry.objects.values_list("receipt", flat=True)), waiting.count()]))
"""


def receipt_in(location):
    """The receipt number in a thank-you address, before the secret part."""
    return location.rstrip("/").split("/")[-2]


class Stream:
    """Visitors who send the contact form again and again, whatever happens to the server."""

    def __init__(self, site):
        self.site, self.thanked, self.broken, self.others = site, [], 0, []
        self.wanted = MOST
        self.filled = fill(site, "/vi/lien-he/", marker="survivor")
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self.send, daemon=True) for _ in range(SENDERS)]

    def __str__(self):
        sending = sum(thread.is_alive() for thread in self.threads)
        return (
            f"{len(self.thanked)} thanked of {self.wanted} wanted, {self.broken} broken connections, "
            f"other answers {self.others}, {sending} of {SENDERS} still sending"
        )

    def one_more(self):
        """Another submission thanked, from now on; the senders go on for a while after it."""
        before = len(self.thanked)
        self.wanted = before + MOST
        wait_for(lambda: len(self.thanked) > before, limit=60, what=lambda: f"a thanked submission ({self})")

    def send(self):
        while not self.ended.is_set():
            if len(self.thanked) < self.wanted:
                self.send_one()
            self.ended.wait(0.05)

    def send_one(self):
        try:
            answer = post(self.site, self.filled)
        except (OSError, ValueError, HTTPException):
            # An answer cut short is no thanks.
            self.broken += 1
            return
        if answer.status == 303:
            self.thanked.append(receipt_in(answer.location))
        else:
            self.others.append(answer.status)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.ended.set()
        for thread in self.threads:
            thread.join(timeout=35)


def is_up(site):
    try:
        return request(site, "/healthz").status == 200
    except OSError:
        return False


@pytest.fixture
def patient_demo(demo):
    """The demo, which every test of this module leaves running as it was."""
    yield demo
    wait_for(lambda: is_up(demo) and workers_of(demo), limit=60, what="the demo to be whole again")


def test_what_was_thanked_survives_every_kill(patient_demo: DemoSite):
    site = patient_demo
    seed = int(os.environ.get("KILL_SEED", random.SystemRandom().randrange(10**6)))
    print(f"KILL_SEED={seed}")
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    targets = ([servers_of, workers_of] * KILLS)[:KILLS]
    chance.shuffle(targets)
    killed = []
    with Stream(site) as stream:
        for find in targets:
            stream.one_more()
            time.sleep(chance.uniform(0, 1))
            pid = chance.choice(sorted(wait_for(lambda find=find: find(site), limit=60, what="a process")))
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)
            wait_for(lambda pid=pid, find=find: pid not in find(site), limit=20, what="its end")
            wait_for(lambda: is_up(site), limit=60, what="the server to be back")
        stream.one_more()
    assert not stream.others, str(stream)
    assert len(stream.thanked) == len(set(stream.thanked))
    wait_for(lambda: workers_of(site), limit=60, what="the worker to be back")

    printed = site.manage("shell", "--no-imports", "-c", TAKE_IN)
    arrived, waiting = json.loads(printed[printed.index("INBOX") + 5 :])
    assert waiting == 0
    assert len(arrived) == len(set(arrived))
    missing = set(stream.thanked) - set(arrived)
    assert not missing, f"thanked and lost: {missing}"
    print(f"{len(killed)} kills: {stream}")


def test_the_supervisor_said_what_it_started_again(patient_demo: DemoSite):
    said = patient_demo.output()
    assert "The server stopped (" in said and "The worker stopped (ended by signal 9)" in said
    assert "starting it again in" in said
