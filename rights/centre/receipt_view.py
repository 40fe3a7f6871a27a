"""What a receipt alone opens: its own submission and what was decided there, nothing else of the person.

Whoever typed an address was handed the receipt; that the address is theirs, nobody has shown (ADR 0067).
"""

from django.utils.translation import get_language

from privacy import declared, gate

from . import holdings, words

# In the evidence of a decision: the number of the receipt with which it was made.
BY_RECEIPT = "by_receipt"


def contents(visit):
    """{name: value} of the page."""
    items = [item for item in holdings.items(visit.person) if item.receipt == visit.receipt.number]
    return {
        "receipt": visit.receipt,
        "items": items,
        "standings": standings(visit),
        "readings": holdings.readings_of(visit.person, items, most=holdings.MOST_READINGS),
    }


def standings(visit):
    """How the receipt's own decisions stand, by purpose; what came by other ways is left out."""
    language, in_force = get_language(), declared.current()
    entries = in_force.any_language("purpose") if in_force else {}
    entries = {**entries, **(in_force.purposes(language) if in_force else {})}
    by_purpose = {}
    for event in gate.history(visit.person.pseudonym):
        if _is_own(event, visit.receipt):
            by_purpose.setdefault(event.purpose_code, []).append(event)
    return [_standing(visit, code, entries.get(code), events) for code, events in by_purpose.items()]


def _standing(visit, code, entry, events):
    standing = holdings.Standing(
        code=code,
        name=entry.name if entry else code,
        state=words.decided(gate.last_word(events).decision),
        given=may_withdraw(visit, code),
        history=holdings.steps(events),
    )
    standing.allowed = standing.given
    if entry:
        holdings.describe(standing, entry)
    return standing


def may_withdraw(visit, purpose):
    """Whether this receipt alone takes its consent back.

    Only where nobody decided about the purpose in any other way: one withdrawal ends everything that stands
    for the purpose, and what was given elsewhere is not this receipt's to take.
    """
    events = list(gate.history(visit.person.pseudonym).filter(purpose_code=purpose))
    opened = gate.judge(events)[1]
    if opened:
        return all(_is_own(event, visit.receipt) for event in opened)
    others = [event for event in events if not _is_own(event, visit.receipt)]
    return holdings.is_given(events) and all(event.is_left_empty for event in others)


def _is_own(event, receipt):
    return receipt.number in (event.receipt, event.evidence.get(BY_RECEIPT))
