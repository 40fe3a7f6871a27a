"""Cross-site posts are refused: by token on the staff side, by origin everywhere else.

Public forms carry no cookie, so there is no ambient authority to abuse and nothing to put a token into;
what remains is to refuse a post that a browser says came from another site.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware

from website.errors import refuse
from website.surfaces import is_staff_path

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


def own_origins(request):
    """The origins a post may come from: this address, and the declared ones."""
    return {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def is_same_origin(request):
    """What the browser says of where an unsafe request comes from.

    `Origin` and `Sec-Fetch-Site` must both agree where present; `Referer` counts where both are missing.
    With none of the three the client is no browser we know: allowed only if it brought no cookie.

    `Origin: null` says nothing beside a Sec-Fetch-Site that names this site: so does a browser that gives no
    referrer. Alone it is a stranger's: a sandboxed frame, a redirect from elsewhere (ADR 0006).
    """
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    if origin == "null" and site == "same-origin":
        return True
    if origin is not None and origin not in own_origins(request):
        return False
    if site is not None and site not in {"same-origin", "none"}:
        return False
    if origin is not None or site is not None:
        return True
    referer = request.headers.get("Referer")
    if referer is not None:
        try:
            parts = urlsplit(referer)
        except ValueError:
            return False
        return f"{parts.scheme}://{parts.netloc}" in own_origins(request)
    return not request.COOKIES


class OriginOrCsrfMiddleware(CsrfViewMiddleware):
    """Django's CSRF protection under /admin/ and /accounts/, the origin check elsewhere."""

    def process_request(self, request):
        if is_staff_path(request.path_info):
            super().process_request(request)

    def process_view(self, request, callback, callback_args, callback_kwargs):
        if is_staff_path(request.path_info):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        if request.method in SAFE_METHODS or getattr(callback, "csrf_exempt", False):
            return None
        if not is_same_origin(request):
            return refuse(request, 403)
        return None

    def process_response(self, request, response):
        if is_staff_path(request.path_info):
            return super().process_response(request, response)
        return response
