"""Who a request is about, as far as lists may show it: masks, never plaintext."""

from vault import services as vault
from vault.models import SealedRecord

IDENTITY_KIND = "identity"
# Of this room and the inbox: words about people, which have no masked form.
WITHOUT_MASKS = ("privacy_request", "privacy_request_note", "privacy_letter", "enquiry-note")
SHOWN = ("name", "email", "phone")


def masks_of(people, *, by):
    """{person id: [masked name, e-mail, phone]}; constant queries. Empty where nothing is known or left.

    From the identity record; of people who came before there was one, from whatever has masks.
    """
    ids = {getattr(person, "pk", person) for person in people}
    records = (
        SealedRecord.objects.filter(person__in=ids).exclude(kind__in=WITHOUT_MASKS).order_by("created_at")
    )
    chosen = {}
    for pk, person_id, kind in records.values_list("pk", "person_id", "kind"):
        if kind == IDENTITY_KIND or chosen.get(person_id, ("", ""))[1] != IDENTITY_KIND:
            chosen[person_id] = (pk, kind)
    masked = vault.masked([pk for pk, _kind in chosen.values()], by=by)
    return {
        person_id: [masked[pk][name] for name in SHOWN if masked[pk].get(name)]
        for person_id, (pk, _kind) in chosen.items()
    }
