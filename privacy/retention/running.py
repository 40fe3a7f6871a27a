"""Deleting what is due: in batches, each counted with its deletion, so that a kill loses and repeats nothing.

A run is a row. Whoever holds the lock goes on with the run that was begun, or begins the night's; a turn
that is cut off, by a kill or by its time, is simply continued by the next.
"""

import copy
import datetime as dt
import logging
import time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from vault.models import Person

from .. import limits
from ..models import RetentionRun
from ..personal_data import chores, sources
from . import conf, warning
from .alone import alone

logger = logging.getLogger(__name__)

CHORE = "chore"
WARNING = "warning//"


def nightly(now=None):
    """One turn of the night's run, once its hour has come; for the sweep. Returns the run it worked on.

    Also catches up: a machine that was off at that hour deletes when it is on again. Does nothing where
    there are no private keys, as keys of people are to be destroyed.
    """
    if not settings.HOLDS_PRIVATE_KEYS:
        return None
    now = now or timezone.now()
    if not _unfinished().exists() and RetentionRun.objects.filter(started_at__gte=_hour(now)).exists():
        return None
    return turn(now=now)


def run(now=None):
    """A whole run at once; None if another process is at it."""
    return turn(now=now, seconds=None)


def start():
    """Notes that a run is wanted now; the worker's next turn does it. Returns it, or the one going on."""
    return _unfinished().first() or RetentionRun.objects.create()


def is_running():
    """Whether a run was begun and is not finished."""
    return _unfinished().exists()


def turn(*, now=None, seconds="default"):
    """Goes on with the run that was begun, or begins one, for so many seconds (None: to its end).

    Returns the run, or None if another process is at it.
    """
    if seconds == "default":
        seconds = conf.get("RETENTION_TURN_SECONDS")
    with alone() as is_alone:
        if not is_alone:
            return None
        now = now or timezone.now()
        return _Turn(start(), now=now, seconds=seconds).work()


def _unfinished():
    return RetentionRun.objects.filter(finished_at=None).order_by("started_at")


def _hour(now):
    """The last time that the clock struck the night's hour."""
    local = now.astimezone(conf.zone())
    hour = local.replace(hour=conf.get("RETENTION_HOUR"), minute=0, second=0, microsecond=0)
    return hour if hour <= local else hour - dt.timedelta(days=1)


class _Turn:
    """One process's work on a run."""

    def __init__(self, run, *, now, seconds):
        self.run, self.now = run, now
        self.end = None if seconds is None else time.monotonic() + seconds
        # What is held or failed is met again by each turn, so each counts it anew.
        for counts in self.run.counts.values():
            counts.pop("held", None)
            counts.pop("failed", None)
            if "due" in counts:
                counts["due"] = counts.get("deleted", 0)

    def work(self):
        """The run, finished unless the time was over first."""
        for source in sorted(sources, key=lambda each: each.is_last):
            if not self._guarded(source.code, lambda source=source: self._empty(source)):
                return self._interrupted()
        for name, chore in chores.items():
            key = f"{CHORE}/{name}/"
            if key not in self.run.counts:
                self._guarded(key, lambda key=key, chore=chore: self._do(key, chore))
        if WARNING not in self.run.counts:
            self._guarded(WARNING, self._warn)
        self.run.finished_at = timezone.now()
        self.run.save(update_fields=["finished_at", "counts", "error_class"])
        logger.info("Retention run %s: %d deleted.", self.run.pk, deleted(self.run))
        return self.run

    def _guarded(self, what, step):
        """Does a step; its failure is noted as a class and leaves the others their turn."""
        try:
            return step()
        except Exception as error:  # noqa: BLE001 - one room's trouble must not keep the others' data
            self._note(what, error)
            return True

    def _note(self, what, error):
        self.run.error_class = type(error).__name__[:120]
        self.run.save(update_fields=["error_class"])
        logger.error("Retention of %s failed: %s.", what, self.run.error_class)

    def _interrupted(self):
        self.run.save(update_fields=["counts", "error_class"])
        return self.run

    def _empty(self, source):
        """Deletes what is due of one source; False when the time is over before that."""
        due = list(source.due(self.now))
        size = conf.get("RETENTION_BATCH")
        for start_at in range(0, len(due), size):
            if self.end is not None and time.monotonic() >= self.end:
                return False
            batch = due[start_at : start_at + size]
            try:
                self._delete(source, batch)
            except Exception as error:  # noqa: BLE001 - one bad row must not keep its neighbours
                self._note(source.code, error)
                self._one_by_one(source, batch)
        return True

    def _one_by_one(self, source, batch):
        for each in batch:
            try:
                self._delete(source, [each])
            except Exception as error:  # noqa: BLE001 - as above
                self._note(source.code, error)
                self._count(self.run.counts, source, [each], "failed")

    def _delete(self, source, batch):
        """One batch, and its count with it."""
        with transaction.atomic():
            counts = self._deleted(source, batch)
        self.run.counts = counts

    def _deleted(self, source, batch):
        """Deletes under the lock of the people it is about, which holds and erasures take too."""
        people = {each.person_id for each in batch if each.person_id is not None}
        list(Person.objects.select_for_update().filter(pk__in=people).order_by("pk"))
        held = limits.held_people(people)
        kept = [each for each in batch if each.person_id in held]
        gone = [each for each in batch if each.person_id not in held]
        counts = copy.deepcopy(self.run.counts)
        self._count(counts, source, kept, "held")
        self._count(counts, source, gone, "deleted")
        if gone:
            source.expire([each.id for each in gone])
        RetentionRun.objects.filter(pk=self.run.pk).update(counts=counts)
        return counts

    @staticmethod
    def _count(counts, source, things, what):
        for each in things:
            entry = counts.setdefault(f"{source.code}/{each.purpose}/{each.group}", {})
            entry["due"] = entry.get("due", 0) + 1
            entry[what] = entry.get(what, 0) + 1

    def _do(self, key, chore):
        self.run.counts[key] = {"deleted": chore(self.now)}
        self.run.save(update_fields=["counts"])

    def _warn(self):
        sent = warning.warn(self.run, now=self.now)
        if sent:
            self.run.counts[WARNING] = {"sent": sent}


def deleted(run):
    """How many things of people a run deleted."""
    return sum(
        counts.get("deleted", 0) for key, counts in run.counts.items() if not key.startswith(f"{CHORE}/")
    )
