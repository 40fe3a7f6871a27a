"""What the worker is woken for; state and retries live in our own rows."""

from django_tasks import task


@task
def send_centre_mail(mail_id):
    """Mails the code of one challenge, or that we hold nothing."""
    from . import mails

    mails.deliver(mail_id)
