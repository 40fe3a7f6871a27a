"""What the tests of the inbox's screens share: signing in, an enquiry, what must not show."""

from django.urls import reverse
from django.utils import timezone

from inbox import services
from vault.models import Envelope

from . import factories as make

LIST = reverse("inbox:open")
ACTIONS = ("read", "assign", "status", "note", "review")
PLAIN = (make.NAME, make.EMAIL, "912 345 678", "912345678", make.MESSAGE)


def sign_in(client, user):
    """Signs in as after a second factor."""
    client.force_login(user, backend="staff.backends.StaffBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": timezone.now().timestamp()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def enquiry(**options):
    make.receive(**options)
    return services.take_in(Envelope.objects.get(state=Envelope.State.SEALED).pk)


def shows_plaintext(response):
    text = response.content.decode()
    return [plain for plain in PLAIN if plain in text]


def addresses(one):
    return {
        "get": [LIST, *(reverse(f"inbox:{n}") for n in ("open_results", "done", "held", "search")),
                reverse("inbox:enquiry", args=[one.pk]), reverse("inbox:read", args=[one.pk])],
        "post": [reverse("inbox:search"), reverse("inbox:file", args=[one.pk, 0]),
                 *(reverse(f"inbox:{name}", args=[one.pk]) for name in ACTIONS)],
    }  # fmt: skip
