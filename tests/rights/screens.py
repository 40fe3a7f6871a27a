"""The officer's screens as these tests use them: addresses, steps, and what must not be shown."""

from django.urls import reverse

from . import builders as make

LIST = reverse("rights:open")
PLAIN = (make.NAME, make.EMAIL, make.TEXT, "912345678", "912 345 678")


def url(name, one, *more):
    return reverse(f"rights:{name}", args=[one.pk, *more])


def shows_plaintext(response):
    return [plain for plain in PLAIN if plain in response.content.decode()]


def step(client, one, name):
    response = client.post(url("step", one), {"step": name})
    one.refresh_from_db()
    return response
