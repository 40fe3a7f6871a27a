"""What would go, and when: by source, form and purpose. Counts only, and nothing is deleted."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import get_language

from .. import declared, limits
from ..personal_data import sources


@dataclass
class Line:
    """One form and purpose of one source: how many things go within each number of days."""

    source: str
    purpose: str
    group: str
    # {days from now: how many are due by then}; 0 is what the next run deletes.
    due: dict = field(default_factory=dict)
    held: int = 0

    @property
    def counts(self):
        """The numbers, in the order of the days asked for."""
        return list(self.due.values())


def forecast(*days, now=None):
    """The `Line`s for what is due now and within each of these numbers of days; held things apart."""
    now = now or timezone.now()
    lines, spans = {}, (0, *days)
    for source in sources:
        for ahead in spans:
            for each, is_held in _due(source, now + dt.timedelta(days=ahead)):
                line = lines.setdefault(
                    (source.code, each.purpose, each.group),
                    Line(
                        str(source.label),
                        purpose_name(each.purpose),
                        each.group,
                        dict.fromkeys(spans, 0),
                    ),
                )
                if not is_held:
                    line.due[ahead] += 1
                elif ahead == max(spans):
                    line.held += 1
    return list(lines.values())


def totals(lines, days):
    """How many things of all lines are due within so many days."""
    return sum(line.due.get(days, 0) for line in lines)


def purpose_name(code, language=None):
    """A purpose's name by the policy in force, in the active language; its code where it has none."""
    in_force = declared.current()
    if in_force is None or not code:
        return code
    language = language or (get_language() or "").split("-")[0]
    found = {**in_force.any_language("purpose"), **in_force.purposes(language)}
    return found[code].name if code in found else code


def _due(source, now):
    due = list(source.due(now))
    held = limits.held_people({each.person_id for each in due if each.person_id is not None})
    return [(each, each.person_id in held) for each in due]
