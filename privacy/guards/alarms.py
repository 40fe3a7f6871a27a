"""What the guards refused, remembered: by name, how often, when last. Never a value, never a person.

Noting costs no query. Rows are written where no transaction of a caller's could take them back: after the
response, after a request, by the worker's sweep; one name at most once a minute and process.
"""

import logging
import threading
import time
from collections import Counter

from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import GuardAlarm
from . import conf, operators

logger = logging.getLogger("privacy.guards")

WRITE_EVERY_SECONDS = 60
# Names are the site's own, so there are few; a fault that makes up names must not fill the table.
MOST_ROWS = 500
NAME_LENGTH = 200
COOKIE, HOST = GuardAlarm.Kind.COOKIE, GuardAlarm.Kind.HOST
UNACKNOWLEDGED = Q(acknowledged_at=None) | Q(last_seen__gt=F("acknowledged_at"))

_lock = threading.Lock()
_pending = Counter()
_written = {}


def note(kind, name):
    """Remembers that `name` was refused; logged when it is new to this process within a minute."""
    key = (str(kind), str(name)[:NAME_LENGTH])
    with _lock:
        is_first = not _pending[key] and not _is_recent(key)
        _pending[key] += 1
    if is_first:
        logger.error("The policy in force does not declare this %s: %s", *key)


def flush(*, now=False):
    """Writes what was noted. Without `now`, names written within the last minute wait for their next turn."""
    if not _pending:
        return
    with _lock:
        due = {key: count for key, count in _pending.items() if now or not _is_recent(key)}
        for key in due:
            del _pending[key]
            _written[key] = time.monotonic()
    for key, count in due.items():
        try:
            _write(*key, count)
        except DatabaseError as error:
            logger.error("An alarm was not written: %s.", type(error).__name__)
            with _lock:
                _pending[key] += count


def _is_recent(key):
    return key in _written and time.monotonic() - _written[key] < WRITE_EVERY_SECONDS


def _write(kind, name, count):
    moment = timezone.now()
    with transaction.atomic():
        known = GuardAlarm.objects.filter(kind=kind, name=name)
        if known.update(count=F("count") + count, last_seen=moment):
            return
        if GuardAlarm.objects.count() >= MOST_ROWS:
            return
        alarm, is_new = GuardAlarm.objects.get_or_create(
            kind=kind, name=name, defaults={"last_seen": moment, "count": count}
        )
        if not is_new:
            known.update(count=F("count") + count, last_seen=moment)


def forget():
    """Empties this process's memory of alarms; the rows stay."""
    with _lock:
        _pending.clear()
        _written.clear()


def open_alarms(kind=None):
    """Alarms that nobody acknowledged since they last happened."""
    found = GuardAlarm.objects.filter(UNACKNOWLEDGED)
    return found.filter(kind=kind) if kind else found


def acknowledge(pk):
    """Says that somebody saw to it; returns whether there was such an alarm. It opens again by recurring."""
    return bool(GuardAlarm.objects.filter(pk=pk).update(acknowledged_at=timezone.now()))


def after_request(**kwargs):
    """Receives `request_finished`: what was noted inside a transaction is written after it."""
    flush()


def sweep():
    """Writes what waits, and tells operators and officers of open alarms, each at most once a day."""
    flush()
    alarms = {f"alarm:{alarm.pk}": alarm for alarm in open_alarms().order_by("kind", "name")}
    operators.tell_once(alarms, build_mail, hours=conf.get("GUARD_MAIL_EVERY_HOURS"))


def build_mail(alarms):
    """(subject, text) about these alarms, in the active language."""
    lines = [
        _("The site was kept from doing what its privacy policy does not declare:"),
        "",
        *(f"- {alarm.get_kind_display()}: {alarm.name} ({alarm.count}×)" for alarm in alarms),
        "",
        _("Declare it in the registers and publish the policy, or have it removed from the site."),
        operators.admin_address("privacy_alarms"),
    ]
    return _("Something undeclared was stopped"), "\n".join(lines)
