"""Enquiries as an authority may be given them: by channel, as the visitor saw them, without notes."""

from django.utils.translation import gettext as _

from incidents.disclosable import Offer, Piece

from .answers import plain_rows
from .channels import channels
from .services.intake import FILES_KEY, SHOWN_KEY


class EnquiryOffer(Offer):
    """What people sent, each channel a kind of its own."""

    def kinds(self):
        return {
            code_of(channel.code): _("Enquiries: %(channel)s") % {"channel": channel.label}
            for channel in channels
        }

    def pieces(self, person):
        for enquiry in person.enquiries.select_related("form_version").order_by("created_at", "pk"):
            yield Piece(
                code_of(enquiry.channel),
                str(enquiry.record_id),
                f"{enquiry.channel_info.label}: {enquiry.receipt}",
                at=enquiry.created_at,
                record_id=enquiry.record_id,
                source=enquiry,
            )

    def rows(self, piece, contents):
        files, shown = contents.get(FILES_KEY) or [], contents.get(SHOWN_KEY)
        answers = {key: value for key, value in contents.items() if key not in (FILES_KEY, SHOWN_KEY)}
        rows = plain_rows(piece.source.form_version.snapshot, answers, files, shown)
        return [(row.label, row.text or "\n".join(file["name"] for file in row.files)) for row in rows]


def code_of(channel):
    """The code of a channel's enquiries among the kinds of data."""
    return f"enquiry-{channel}"
