"""Whether an older consent covers what a newer version of the policy does with the data (ADR 85).

A consent lasts for what people were told when they gave it (Law 91/2025, articles 9.2 and 9.4): the kinds
of data, the recipients, how long, how often. Where a later version widens that, the old consent stands in
the ledger as it was, but it does not cover the new scope.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.html import strip_tags

from .models import ChangeKind, FollowUp, PolicyVersion, Purpose

TELL, ASK = FollowUp.Action.TELL, FollowUp.Action.ASK
# What people agree to in words.
AGREED = ("consent_text", "channel", "frequency")

# What a change means


@dataclass(frozen=True)
class Step:
    """What one version in force declared, and whether it, or one that it replaced, was a material change."""

    pk: object
    number: int
    kind: str
    registers: dict


def steps(until=None):
    """The versions that really were in force, or will be, up to `until` (a version), oldest first.

    A version that replaced an announced one before its day carries what that one was published as: nobody
    was told of the announced change otherwise, and a slip of the pen mended on top of it must not hide it.
    """
    found, earliest = [], None
    versions = PolicyVersion.objects.order_by("-number")
    for version in versions.filter(number__lte=until.number) if until else versions:
        # A later one that came into force no later replaced it before its day.
        if earliest is None or version.effective_at < earliest:
            earliest = version.effective_at
            found.append(Step(version.pk, version.number, version.kind, version.registers))
        elif version.kind == ChangeKind.MATERIAL:
            found[-1] = replace(found[-1], kind=ChangeKind.MATERIAL)
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
            _is_wider(code, first, last) or _is_reworded(code, chain) or _other_company("id", first, last)
        ):
            result[code] = ASK
        elif _differs(code, first, last) or _other_company("name", first, last):
            result[code] = TELL
    return result


def _other_company(fact, first, last):
    """Whether the controller is another one by its tax code (`id`), or called otherwise (`name`)."""
    before, after = (step.registers.get("controller", {}) for step in (first, last))
    return any(
        before[language]["company"].get(fact) != after[language]["company"].get(fact)
        for language in before.keys() & after.keys()
    )


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
    number = scope_version(event)
    return number >= in_force.number or event.purpose_code not in _asked(number, in_force.version.pk)


def scope_version(event):
    """The version by which the scope of a consent is judged: the one that was shown.

    For one that was given elsewhere under another notice, the one in force when it was taken over.
    """
    return event.notice_version or event.evidence.get("policy_at_import", 0)


@lru_cache(maxsize=256)
def _asked(number, pk):
    """The purposes for which a consent under version `number` does not cover the version `pk`."""
    chain = steps(PolicyVersion.objects.get(pk=pk))
    known = [step for step in chain if step.number <= number][-1:]
    chain = known + [step for step in chain if step.number > number]
    found = consequences(chain) if len(chain) > 1 else {}
    return frozenset(code for code, action in found.items() if action == ASK)
