"""The few addresses of the project itself: the root's choice of language, uploads, the health probe."""

import mimetypes
import posixpath

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.documents.views.serve import serve as serve_document


@require_safe
def choose_language(request):
    """Sends a visitor of `/` to the language the browser prefers, Vietnamese otherwise."""
    language = preferred_language(request.headers.get("Accept-Language", ""))
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def preferred_language(accept):
    """The best of the site's languages for an Accept-Language header, else the default one."""
    for code, _weight in translation.trans_real.parse_accept_lang_header(accept.lower()):
        if code == "*":
            break
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


@require_safe
def media(request, path):
    """A picture out of the media folder, and nothing else that lies in it.

    Documents have a view of their own, which asks who may have them and lets no browser run them. Here an
    uploaded page or script would run as this site, and with the session of a colleague who opened it.
    """
    path = posixpath.normpath(path).lstrip("/")
    kind = mimetypes.guess_type(path)[0] or ""
    if path.startswith("documents/") or not kind.startswith("image/") or kind == "image/svg+xml":
        raise Http404
    return serve(request, path, document_root=settings.MEDIA_ROOT)


def document(request, document_id, document_filename):
    """An uploaded document, as Wagtail serves it, but for the encoding "None" that it states of most."""
    response = serve_document(request, document_id, document_filename)
    if response.get("Content-Encoding") == "None":
        del response["Content-Encoding"]
    return response


@never_cache
@require_safe
def healthz(request):
    """Answers `ok` when this process reaches its database. Says nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
