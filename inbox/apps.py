from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    name = "inbox"
    verbose_name = _("Inbox")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from common.sweeps import sweeps
        from incidents.disclosable import offers
        from privacy.personal_data import sources
        from vault.access import let_see_masks, withholding
        from vault.reasons import kinds, reasons, record_kinds

        from . import access, services
        from .disclosable import EnquiryOffer
        from .forms import REASONS
        from .personal_data import EnquirySource, EnvelopeSource
        from .services.intake import RECORD_KIND
        from .services.work import NOTE_KIND

        sweeps.register("inbox", services.sweep)
        let_see_masks(access.WORK)
        withholding.register("held", access.is_held_from)
        offers.register("inbox", EnquiryOffer())
        kinds.register(NOTE_KIND, _("Note of a colleague"))
        record_kinds.register(RECORD_KIND, _("Enquiries"))
        record_kinds.register(NOTE_KIND, _("Notes on enquiries"))
        for code, words in REASONS:
            reasons.register(code, words)
        for source in (EnquirySource(), EnvelopeSource()):
            sources.register(source.code, source)
