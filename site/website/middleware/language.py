"""The language of a request, and the way back for an address without its language prefix."""

from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from website.surfaces import FILE_PREFIXES, is_staff_path


class SiteLocaleMiddleware(LocaleMiddleware):
    """Django's, which sends `/lien-he/` on to `/vi/lien-he/`: but only what a reader may have typed.

    A missing file, a staff address that doesn't exist for this visitor and a post stay what they are: 404.
    """

    def process_response(self, request, response):
        path = request.path_info
        is_page = request.method in {"GET", "HEAD"} and "." not in path.rpartition("/")[2]
        if response.status_code == 404 and (
            not is_page or is_staff_path(path) or path.startswith(FILE_PREFIXES)
        ):
            response.headers.setdefault("Content-Language", translation.get_language())
            return response
        return super().process_response(request, response)
