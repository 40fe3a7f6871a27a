"""The numbers of the privacy centre, as settings with defaults; a setting of the same name replaces one."""

import os

from django.conf import settings

DEFAULTS = {
    # Where the centre is when this process can't open anything (role web); empty: the page explains.
    "PRIVACY_CENTRE_URL": "",
    # How long a mailed code holds, and how many wrong ones end it.
    "CENTRE_CODE_MINUTES": 15,
    "CENTRE_CODE_DIGITS": 8,
    "CENTRE_CODE_ATTEMPTS": 5,
    # A visit ends after so long without a request, and after so long at the latest.
    "CENTRE_IDLE_MINUTES": 30,
    "CENTRE_LONGEST_MINUTES": 120,
    "CENTRE_EXPORT_HOURS": 24,
    # Codes asked for and codes tried: per window, for one address or number, and from one client.
    "CENTRE_RATE_WINDOW_SECONDS": 3600,
    "CENTRE_RATE_ADDRESS": 5,
    "CENTRE_RATE_CLIENT": 30,
    "CENTRE_RATE_TRIES": 60,
    # How many proxies of ours stand before this process and add to X-Forwarded-For.
    "ALLAUTH_TRUSTED_PROXY_COUNT": 0,
}


def setting(name):
    """The setting `name`; the environment may set one too, else its default holds."""
    if hasattr(settings, name):
        return getattr(settings, name)
    default = DEFAULTS[name]
    return type(default)(os.environ.get(name, default))
