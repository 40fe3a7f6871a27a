"""The words that people agree to, as they are shown: one way for forms, calls and the privacy centre."""

import re

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, override

from .periods import retention_words

# Stands in consent wordings for how long the data is kept, so that both can't say different things.
RETENTION = "{retention}"
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def filled(wording, retention_days):
    """A consent wording with the period in the words of the active language, as the register prints it."""
    return wording.replace(RETENTION, retention_words(retention_days)) if retention_days else wording


def leftovers(wording):
    """What in a consent wording looks like a placeholder and is none; "" if there is nothing."""
    return ", ".join(sorted(set(PLACEHOLDER.findall(wording)) - {RETENTION}))


def shown_wording(entry, language):
    """What stands beside the box of the declared purpose `entry`: HTML; "" if it has no wording.

    Decree 356/2025, article 6.4: people are told that the data is sensitive.
    """
    with override(language):
        html = filled(entry.consent_text, entry.retention_days).strip()
        if html and entry.is_sensitive:
            html += format_html("<p>{}</p>", gettext("This concerns sensitive personal data."))
        return mark_safe(html)  # noqa: S308 - rich text that a version froze
