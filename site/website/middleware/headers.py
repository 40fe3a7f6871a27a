"""Security headers: the strictest policy on the public site, the strictest Wagtail can run under for staff.

Hosts beyond this one come from the recipients register, the same rows that the policy page prints.
"""

import logging

from django.conf import settings
from django.db import DatabaseError

from website import admin_csp
from website.surfaces import is_staff_path

logger = logging.getLogger(__name__)

# No page of this site uses any of these; the staff side signs in with passkeys.
DENIED_FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
PUBLIC_FEATURES = ", ".join(
    f"{name}=()" for name in [*DENIED_FEATURES, "publickey-credentials-create", "publickey-credentials-get"]
)
STAFF_FEATURES = ", ".join(
    [
        *(f"{name}=()" for name in DENIED_FEATURES),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)

# What browsers heed on documents only. On our own static files they would be half a kilobyte for nothing.
DOCUMENT_HEADERS = ("Cross-Origin-Opener-Policy", "Referrer-Policy", "X-Frame-Options")

PUBLIC_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "media-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}


def written(policy):
    """A policy as the header's value."""
    return "; ".join(f"{directive} {' '.join(sources)}" for directive, sources in policy.items())


def public_policy():
    """The public site's policy with the hosts of the declared recipients."""
    from privacy.services import recipients_hosts

    policy = {directive: list(sources) for directive, sources in PUBLIC_POLICY.items()}
    for directive, hosts in sorted(recipients_hosts().items()):
        if hosts:
            policy.setdefault(directive, []).extend(sorted(hosts))
    return policy


class SecurityHeadersMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path_info.startswith(settings.STATIC_URL) and response.status_code < 400:
            for name in DOCUMENT_HEADERS:
                response.headers.pop(name, None)
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
            return response
        staff = is_staff_path(request.path_info)
        response.headers.setdefault("Permissions-Policy", STAFF_FEATURES if staff else PUBLIC_FEATURES)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if staff:
            admin_csp.apply(request, response)
        else:
            if response.headers.get("Content-Type", "").startswith("text/html"):
                response.headers["Content-Security-Policy"] = written(self.policy_for(response))
            else:
                response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        return response

    def policy_for(self, response):
        # An error page must not depend on the database that may have caused it, and embeds nothing.
        if response.status_code >= 500:
            return PUBLIC_POLICY
        try:
            return public_policy()
        except DatabaseError:
            logger.exception("The declared hosts could not be read")
            return PUBLIC_POLICY
