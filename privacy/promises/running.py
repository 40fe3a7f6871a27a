"""Checks the promises and remembers what came out; tells the officers of those that are broken."""

import datetime as dt
import json
import logging

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..guards import conf, operators
from ..models import PromiseCheck
from .registry import Evidence, promises

logger = logging.getLogger("privacy.promises")

FIGURE_LENGTH = 200


def check_all(codes=None):
    """Checks all promises, or those of `codes`; returns the codes that are broken now."""
    codes = list(promises.keys() if codes is None else codes)
    for code in codes:
        promise = promises.get(code)
        if promise is not None:
            _note(code, *checked(promise))
    _stir()
    return sorted(
        PromiseCheck.objects.filter(code__in=promises.keys(), ok=False).values_list("code", flat=True)
    )


def check_due(now=None):
    """Checks what was not checked today, and broken promises sooner; tells of the broken ones. The sweep."""
    now = now or timezone.now()
    if not settings.HOLDS_PRIVATE_KEYS:
        return
    known = checks()
    kept_until = now - dt.timedelta(hours=conf.get("PROMISE_CHECK_HOURS"))
    broken_until = now - dt.timedelta(minutes=conf.get("PROMISE_RECHECK_MINUTES"))
    due = [
        code
        for code in list(promises.keys())
        if code not in known or known[code].checked_at < (kept_until if known[code].ok else broken_until)
    ]
    if due:
        check_all(due)
    tell()


def tell():
    """Mails the officers about promises that are broken; again after a week if they still are."""
    broken = PromiseCheck.objects.filter(code__in=promises.keys(), ok=False).order_by("code")
    items = {f"promise:{each.code}:{each.failing_since:%Y%m%d%H%M}": each for each in broken}
    return operators.tell_once(items, build_mail, hours=conf.get("PROMISE_MAIL_EVERY_HOURS"))


def build_mail(broken):
    """(subject, text) about broken promises, in the active language."""
    lines = [_("Checked today, these promises of the privacy policy are not kept:"), ""]
    for check in broken:
        lines.append(f"- {promises[check.code].clause}: {figure_of(check)}")
    lines += ["", operators.admin_address("privacy_promises")]
    return _("A promise of the privacy policy is not kept"), "\n".join(lines)


def checks():
    """{code: PromiseCheck} of the promises there are; one query."""
    return {check.code: check for check in PromiseCheck.objects.filter(code__in=promises.keys())}


def figure_of(check):
    """The figure in the active language."""
    if check.error_class:
        return _("could not be checked")
    figures = _unpacked(check.figure)
    return figures.get(translation.get_language()) or next(
        (text for language, text in figures.items() if language), ""
    )


def link_of(check):
    """The address of the screen with the evidence, or ""."""
    return _unpacked(check.figure).get("", "")


def packed(evidence):
    """The figure in every language and the link, as they fit into one field."""
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            figure = evidence.figure
            texts[language] = str(figure() if callable(figure) else figure)
    link = {"": evidence.link} if evidence.link else {}
    for room in range(FIGURE_LENGTH, -1, -5):
        text = json.dumps({**{key: each[:room] for key, each in texts.items()}, **link}, ensure_ascii=False)
        if len(text) <= FIGURE_LENGTH:
            return text
    return ""


def _unpacked(figure):
    try:
        found = json.loads(figure or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def checked(promise):
    """(evidence, error class). A check that fails to run proves nothing: the promise counts as broken."""
    try:
        # A check's own failed query must not spoil a transaction that surrounds it.
        with transaction.atomic():
            return promise.check(), ""
    except Exception as error:
        logger.exception("The promise %s could not be checked", promise.code)
        return Evidence(False), type(error).__name__


def _note(code, evidence, error_class):
    now = timezone.now()
    found = {
        "ok": bool(evidence.ok),
        "lapsed": bool(evidence.lapsed),
        "figure": "" if error_class else packed(evidence),
        "error_class": error_class,
        "checked_at": now,
    }
    row, is_new = PromiseCheck.objects.get_or_create(
        code=code, defaults={**found, "failing_since": None if found["ok"] else now}
    )
    if is_new:
        return
    # By update, not save: each saved row would renew all of the public site's pages once.
    rows = PromiseCheck.objects.filter(pk=row.pk)
    rows.update(**found)
    if found["ok"]:
        rows.update(failing_since=None)
    else:
        rows.filter(failing_since=None).update(failing_since=now)


def _stir():
    """One save for all: the public page shows when they were checked."""
    if row := PromiseCheck.objects.order_by("-checked_at").first():
        row.save(update_fields=["checked_at"])
