"""The numbers of this room: periods of law and limits, each a setting of the same name."""

from django.conf import settings

DEFAULTS = {
    # Law 91/2025 Art. 23, Decree 356/2025 Art. 28: hours from detection to the authority.
    "INCIDENTS_AUTHORITY_HOURS": 72,
    # Decree 356/2025 Art. 8.3 and 29: hours to the people whose finance, location or biometric data it is.
    "INCIDENTS_PEOPLE_HOURS": 72,
    # GDPR Art. 33(1): hours from awareness.
    "INCIDENTS_GDPR_HOURS": 72,
    # Decree 331/2026 Art. 31.2(d). The decree says "at once": this is what writing the report may take.
    "INCIDENTS_CYBER_AT_ONCE_HOURS": 1,
    "INCIDENTS_CYBER_FIRST_HOURS": 24,
    "INCIDENTS_CYBER_FULL_HOURS": 72,
    # A clock warns when a third of its period is left, but no earlier than this.
    "INCIDENTS_WARN_HOURS": 24,
    # Decree 356/2025 Art. 29: the file is kept this long after the incident is closed; never longer than the
    # policy declares for the purpose.
    "INCIDENTS_RETAIN_YEARS": 5,
    "DISCLOSURES_RETAIN_YEARS": 5,
    # The purposes of the policy that what these registers keep about people is held for.
    "INCIDENTS_PURPOSE": "incidents",
    "DISCLOSURES_PURPOSE": "legal_request",
    "INCIDENTS_CODE_PREFIX": "SC",
    "DISCLOSURES_CODE_PREFIX": "CC",
    # Notices leave in batches, so that a mail server does not take them for spam.
    "INCIDENTS_NOTICE_BATCH": 50,
    "INCIDENTS_NOTICE_PAUSE_SECONDS": 60,
    "INCIDENTS_NOTICE_ATTEMPTS": 8,
    "INCIDENTS_PAPER_BYTES": 15 * 1024 * 1024,
}


def get(name):
    """The setting `name`, or its default."""
    return getattr(settings, name, DEFAULTS[name])
