"""Who the company says it is today: the working copy of the controller, which a policy version freezes.

Nothing asks here who is responsible for the data but `privacy.declared` and, before a version said so,
`privacy.controller`. The room that keeps the company's identity registers it here.
"""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.registry import Registry

# Takes one entry, `company`: a function of a language code that returns a dict with any of LABELS.
providers = Registry("controller provider")
LABELS = {
    "name": _("company name"),
    "id": _("enterprise or tax code"),
    "address": _("head office"),
    "contact": _("contact"),
    "dpo": _("data protection officer"),
}


def identity(language):
    """The controller's identity in `language` as the company states it now, or None."""
    provider = providers.get("company")
    return provider(language) if provider else None


def identities():
    """{language: {"company": identity}}, as a register of one entry: in the languages that have one."""
    found = {code: identity(code) for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES}
    return {code: {"company": facts} for code, facts in found.items() if facts}
