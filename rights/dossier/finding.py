"""Finding people by what an officer is told: an address, a number, a name, a receipt."""

from common.receipts import normalise_receipt
from privacy.models import ConsentEvent, Receipt
from vault import services as vault
from vault.identity import normalise_email, normalise_phone
from vault.models import Person

MOST_FOUND = 50


def find_people(term):
    """The people whom `term` finds, newest first; erased ones only by receipt number.

    Last come those who are not known by it but sent something in which it stands: `is_mention` is True of
    them. Whether it is theirs, it doesn't prove (ADR 0013).
    """
    term = term.strip()
    if by_receipt := _by_receipt(term):
        return _marked(by_receipt, False)
    if email := normalise_email(term):
        who = {"email": email}
    elif phone := normalise_phone(term):
        who = {"phone": phone}
    else:
        who = {"name": term}
    known = _marked(vault.find(**who)[:MOST_FOUND], False)
    mentioning = Person.objects.filter(pk__in=vault.find_records(**who).values("person_id"))
    mentioning = mentioning.exclude(pk__in=[person.pk for person in known]).order_by("-created_at", "-id")
    return [*known, *_marked(mentioning[:MOST_FOUND], True)][:MOST_FOUND]


def _marked(people, is_mention):
    people = list(people)
    for person in people:
        person.is_mention = is_mention
    return people


def _by_receipt(term):
    number = normalise_receipt(term)
    if not number:
        return []
    subjects = set(ConsentEvent.objects.filter(receipt=number).values_list("subject_id", flat=True))
    subjects |= set(Receipt.objects.filter(number=number).values_list("subject_id", flat=True))
    return list(Person.objects.filter(pseudonym__in=subjects))
