"""Making policy versions: the working copy becomes what the site obeys."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone
from wagtail.search import index

from .canonical import sha256
from .declared import registers_now
from .models import ChainHead, ChangeKind, Enactment, PolicyPage, PolicyVersion
from .signals import declarations_changed

REGISTER_KEYS = ("number", "kind", "effective_at", "effective_date", "summaries", "registers")


def text_sha256(text):
    """The digest of a policy version's words in one language."""
    return sha256({"locale": text.locale, "title": text.title, "sections": text.sections, "html": text.html})


def version_sha256(version, texts):
    """The digest of a policy version: everything it declares, and the digests of its `texts`."""
    return sha256(
        {
            **{key: getattr(version, key) for key in REGISTER_KEYS},
            "texts": {text.locale: text.sha256 for text in texts},
        }
    )


def wanted_moment(day=None, begins=None, now=None):
    """When a version should come into force: now, or as a later `day` starts, or at a later `begins`.

    A day that is past, or none, means now: nothing is in force before it is published.
    """
    now = now or timezone.now()
    start = timezone.make_aware(datetime.combine(day, time.min)) if day else now
    return max(now, start, begins or now)


def moment_in_force(day=None, begins=None, now=None):
    """When it will come into force: never before the version it follows, which may be announced."""
    last = PolicyVersion.objects.order_by("-number").only("effective_at").first()
    wanted = wanted_moment(day, begins, now)
    return max(wanted, last.effective_at) if last else wanted


@transaction.atomic
def freeze_version(
    *,
    texts,
    registers=None,
    kind=ChangeKind.MATERIAL,
    summaries=None,
    effective_date=None,
    begins=None,
    by="",
):
    """Freezes `registers` (their working copy, if none are given) with `texts` as the next version.

    `texts` are unsaved PolicyText objects, one a language. The site obeys the new version from the moment
    that `moment_in_force` finds for `effective_date` and `begins`; the date that it states is the day of that
    moment. Checks nothing about completeness: see `release`. Returns the version.
    """
    # One version at a time: the head's row is the lock, as for the ledger.
    ChainHead.objects.get_or_create(pk=ChainHead.LEDGER)
    ChainHead.objects.select_for_update().get(pk=ChainHead.LEDGER)
    now = timezone.now()
    begins = moment_in_force(effective_date, begins, now)
    last = PolicyVersion.objects.order_by("-number").first()
    version = PolicyVersion(
        number=last.number + 1 if last else 1,
        kind=kind,
        effective_at=begins,
        effective_date=timezone.localdate(begins),
        summaries=summaries or {},
        registers=registers_now() if registers is None else registers,
        published_by=by,
    )
    for text in texts:
        text.version = version
        text.sha256 = text_sha256(text)
    version.sha256 = version_sha256(version, texts)
    version.save()
    for text in texts:
        text.save()
    if version.effective_at <= now:
        _enact(version)
    declarations_changed.send(sender=PolicyVersion, version=version)
    return version


def _enact(version):
    """Notes that the version is in force; returns whether nobody did before. The search reads it now."""
    is_new = Enactment.objects.get_or_create(version=version)[1]
    if is_new:
        for page in PolicyPage.objects.filter(pk__in=version.texts.values("page_id")):
            index.insert_or_update_object(page)
    return is_new


def notice_versions_in_force(now=None):
    """Notices versions whose day has come, in order, and tells of each once; returns them. Idempotent."""
    noticed = []
    waiting = PolicyVersion.objects.filter(effective_at__lte=now or timezone.now(), enactment=None)
    for version in waiting.order_by("number"):
        with transaction.atomic():
            if _enact(version):
                declarations_changed.send(sender=PolicyVersion, version=version)
                noticed.append(version)
    return noticed
