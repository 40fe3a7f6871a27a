"""Which part of the site an address belongs to, and in which language to answer it."""

from django.conf import settings
from django.utils import translation

STAFF_PREFIXES = ("/admin/", "/accounts/")
# Answered without a page around them: files and machine-readable probes.
FILE_PREFIXES = ("/static/", "/media/", "/healthz")


def is_staff_path(path):
    """True for the addresses behind sign-in, which keep sessions and CSRF tokens."""
    return path.startswith(STAFF_PREFIXES) or path in {"/admin", "/accounts"}


def is_public_path(path):
    return not is_staff_path(path)


def language_for(request):
    """The language to answer `request` in, before or without the locale middleware: address, then header."""
    from_path = translation.get_language_from_path(request.path_info)
    return from_path or translation.get_language_from_request(request) or settings.LANGUAGE_CODE
