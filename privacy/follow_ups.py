"""What follows from a material change: whom to tell, and whose consent no longer covers what is done.

A consent lasts for what people were told when they gave it (Law 91/2025, articles 9.2 and 9.4): the kinds
of data, the recipients, how long, how often. Where a later version widens that, the old consent stands in
the ledger as it was, but it does not cover the new scope; so the gate stops until the person was asked
again (ADR 85). Mailings take their lists from `open_ones`.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef
from django.utils import timezone
from django.utils.html import strip_tags

from vault.models import Person

from .models import ChangeKind, ConsentEvent, FollowUp, FollowUpRun, PolicyVersion, Purpose

BATCH = 500
TELL, ASK = FollowUp.Action.TELL, FollowUp.Action.ASK
# What people agree to in words.
AGREED = ("consent_text", "channel", "frequency")


# What a change means


@dataclass(frozen=True)
class Step:
    """What one version in force declared, and whether it came as a material change."""

    pk: object
    number: int
    kind: str
    registers: dict


def steps(until):
    """The versions that really were in force up to `until` (a version), oldest first."""
    found, earliest = [], None
    for version in PolicyVersion.objects.filter(number__lte=until.number).order_by("-number"):
        # A later one that came into force no later replaced it before its day.
        if earliest is None or version.effective_at < earliest:
            earliest = version.effective_at
            found.append(Step(version.pk, version.number, version.kind, version.registers))
    return found[::-1]


def consequences(chain):
    """{purpose code: ASK or TELL} for people who agreed under the first step of `chain`, at the last one."""
    first, last = chain[0], chain[-1]
    before, after = _by_code(first, "purpose"), _by_code(last, "purpose")
    result = {}
    for code in before:
        if code not in after:
            result[code] = TELL
            continue
        if after[code]["legal_basis"] == Purpose.Basis.CONSENT and (
            _is_wider(code, first, last) or _is_reworded(code, chain)
        ):
            result[code] = ASK
        elif _differs(code, first, last):
            result[code] = TELL
    return result


def _by_code(step, register):
    """{code: fields}, for what is the same in every language."""
    found = {}
    for entries in step.registers.get(register, {}).values():
        for code, fields in entries.items():
            found.setdefault(code, fields)
    return found


def _is_wider(code, first, last):
    """Whether more is done with the data than people knew of."""
    before, after = (_by_code(step, "purpose")[code] for step in (first, last))
    if set(after["data_categories"]) - set(before["data_categories"]):
        return True
    if after["retention_days"] > before["retention_days"]:
        return True
    if any(after[name] and not before[name] for name in ("is_sensitive", "is_marketing")):
        return True
    return _have_more_categories(after["data_categories"], first, last) or _has_more_recipients(
        code, first, last
    )


def _have_more_categories(codes, first, last):
    """Whether a category of the purpose covers more than before, or became sensitive."""
    before, after = (_by_code(step, "datacategory") for step in (first, last))
    for code in codes:
        old, new = before.get(code), after.get(code)
        if old and new:
            if set(new["field_types"]) - set(old["field_types"]):
                return True
            if new["is_sensitive"] and not old["is_sensitive"]:
                return True
    return False


def _has_more_recipients(code, first, last):
    """Whether the purpose's data goes to somebody new, to another country, or more of it goes there."""
    before, after = (
        {name: entry for name, entry in _by_code(step, "recipient").items() if code in entry["purposes"]}
        for step in (first, last)
    )
    return any(
        name not in before
        or entry["country"] != before[name]["country"]
        or set(entry["data_categories"]) - set(before[name]["data_categories"])
        for name, entry in after.items()
    )


def _is_reworded(code, chain):
    """Whether a material version said otherwise what people agree to, in any language."""
    return any(
        _words(code, older) != _words(code, newer)
        for older, newer in zip(chain, chain[1:], strict=False)
        if newer.kind == ChangeKind.MATERIAL
    )


def _words(code, step):
    languages = step.registers.get("purpose", {})
    return {
        language: [" ".join(strip_tags(entries[code][name] or "").split()) for name in AGREED]
        for language, entries in languages.items()
        if code in entries
    }


def _differs(code, first, last):
    """Whether anything of what is done for the purpose differs."""
    names = ("legal_basis", "data_categories", "retention_days", "is_sensitive", "is_marketing")
    before, after = (_by_code(step, "purpose")[code] for step in (first, last))
    recipients = [
        {name for name, entry in _by_code(step, "recipient").items() if code in entry["purposes"]}
        for step in (first, last)
    ]
    return recipients[0] != recipients[1] or any(_set(before[name]) != _set(after[name]) for name in names)


def _set(value):
    return set(value) if isinstance(value, list) else value


# Whether a consent covers what is done now


def covers(event, in_force):
    """Whether the consent `event` covers its purpose as `in_force` (a `Declared`) has it."""
    if event.notice_version is None or event.notice_version >= in_force.number:
        return True
    return event.purpose_code not in _asked(event.notice_version, in_force.version.pk)


@lru_cache(maxsize=256)
def _asked(number, pk):
    """The purposes for which a consent under version `number` does not cover the version `pk`."""
    chain = steps(PolicyVersion.objects.get(pk=pk))
    known = [step for step in chain if step.number <= number][-1:]
    chain = known + [step for step in chain if step.number > number]
    found = consequences(chain) if len(chain) > 1 else {}
    return frozenset(code for code, action in found.items() if action == ASK)


# The list


def queue(version):
    """Puts everybody whom `version` concerns on the list; returns how many rows were added. Idempotent.

    Concerned is whose last decision about a purpose is a consent from before the version. Works in
    batches, each in a transaction of its own: a killed worker goes on where it stopped.
    """
    chain = steps(version)
    added = 0
    if len(chain) > 1 and chain[-1].pk == version.pk and version.kind == ChangeKind.MATERIAL:
        for code in sorted(consequences(chain[-2:])):
            added += _queue_purpose(version, code, chain)
    FollowUpRun.objects.get_or_create(version=version)
    return added


def _queue_purpose(version, code, chain):
    actions = {step.number: consequences(chain[n:]).get(code, TELL) for n, step in enumerate(chain[:-1])}
    default = consequences(chain[-2:])[code]
    added, after = 0, 0
    while True:
        last = (
            ConsentEvent.objects.filter(purpose_code=code)
            .order_by()
            .values("subject_id")
            .annotate(last=Max("seq"))
            .filter(last__gt=after)
            .order_by("last")
            .values_list("last", flat=True)[:BATCH]
        )
        numbers = list(last)
        if not numbers:
            return added
        after = numbers[-1]
        events = [
            event
            for event in ConsentEvent.objects.filter(seq__in=numbers)
            if event.decision == ConsentEvent.Decision.GIVEN
            and (event.notice_version or 0) < version.number
            and (event.valid_until is None or event.valid_until > version.effective_at)
        ]
        added += _add(version, code, events, actions, default)


@transaction.atomic
def _add(version, code, events, actions, default):
    pseudonyms = [event.subject_id for event in events]
    living = set(
        Person.objects.filter(pseudonym__in=pseudonyms, erased_at=None).values_list("pseudonym", flat=True)
    )
    listed = set(
        FollowUp.objects.filter(version=version, purpose_code=code, subject_id__in=pseudonyms).values_list(
            "subject_id", flat=True
        )
    )
    rows = [
        FollowUp(
            version=version,
            subject_id=event.subject_id,
            purpose_code=code,
            action=actions.get(event.notice_version, default),
        )
        for event in events
        if event.subject_id in living - listed
    ]
    FollowUp.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def settle(now=None):
    """Strikes off whoever decided anew since the version came into force; returns how many."""
    later = ConsentEvent.objects.filter(
        subject_id=OuterRef("subject_id"),
        purpose_code=OuterRef("purpose_code"),
        event_time__gte=OuterRef("version__effective_at"),
    )
    waiting = FollowUp.objects.filter(done_at=None).filter(Exists(later))
    return FollowUp.objects.filter(pk__in=list(waiting.values_list("pk", flat=True)[:5000])).update(
        done_at=now or timezone.now()
    )


def open_ones(purpose=None, action=None):
    """What is still to be done: a query set of FollowUp, oldest first, of one purpose or action."""
    found = FollowUp.objects.filter(done_at=None).order_by("pk")
    if purpose is not None:
        found = found.filter(purpose_code=purpose)
    return found if action is None else found.filter(action=action)


def done(ids, *, at=None):
    """Notes that these people were told or asked; returns how many were still open."""
    return FollowUp.objects.filter(pk__in=ids, done_at=None).update(done_at=at or timezone.now())


def totals():
    """[{version, purpose_code, action, open, all}], the newest version first."""
    rows = (
        FollowUp.objects.order_by("-version__number", "purpose_code", "action")
        .values("version__number", "purpose_code", "action")
        .annotate(all=Count("pk"), done=Count("done_at"))
    )
    return [
        {
            "version": row["version__number"],
            "purpose_code": row["purpose_code"],
            "action": row["action"],
            "open": row["all"] - row["done"],
            "all": row["all"],
        }
        for row in rows
    ]


def sweep():
    """Notices versions whose day has come, then lists whom they concern."""
    from .versions import notice_versions_in_force

    notice_versions_in_force()
    for version in PolicyVersion.objects.filter(enactment__isnull=False, follow_up_run=None).order_by(
        "number"
    ):
        queue(version)
    if FollowUp.objects.filter(done_at=None).exists():
        settle()
