"""Codes of the gate, the ledger and the forms in the words that people read."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from privacy import declared


def state(reason):
    """The gate's answer, said to the person it is about."""
    known = {
        "consent": _("You agreed"),
        "contract": _("Used for your contract"),
        "emergency": _("Used in an emergency"),
        "state": _("Used for a task of the state"),
        "other_law": _("Required by law"),
        "refused": _("You did not agree"),
        "withdrawn": _("You withdrew"),
        "expired": _("Your consent has expired"),
        "ask_again": _("You agreed to an earlier policy; please agree again"),
        "never_asked": _("Not agreed"),
        "restricted": _("Restricted by you"),
        "objected": _("You objected"),
        "undeclared": _("No longer used"),
        "erased": _("Erased"),
    }
    return known.get(reason, reason)


def decided(decision):
    """A decision in the words in which the gate's answer to it is said."""
    return state("consent" if decision == "given" else decision)


def way(channel):
    """How a decision came: a form of the site by its channel's name, or another way."""
    known = {
        "privacy_centre": _("here, in the privacy centre"),
        "email_link": _("by a link in an e-mail"),
        "email": _("by e-mail"),
        "phone_call": _("on the phone"),
        "paper": _("on paper"),
        "import": _("from earlier records"),
        "system": _("by the site itself"),
        "web_form": _("a form of this site"),
    }
    if channel in known:
        return known[channel]
    in_force = declared.current()
    entry = in_force and in_force.channels(get_language()).get(channel)
    return entry.name if entry else known["web_form"]


def known_fields():
    """Labels of what is kept outside forms."""
    return {
        "name": _("Full name"),
        "full_name": _("Full name"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "language": _("Language"),
        "text": _("Text"),
        "subject": _("Subject"),
        "body": _("Text"),
    }
