"""Finding enquiries by what identifies a person, through the vault's blind indexes."""

from common.receipts import normalise_receipt
from vault import services as vault

from ..models import Enquiry

# Fewer digits than this are part of a name or an address rather than a phone number.
PHONE_DIGITS = 7


def search(term):
    """Enquiries of whoever has the e-mail, phone number or name `term`, or with that receipt number.

    An e-mail and a phone number must be whole; of a name any words do, with or without diacritics.
    """
    term = term.strip()
    if receipt := normalise_receipt(term):
        by_receipt = Enquiry.objects.filter(receipt=receipt)
        if by_receipt.exists():
            return by_receipt
    if "@" in term:
        people = vault.find(email=term)
    elif sum(character.isdigit() for character in term) >= PHONE_DIGITS:
        people = vault.find(phone=term)
    else:
        people = vault.find(name=term)
    return Enquiry.objects.filter(person__in=people.order_by())
