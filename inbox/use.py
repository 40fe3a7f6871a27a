"""Whether an enquiry may be used: the purpose gate, asked for it and for the purpose that it was sent for.

What may not be used any more (withdrawn, restricted, objected to, no longer in the policy) is not shown to
sales. The privacy officer still opens it: to answer the person, or because a law demands it.
"""

from django.utils.translation import gettext_lazy as _

from privacy import gate

from . import access
from .personal_data import purpose_of

REASONS = {
    "undeclared": _("The published policy no longer names the purpose of this enquiry."),
    "erased": _("This person was erased."),
    "objected": _("This person objected to the use of their data."),
    "restricted": _("This person had the use of their data restricted."),
    "never_asked": _("This person was not asked for consent to this purpose."),
    "refused": _("This person did not agree to this purpose."),
    "withdrawn": _("This person has withdrawn their consent."),
    "expired": _("This person's consent has expired."),
    "ask_again": _(
        "This person agreed to an earlier policy, which does not cover this; ask them again first."
    ),
}


def stopped(enquiry):
    """Why nobody but the officer may use this enquiry, as a code; "" while it may be used."""
    purpose = purpose_of(enquiry.form_version)
    # A form that asks for no purpose collects nothing about anybody that a purpose could cover.
    if not purpose:
        return ""
    answer = gate.may_use(enquiry.person, purpose, receipt=enquiry.receipt)
    return "" if answer else answer.reason


def stopped_among(enquiries):
    """The ids of those that may not be used; constant queries for each purpose among them."""
    by_purpose = {}
    for enquiry in enquiries:
        by_purpose.setdefault(purpose_of(enquiry.form_version), []).append(enquiry)
    found = set()
    for purpose, rows in by_purpose.items():
        if purpose:
            usable = gate.allowed_submissions({row.receipt: row.person for row in rows}, purpose)
            found |= {row.pk for row in rows if row.receipt not in usable}
    return found


def may_open(user, enquiry):
    """Whether `user` may have this enquiry in plain text."""
    return access.may_read(user) and (access.is_officer(user) or not stopped(enquiry))
