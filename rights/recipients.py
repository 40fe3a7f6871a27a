"""Whom a request concerns beside us: its purposes, and the recipients that the policy names for them."""

from privacy import declared as declarations
from privacy import gate
from privacy.personal_data import sources

from .models.requests import Kind, ProcessorTask

# What recipients are asked to do; other kinds of requests are answered by ourselves.
ASKED = {
    Kind.WITHDRAW: ProcessorTask.What.STOP,
    Kind.OBJECT: ProcessorTask.What.STOP,
    Kind.RESTRICT: ProcessorTask.What.RESTRICT,
    Kind.CORRECT: ProcessorTask.What.CORRECT,
    Kind.DELETE: ProcessorTask.What.ERASE,
}


def given_purposes(person):
    """Codes of the purposes that the person agrees to at present, by the ledger."""
    return gate.given_purposes(person.pseudonym)


def concerned(request):
    """Codes of the recipients that have to act on this request, by the policy in force and what was sent."""
    if request.kind not in ASKED:
        return []
    held = [held for source in sources for held in source.held(request.person)]
    purposes = set(request.purposes)
    if not purposes:
        purposes = {code for one in held for code in one.purposes} | set(given_purposes(request.person))
    declared = declarations.current()
    named = declared.any_language("recipient") if declared else {}
    codes = {code for code, entry in named.items() if purposes & set(entry.purposes)}
    codes |= {code for one in held if purposes & set(one.purposes) for code in one.sent_to}
    return sorted(codes)


def by_purpose(language):
    """{purpose code: names of the recipients that the policy in force declares for it}."""
    declared = declarations.current()
    named, found = names(language), {}
    for code, entry in (declared.any_language("recipient") if declared else {}).items():
        for purpose in entry.purposes:
            found.setdefault(purpose, set()).add(named[code])
    return found


def advertising(request):
    """Codes of the purposes of advertising that the request is about, by the policy in force."""
    declared = declarations.current()
    entries = declared.any_language("purpose") if declared else {}
    return sorted(
        code
        for code, entry in entries.items()
        if entry.is_marketing and (not request.purposes or code in request.purposes)
    )


def names(language):
    """{code: name} of the declared recipients in `language`, or in any where it has none."""
    declared = declarations.current()
    if declared is None:
        return {}
    found = {code: entry.name for code, entry in declared.any_language("recipient").items()}
    return found | {code: entry.name for code, entry in declared.recipients(language).items()}


def purpose_names(language):
    """{code: name} of the declared purposes, likewise."""
    declared = declarations.current()
    if declared is None:
        return {}
    found = {code: entry.name for code, entry in declared.any_language("purpose").items()}
    return found | {code: entry.name for code, entry in declared.purposes(language).items()}
