"""The signs of spam that forms report to the inbox, in the words that its readers see."""

from django.utils.translation import gettext_lazy as _

from . import captcha, spam

WORDS = {
    spam.HONEYPOT_FILLED: _("a field that people don't see was filled in"),
    spam.PROOF_INVALID: _("the proof of work was wrong"),
    spam.PROOF_REPLAYED: _("the proof of work had been used before"),
    spam.TOO_MANY: _("many submissions from one place"),
    spam.MANY_LINKS: _("many links in the text"),
    captcha.UNVERIFIED: _("reCAPTCHA did not confirm it"),
}
