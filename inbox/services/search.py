"""Finding enquiries by what identifies a person, through the vault's blind indexes."""

from django.db.models import Q

from common.receipts import normalise_receipt
from vault import services as vault

from ..models import Enquiry

# Fewer digits than this are part of a name or an address rather than a phone number.
PHONE_DIGITS = 7


def search(term):
    """Enquiries with that receipt number, that name `term`, or of whoever has it as address, number or name.

    An e-mail and a phone number must be whole; of a name any words do, with or without diacritics.
    """
    term = term.strip()
    if receipt := normalise_receipt(term):
        by_receipt = Enquiry.objects.filter(receipt=receipt)
        if by_receipt.exists():
            return by_receipt
    if "@" in term:
        who = {"email": term}
    elif sum(character.isdigit() for character in term) >= PHONE_DIGITS:
        who = {"phone": term}
    else:
        who = {"name": term}
    people, records = vault.find(**who).order_by(), vault.find_records(**who)
    return Enquiry.objects.filter(Q(person__in=people) | Q(record__in=records))
