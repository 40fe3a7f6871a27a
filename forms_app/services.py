"""What may be done with a form: freeze it as shown, take in what a visitor sent."""

import logging
import uuid

from django.db import transaction

from inbox import services as inbox
from privacy.models import FormVersion
from privacy.services import Undeclared, current_form_version, freeze_form

from . import captcha, keys, spam
from .snapshot import snapshot_of

logger = logging.getLogger(__name__)


def freeze(page):
    """Freezes the form of a live page as it is shown from now on; returns the version.

    Undeclared if a purpose isn't declared in the page's language.
    """
    return freeze_form(
        page=page, channel=page.channel, locale=page.locale.language_code, snapshot=snapshot_of(page)
    )


def shown_version(page):
    """The version visitors of a live page get, frozen now if that never happened; None if it can't be.

    A page may have gone live by a way that sends no signal (a fixture, a restored copy).
    """
    version = current_form_version(page)
    if version is None and page.live:
        try:
            version = freeze(page)
        except Undeclared:
            logger.exception("The form on page %s can't be shown.", page.pk)
    return version


def version_named(page, text):
    """The version of this page's form that a post names, or None for anything forged or foreign."""
    try:
        return FormVersion.objects.filter(pk=uuid.UUID(text), page_id=page.pk).first()
    except ValueError:
        return None


def submit(*, form, data, count):
    """Seals a valid form and returns its receipt number.

    `data` is what was posted, `count` how many posts came from the same address lately. Spending the
    proof of work and storing the envelope happen together or not at all.
    """
    # Asks Google, if at all, before the transaction: a slow answer must not hold the database.
    captcha_signals = captcha.signals_of(data)
    with transaction.atomic():
        return inbox.receive(
            form_version=form.version,
            channel=form.version.channel,
            locale=form.version.locale,
            answers=form.answers(),
            files=form.uploaded_files(),
            consents=form.decisions(),
            shown=form.shown_fields(compact=bool(data.get(keys.COMPACT))),
            signals=[*spam.signals_of(form, data, count=count), *captcha_signals],
        )
