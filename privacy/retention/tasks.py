"""What the worker is woken for when an officer doesn't want to wait for the night."""

from django_tasks import task


@task
def run_now():
    """A turn of the run that was begun; the worker's sweep does the rest of it."""
    from . import turn

    turn()
