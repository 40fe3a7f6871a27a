"""Finding people by what an officer is told: an address, a number, a name, a receipt."""

from common.receipts import normalise_receipt
from privacy.models import ConsentEvent, Receipt
from vault import services as vault
from vault.identity import normalise_email, normalise_phone
from vault.models import Person

MOST_FOUND = 50


def find_people(term):
    """The people whom `term` finds, newest first; erased ones only by receipt number."""
    term = term.strip()
    if by_receipt := _by_receipt(term):
        return by_receipt
    if email := normalise_email(term):
        return list(vault.find(email=email)[:MOST_FOUND])
    if phone := normalise_phone(term):
        return list(vault.find(phone=phone)[:MOST_FOUND])
    return list(vault.find(name=term)[:MOST_FOUND])


def _by_receipt(term):
    number = normalise_receipt(term)
    if not number:
        return []
    subjects = set(ConsentEvent.objects.filter(receipt=number).values_list("subject_id", flat=True))
    subjects |= set(Receipt.objects.filter(number=number).values_list("subject_id", flat=True))
    return list(Person.objects.filter(pseudonym__in=subjects))
