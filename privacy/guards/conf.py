"""Settings of the guards, the promise board and the processing register, with their defaults."""

from django.conf import settings

DEFAULTS = {
    # enforce: connections to undeclared hosts are refused; alarm: let through and reported; off.
    "PRIVACY_OUTGOING": "enforce",
    # Hosts that are the company's own machines (a mail server, a bucket), besides database and cache.
    "PRIVACY_OWN_HOSTS": [],
    # Hours before people are told again of what still goes on.
    "GUARD_MAIL_EVERY_HOURS": 24,
    "PROMISE_MAIL_EVERY_HOURS": 7 * 24,
    # How often promises are checked; broken ones sooner.
    "PROMISE_CHECK_HOURS": 24,
    "PROMISE_RECHECK_MINUTES": 60,
    # How old the last deletion run may be.
    "PROMISE_RETENTION_HOURS": 36,
    # The clauses of the company's own text and what keeps each; "" for a policy without such a list.
    "PRIVACY_CLAUSES": "privacy.demo.clauses.CLAUSES",
    # Small firms keep their exemptions below so many people (Law 91/2025); warned at this share of them.
    "PRIVACY_SUBJECTS_LIMIT": 100_000,
    "PRIVACY_SUBJECTS_WARN_PERCENT": 80,
    # Days after the first transfer abroad until its dossier must be filed (Law 91/2025, art. 20).
    "PRIVACY_DOSSIER_DAYS": 60,
    # Days before that date from which the register reminds of it.
    "PRIVACY_DOSSIER_WARN_DAYS": 20,
    # {language: [sentence]}; empty: what the software does by itself (`privacy.processing.MEASURES`).
    "PRIVACY_SECURITY_MEASURES": {},
}


def get(name):
    """The value of the setting `name`."""
    return getattr(settings, name, DEFAULTS[name])
