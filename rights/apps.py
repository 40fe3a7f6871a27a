from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What the read log says of this room's readings; the centre's own lines are the person's.
READING_REASONS = {
    "privacy_request": _("Work a privacy request"),
    "privacy_letter": _("Write to the person"),
    "rights.letters": _("the sending of letters"),
    "rights.centre": _("the privacy centre"),
    "a code for the privacy centre": _("Send a code"),
    "word to the former address": _("Tell the former address that it was replaced"),
    "seen in the privacy centre": _("Seen in the privacy centre"),
    "archive made in the privacy centre": _("Copy made in the privacy centre"),
    "archive for a privacy request": _("Copy made for a privacy request"),
}

KINDS = {
    "identity": _("Name and contact details"),
    "privacy_request_note": _("a note on a request of yours"),
    "privacy_letter": _("a letter to you"),
    "centre_export": _("The archive you asked for"),
}

RECORD_KINDS = {
    "identity": _("Names and contact details"),
    "privacy_request": _("Privacy requests"),
    "privacy_request_note": _("Notes on privacy requests"),
    "privacy_letter": _("Letters about privacy requests"),
    "centre_export": _("Archives made in the privacy centre"),
}


class RightsConfig(AppConfig):
    name = "rights"
    verbose_name = _("Privacy requests")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from common.sweeps import sweeps
        from privacy import usage
        from privacy.personal_data import sources
        from vault.access import let_see_masks
        from vault.reasons import kinds, reasons, record_kinds

        from . import access, services
        from .centre.personal_data import CentreSource
        from .centre.sessions import COOKIE
        from .centre.sweeping import sweep as sweep_centre
        from .personal_data import RequestSource

        sweeps.register("rights", services.sweep)
        sources.register(RequestSource.code, RequestSource())
        sweeps.register("privacy_centre", sweep_centre)
        sources.register(CentreSource.code, CentreSource())
        usage.own_cookies.register(COOKIE, _("visits to the privacy centre"))
        let_see_masks(access.WORK)
        for code, words in READING_REASONS.items():
            reasons.register(code, words)
        for code, words in KINDS.items():
            kinds.register(code, words)
        for code, words in RECORD_KINDS.items():
            record_kinds.register(code, words)
