"""How the registers' working copy differs from what was published last: what publishing would change."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .company import LABELS
from .declared import registers_now
from .models import REGISTERS, PolicyVersion

STATES = {
    "added": _("new, not published"),
    "changed": _("changed, not published"),
    "removed": _("removed, still published"),
}


@dataclass(frozen=True)
class Difference:
    """One entry that differs: `state` is added, changed or removed; `fields` are the names that changed."""

    register: str
    code: str
    name: str
    state: str
    fields: tuple[str | Promise, ...] = ()

    @property
    def label(self):
        """The state in words."""
        return STATES[self.state]


@dataclass(frozen=True)
class Comparison:
    """The working copy beside the latest version; `version` is None before the first."""

    version: PolicyVersion | None
    entries: tuple[Difference, ...]

    @property
    def is_scheduled(self):
        """Whether the version compared with comes into force only later."""
        return self.version is not None and self.version.effective_at > timezone.now()

    def of(self, register):
        """{code: Difference} of one register, named by its model's name."""
        return {each.code: each for each in self.entries if each.register == register}


def compare():
    """The working copy beside the latest version, which may be scheduled; two queries and one a register."""
    version = PolicyVersion.objects.order_by("-number").first()
    published = version.registers if version else {}
    now = registers_now()
    entries = []
    for model in REGISTERS:
        register = model._meta.model_name
        before, after = (_by_code(each.get(register, {})) for each in (published, now))
        for code in sorted({*before, *after}):
            if before.get(code) == after.get(code):
                continue
            entries.append(_difference(model, code, before.get(code), after.get(code)))
    entries += _controller(published, now)
    return Comparison(version, tuple(entries))


def _by_code(languages):
    """{code: {language: fields}}: what is the same entry, whatever the language."""
    found = {}
    for language, entries in languages.items():
        for code, fields in entries.items():
            found.setdefault(code, {})[language] = fields
    return found


def _controller(published, now):
    """How the company's identity differs from what the version says of the controller."""
    before, after = (_by_code(each.get("controller", {})).get("company") for each in (published, now))
    return [] if before == after else [_between("controller", LABELS, "company", before, after)]


def _difference(model, code, before, after):
    labels = {field.name: field.verbose_name for field in model._meta.concrete_fields}
    return _between(model._meta.model_name, labels, code, before, after)


def _between(register, labels, code, before, after):
    words = next(iter((after or before).values()))
    if before is None or after is None:
        return Difference(register, code, words["name"], "added" if before is None else "removed")
    changed = []
    for language in sorted({*before, *after}):
        old, new = before.get(language), after.get(language)
        if old is None or new is None:
            changed.append(language)
            continue
        names = dict.fromkeys([*new, *old])
        changed += [labels.get(name, name) for name in names if old.get(name) != new.get(name)]
    return Difference(
        register, code, words["name"], "changed", tuple(capfirst(each) for each in dict.fromkeys(changed))
    )
