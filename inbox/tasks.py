"""What the worker is woken for. Arguments are ids; state and retries live in our own rows (ADR 0030)."""

from django_tasks import task

# Before search indexing and the like: a customer is waiting.
URGENT = 10


@task(priority=URGENT)
def take_in(envelope_id):
    """Takes one envelope in. A failure is written into the envelope, never into the task table."""
    from . import services

    services.take_in(envelope_id)


@task
def send_notification(notification_id):
    """Sends one notification mail, unless somebody else does or it has been sent."""
    from . import services

    services.send_notification(notification_id)
