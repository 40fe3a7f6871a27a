"""What the public is told of disclosures: yearly numbers, no case, nobody's name."""

from collections import defaultdict

from django.db.models import Count, Q

from ..models import Disclosure

KINDS = Disclosure.Authority
STATES = Disclosure.State


def totals():
    """A dict for each year in which a demand was received, the latest first.

    year; requests; by_kind: [(label, number)] of every kind of authority; handed, refused, open: numbers of
    demands; people: whose data was handed over, each counted once a demand.
    """
    years = defaultdict(lambda: dict.fromkeys((*KINDS.values, "handed", "refused", "people"), 0))
    demands = Disclosure.objects.annotate(
        handed_people=Count("people", filter=Q(people__handed_over=True))
    ).values_list("received_on__year", "authority_kind", "state", "handed_people")
    for year, kind, state, people in demands:
        row = years[year]
        row[kind] += 1
        if state == STATES.HANDED:
            row["handed"] += 1
            row["people"] += people
        elif state == STATES.REFUSED:
            row["refused"] += 1
    result = []
    for year, row in sorted(years.items(), reverse=True):
        requests = sum(row[kind] for kind in KINDS.values)
        result.append(
            {
                "year": str(year),
                "requests": requests,
                "by_kind": [(label, row[kind]) for kind, label in KINDS.choices],
                "handed": row["handed"],
                "refused": row["refused"],
                "open": requests - row["handed"] - row["refused"],
                "people": row["people"],
            }
        )
    return result
