"""Finding the person whose decisions are asked for, and leaving a trace of having asked."""

from dataclasses import dataclass

from wagtail.log_actions import log

from common.receipts import normalise_receipt
from vault import services as vault
from vault.access import is_withheld, may_see_masks
from vault.models import Person, ReadLog

from .models import ConsentEvent

LOOKED_UP = "privacy.looked_up"
# What stands in the read log as the fields of such a look.
FIELD = "consents"


@dataclass(frozen=True)
class Found:
    """A person with what lists may show of them, and the purposes they decided about."""

    person: Person
    masks: list
    purposes: list


def find(term, *, by, reason):
    """The people whom a receipt number, an e-mail address or a phone number leads to.

    The look is written down: for each person in the read log, and by kind and count, never by term, in the
    history of the account `by`.
    """
    kind, people = _people(term.strip())
    if kind == "receipt":
        # Its number says when somebody wrote: no more than what else is withheld.
        people = [person for person in people if not is_withheld(by, person)]
    note(people, by=by, reason=reason)
    log(instance=by, action=LOOKED_UP, user=by, data={"kind": kind, "found": len(people)})
    return [described(person, by=by) for person in people]


def _people(term):
    if "@" in term:
        return "email", list(vault.find(email=term))
    if number := normalise_receipt(term):
        subjects = ConsentEvent.objects.filter(receipt=number).values("subject_id")
        found = list(Person.objects.filter(pseudonym__in=subjects))
        # A phone number may look like a receipt number.
        if found or not term.replace(" ", "").replace("-", "").isdigit():
            return "receipt", found
    return "phone", list(vault.find(phone=term))


def note(people, *, by, reason):
    """Writes the look into the read log, which the people themselves can see."""
    roles = sorted(by.groups.values_list("name", flat=True))
    ReadLog.objects.bulk_create(
        ReadLog(
            actor=by,
            actor_name=by.get_username(),
            actor_roles=roles,
            person=person,
            fields=[FIELD],
            reason=reason,
        )
        for person in people
    )


def described(person, *, by):
    """The person as a list may show them."""
    masks = []
    record = vault.identity_record(person)
    if record is not None and may_see_masks(by) and not is_withheld(by, person):
        shown = vault.masked([record.pk], by=by)[record.pk]
        masks = [shown[name] for name in ("name", "email", "phone") if shown.get(name)]
    codes = ConsentEvent.objects.filter(subject_id=person.pseudonym).order_by("purpose_code")
    return Found(person, masks, list(codes.values_list("purpose_code", flat=True).distinct()))
