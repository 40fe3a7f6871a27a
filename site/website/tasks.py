"""Looks after the task table: no text with data in it, nothing left running for ever, nothing kept long."""

import sys
from datetime import timedelta

from django.utils import timezone
from django_tasks.base import TaskResultStatus

from .logs import frames

KEPT = timedelta(days=7)
# Longer than any task of this site takes; tasks are idempotent and only wake what our own rows remember.
LOST_AFTER = timedelta(minutes=30)


def keep_exception_quiet(sender, instance, **kwargs):
    """A failed task's traceback is stored as places in the code, without the exception's message."""
    from django_tasks_db.models import DBTaskResult

    if sender is not DBTaskResult or not instance.traceback:
        return
    error = sys.exc_info()[1]
    instance.traceback = frames(error) if error is not None else instance.exception_class_path


def look_after():
    """Gives up tasks whose worker was killed and deletes finished ones after a week."""
    from django_tasks_db.models import DBTaskResult

    now = timezone.now()
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=now - LOST_AFTER).update(
        status=TaskResultStatus.FAILED, finished_at=now, exception_class_path="website.tasks.WorkerLost"
    )
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()
