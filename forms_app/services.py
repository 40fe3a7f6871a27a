"""What may be done with a form: freeze it as shown, take in what a visitor sent."""

import logging
import uuid

from django.db import transaction

from inbox import services as inbox
from privacy import declared
from privacy.models import FormVersion
from privacy.receipts import new_token
from privacy.services import Undeclared, current_form_version, freeze_form

from . import captcha, keys, spam
from .models import FormPage
from .problems import problems_of
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
    """The version visitors of a live page get; None if the form may not take anything.

    A form belongs to the policy in force. When that changed it is frozen anew, here at the latest; where
    it no longer fits the policy it takes nothing until it is mended.
    """
    version = current_form_version(page)
    if version is not None and version.policy_version_id == _policy_in_force():
        return version
    return renew_form(page) if page.live else None


def renew_form(page):
    """Freezes the live form of `page` under the policy in force; None if it does not fit that policy."""
    if _policy_in_force() is None:
        return None
    if problems_of(page):
        logger.warning("The form on page %s takes no data: it does not fit the policy in force.", page.pk)
        return None
    try:
        return freeze(page)
    except Undeclared:
        logger.exception("The form on page %s can't be shown.", page.pk)
        return None


def renew():
    """Freezes all live forms under the policy in force; those that don't fit it take no data from now on."""
    for page in FormPage.objects.live().select_related("locale"):
        renew_form(page)


def _policy_in_force():
    in_force = declared.current()
    return in_force.version.pk if in_force else None


def version_named(page, text):
    """The version of this page's form that a post names, or None for anything forged or foreign."""
    try:
        return FormVersion.objects.filter(pk=uuid.UUID(text), page_id=page.pk).first()
    except ValueError:
        return None


def submit(*, form, data, count):
    """Seals a valid form; returns its receipt number and the secret of the receipt's address.

    `data` is what was posted, `count` how many posts came from the same address lately. Spending the
    proof of work and storing the envelope happen together or not at all.
    """
    # Asks Google, if at all, before the transaction: a slow answer must not hold the database.
    captcha_signals = captcha.signals_of(data)
    token = new_token()
    with transaction.atomic():
        number = inbox.receive(
            form_version=form.version,
            channel=form.version.channel,
            locale=form.version.locale,
            answers=form.answers(),
            files=form.uploaded_files(),
            consents=form.decisions(),
            shown=form.shown_fields(compact=bool(data.get(keys.COMPACT))),
            signals=[*spam.signals_of(form, data, count=count), *captcha_signals],
            token=token,
        )
    return number, token
