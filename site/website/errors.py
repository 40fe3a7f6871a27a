"""Every refusal as a page in the visitor's language: what happened and what to do, never a traceback."""

import logging

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from .surfaces import language_for

logger = logging.getLogger("website.errors")

# The last resort, when even the error page can't be rendered (the database may be down).
BARE_PAGE = (
    "<!doctype html><html lang=vi><meta charset=utf-8><title>500</title>"
    "<main id=main><h1>Hệ thống đang gặp sự cố</h1><p>Xin vui lòng thử lại sau ít phút.</p>"
    "<p lang=en>Something went wrong on our side. Please try again in a few minutes.</p></main></html>"
)


def texts(status):
    """Title and explanation for an HTTP status, in the active language."""
    return {
        400: (
            _("We could not read that request"),
            _("Part of what was sent is damaged. Please go back and try again."),
        ),
        403: (
            _("That request was refused"),
            _("It did not come from a page of this site. Please open the page here and try again."),
        ),
        404: (_("Page not found"), _("The page may have moved or no longer exists.")),
        405: (_("That can't be done here"), _("This address can only be read.")),
        413: (
            _("That is too much at once"),
            _("It is larger than this site accepts. Please shorten the text or choose smaller files."),
        ),
        415: (
            _("We could not read that request"),
            _(
                "It was sent in a way that this site does not understand. Please open the page again and try "
                "once more."
            ),
        ),
        429: (_("Too many requests"), _("Please wait a few minutes and try again.")),
        500: (_("Something went wrong on our side"), _("Please try again in a few minutes.")),
    }[status]


def refuse(request, status):
    """The error page for `status`. Uses `<status>.html`, or `error.html` for the rarer ones."""
    with translation.override(language_for(request)):
        title, message = texts(status)
        try:
            html = render_to_string(
                [f"{status}.html", "error.html"],
                {"status": status, "title": title, "message": message},
                request=request,
            )
        except Exception:
            # An error page must come out even when what it is made of is broken; the log says why.
            logger.exception("The error page for %s could not be rendered", status)
            html = BARE_PAGE
        response = HttpResponse(html, status=status, content_type="text/html; charset=utf-8")
        response["Content-Language"] = translation.get_language()
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request, exception=None):
    from django.core.exceptions import RequestDataTooBig

    return refuse(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request, exception=None):
    return refuse(request, 403)


@requires_csrf_token
def page_not_found(request, exception=None):
    return refuse(request, 404)


def server_error(request):
    return refuse(request, 500)


def csrf_failure(request, reason=""):
    """Shown instead of Django's own page when a token of the staff side is missing or wrong."""
    return refuse(request, 403)
