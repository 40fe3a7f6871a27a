"""What the worker is woken for. Arguments are ids; state and retries live in our own rows."""

from django_tasks import task


@task
def send_letter(letter_id):
    """Mails one letter, unless somebody else does, it was sent, or the person was erased."""
    from . import services

    services.deliver(letter_id)


@task
def send_reminder(reminder_id):
    """Mails one reminder to an officer."""
    from . import services

    services.send_reminder(reminder_id)
