"""One at a time among all processes, and free again the moment that process dies."""

import contextlib
import fcntl
import threading
from pathlib import Path

from django.conf import settings
from django.db import connection

# Any number that nothing else on this database uses.
KEY = 0x7265_7465_6E74
_here = threading.Lock()


@contextlib.contextmanager
def alone():
    """Yields whether nobody else is inside; does not wait."""
    if not _here.acquire(blocking=False):
        yield False
        return
    try:
        with _in_database() if connection.vendor == "postgresql" else _in_file() as is_alone:
            yield is_alone
    finally:
        _here.release()


@contextlib.contextmanager
def _in_database():
    """A lock of the connection: it ends with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [KEY])
        (is_alone,) = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone and connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [KEY])


@contextlib.contextmanager
def _in_file():
    """SQLite has one machine, hence a file's lock: it ends with the process."""
    path = Path(settings.DATA) / "retention.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
