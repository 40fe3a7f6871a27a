"""Settings of this room and their defaults; each can be set in the project's settings under its name."""

import os

from django.conf import settings

DEFAULTS = {
    # How many posts from one address in one window before an enquiry is held, and before it is refused.
    "FORMS_RATE_WINDOW_SECONDS": 600,
    "FORMS_RATE_SOFT": 20,
    "FORMS_RATE_HARD": 120,
    # How many reverse proxies of ours stand before this process and add to X-Forwarded-For.
    "ALLAUTH_TRUSTED_PROXY_COUNT": 0,
    "FORMS_CHALLENGE_SECONDS": 1200,
    "FORMS_CHALLENGE_COST": 1000,
    "FORMS_CHALLENGE_COUNTER": 2000,
    "FORMS_MOST_LINKS": 3,
    "FORMS_MOST_BODY_BYTES": 16 * 1024 * 1024,
}


def get(name):
    """The value of the setting `name`; the environment may set the whole numbers too."""
    if hasattr(settings, name):
        return getattr(settings, name)
    return int(os.environ.get(name, DEFAULTS[name]))
