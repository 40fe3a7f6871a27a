"""What the worker is woken for. Arguments are ids; state and retries live in our own rows."""

from django_tasks import task


@task
def send_batch(notice_id):
    """Sends the first batch of a notice; the sweep sends the others when their time has come."""
    from . import services

    services.send_batch(notice_id)


@task
def tell_second_approver(disclosure_id, user_id):
    """Mails a colleague who can give a demand's second approval."""
    from . import services

    services.tell_second_approver(disclosure_id, user_id)
