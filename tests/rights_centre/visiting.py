"""A visitor of the privacy centre: a browser of the test client's kind, and what it reads in its mailbox."""

import io
import re
import zipfile

from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from rights.centre import sessions
from tests.rights import builders

HOSTILE = "<script>alert(1)</script> & \"'"
# What stands in the address of the receipt for the person's consent.
SECRET = "a" * 32


def browser():
    """A browser that has never been here; it says of each post that it comes from the site's own page."""
    return Client(headers={"Sec-Fetch-Site": "same-origin"})


def address(name="privacy_centre", *args, language="vi"):
    with translation.override(language):
        return reverse(name, args=args)


def ask(client, contact, language="vi"):
    return client.post(address(language=language), {"contact": contact})


def mailed_code(index=-1):
    """The code in a mail, as a person reads it."""
    return re.search(r"^ {4}(\d{4} \d{4})$", mail.outbox[index].body, re.M)[1]


def token(client):
    """The form token that the pages of this browser carry."""
    from rights.centre import crypto

    return crypto.form_token(client.cookies[sessions.COOKIE].value)


def post(client, name, data=None, *, args=(), language="vi", **options):
    data = {"token": token(client), **(data or {})}
    return client.post(address(name, *args, language=language), data, **options)


def type_code(client, code, language="vi"):
    return post(client, "privacy_centre_code", {"code": code}, language=language)


def enter(contact, language="vi"):
    """A browser whose owner proved `contact`."""
    client = browser()
    assert ask(client, contact, language).status_code == 303
    assert type_code(client, mailed_code(), language).status_code == 303
    return client


def page(client, name="privacy_centre", *args, language="vi"):
    response = client.get(address(name, *args, language=language))
    assert response.status_code == 200, response.status_code
    return response


def main(response):
    return BeautifulSoup(response.content, "html.parser").main


def archive(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response) if response.streaming else response.content))


def hold_text(person, text):
    """Something that the person wrote, as a request that waits."""
    return builders.ask("view", person, text=text)
