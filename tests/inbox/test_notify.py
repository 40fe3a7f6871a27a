"""Who is told that something came, and that nobody is named in it."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from inbox import services
from inbox.models import Enquiry, Notification
from vault.models import Envelope

from . import factories as make
from .screens import LIST, PLAIN, enquiry, shows_plaintext, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]


def test_the_mail_names_nobody(client):
    user = make.sales(email="sales@example.com")
    UserProfile.objects.create(user=user, preferred_language="en")
    one = enquiry()
    assert services.send_notification(Notification.objects.get().pk)
    assert not services.send_notification(Notification.objects.get().pk), "sent once"
    message = mail.outbox[0]
    source = message.message().as_string() + message.subject + message.body
    assert reverse("inbox:enquiry", args=[one.pk]) in message.body
    assert message.to == ["sales@example.com"]
    for marker in (*PLAIN, "marka", "Marka", "N. V. M.", "marker"):
        assert marker not in source


def test_a_mail_server_that_is_down_loses_nothing(settings):
    make.sales(email="sales@example.com")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    enquiry()
    one = Notification.objects.get()
    assert not services.send_notification(one.pk)
    one.refresh_from_db()
    assert (one.state, one.attempts, one.error_class) == ("pending", 1, "ConnectionRefusedError")
    assert one.next_try > timezone.now()
    Enquiry.objects.update(received_at=timezone.now() - dt.timedelta(hours=1))
    assert services.health()["unsent_notifications"] == 1

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    services.sweep()
    assert not mail.outbox, "its next try is not due yet"
    Notification.objects.update(next_try=timezone.now() - dt.timedelta(minutes=1))
    services.sweep()
    assert len(mail.outbox) == 1
    assert services.health()["unsent_notifications"] == 0


def test_nobody_is_told_of_what_is_done_or_not_theirs():
    user = make.sales(email="sales@example.com")
    one = enquiry()
    services.set_status(one, status="done", by=user)
    assert not services.send_notification(Notification.objects.get().pk)
    assert Notification.objects.get().state == "dropped" and not mail.outbox


def test_the_dashboard_counts_and_names_nobody(client):
    enquiry()
    response = sign_in(client, make.sales()).get(reverse("wagtailadmin_home"))
    assert LIST in response.content.decode()
    assert not shows_plaintext(response) and "N. V. M." not in response.content.decode()


@pytest.mark.parametrize("who", ["lead", "administrator", "editor"])
def test_trouble_is_shown_to_who_can_see_to_it(client, who):
    user = {
        "lead": make.lead,
        "administrator": lambda: make.colleague(is_superuser=True),
        "editor": lambda: make.colleague(*make.EDITOR),
    }[who]()
    home = reverse("wagtailadmin_home")
    sign_in(client, user)
    assert "inbox-health" not in client.get(home).content.decode()
    make.receive()
    Envelope.objects.update(created_at=timezone.now() - dt.timedelta(minutes=10))  # and no worker
    html = client.get(home).content.decode()
    assert ("inbox-health" in html) is (who != "editor")
    if who == "lead":
        assert "help-warning" in client.get(LIST).content.decode()
    assert not any(plain in html for plain in PLAIN)
