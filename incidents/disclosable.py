"""What an authority's demand can cover: kinds of data, and the pieces that there are of each about a person.

The rooms that keep data offer theirs. What nobody offers can't get into a bundle: notes of colleagues,
letters, requests, and the archives that people made for themselves.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.registry import Registry
from privacy import declared
from privacy.ledger import plain_values
from privacy.models import ConsentEvent
from vault.services import identity_record

offers = Registry("data for authorities")


@dataclass(frozen=True, repr=False)
class Piece:
    """One thing about a person that can be handed over.

    `at` is when it happened, whenever it was stored; None for what has no time. What it says is in the sealed
    record `record_id`, or in `data` where it isn't sealed. `source` is for the offer's own use.
    """

    kind: str
    id: str
    title: str
    at: datetime | None = None
    record_id: object = None
    data: dict = field(default_factory=dict)
    source: object = None

    @property
    def key(self):
        """What the piece is remembered by from the approval on."""
        return [self.kind, self.id]


class Offer:
    """Base of the offers of data."""

    def kinds(self):
        """{code: label} of the kinds of data, in the active language."""
        raise NotImplementedError

    def pieces(self, person):
        """Every `Piece` about the person, oldest first."""
        raise NotImplementedError

    def rows(self, piece, contents):
        """[(label, text)] of a piece's contents in the words that the person was shown."""
        raise NotImplementedError


class IdentityOffer(Offer):
    """Who the person is."""

    def kinds(self):
        return {"identity": _("Name and contact details")}

    def pieces(self, person):
        # A correction replaces the record: the piece is what is known, not the record that says it.
        if record := identity_record(person):
            title = _("Name and contact details")
            yield Piece("identity", "current", title, record_id=record.pk)

    def rows(self, piece, contents):
        labels = {
            "name": _("Full name"),
            "email": _("E-mail"),
            "phone": _("Phone"),
            "language": _("Language"),
        }
        return [(label, contents[name]) for name, label in labels.items() if contents.get(name)]


class ConsentOffer(Offer):
    """What the person agreed to, refused and withdrew."""

    def kinds(self):
        return {"consents": _("History of consents")}

    def pieces(self, person):
        for event in ConsentEvent.objects.filter(subject_id=person.pseudonym).order_by("seq"):
            yield Piece(
                "consents",
                str(event.record_id),
                event.get_decision_display(),
                at=event.event_time,
                data=plain_values(event),
                source=event,
            )

    def rows(self, piece, contents):
        event, in_force = piece.source, declared.current()
        purposes = in_force.purposes(get_language()) if in_force else {}
        entry = purposes.get(event.purpose_code)
        rows = [
            (_("Purpose"), entry.name if entry else event.purpose_code),
            (_("Decision"), event.get_decision_display()),
            (_("Wording"), strip_tags(event.wording)),
            (_("Receipt number"), event.receipt),
        ]
        return [(label, text) for label, text in rows if text]


offers.register("identity", IdentityOffer())
offers.register("consents", ConsentOffer())


def kinds():
    """{code: label} of everything that can be chosen, in the active language."""
    return {code: label for offer in offers for code, label in offer.kinds().items()}


def everything(person):
    """[(offer, piece)] of all that can be handed over of a person."""
    return [(offer, piece) for offer in offers for piece in offer.pieces(person)]


def covered(person, *, kinds, since=None, until=None):
    """The pieces about a person that a scope covers: kinds of data, from one day to another."""
    return [
        piece for _offer, piece in everything(person) if piece.kind in kinds and _lies(piece, since, until)
    ]


def _lies(piece, since, until):
    if piece.at is None:
        return True
    day = timezone.localdate(piece.at)
    return (since is None or day >= since) and (until is None or day <= until)
