"""Takes from each response, for visitors or for staff, the cookies that the policy does not declare."""

from privacy.guards import cookies
from website.surfaces import is_staff_path


class CookieGuardMiddleware:
    """Outside everything that sets cookies. A response without any costs nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.cookies or "Set-Cookie" in response.headers:
            surface = cookies.ADMIN if is_staff_path(request.path_info) else cookies.PUBLIC
            cookies.keep_declared(response, surface=surface, carried=request.COOKIES)
        return response
