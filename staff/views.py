"""Pages of signing in that are not allauth's, and the answer of what is closed."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from . import access, demo, services


def closed(request, **kwargs):
    """In the place of what Wagtail offers and this site does not."""
    raise Http404


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def demo_sign_in(request, uid, token):
    """GET shows one button, POST signs in: whoever merely previews the link does not spend it.

    404 unless this is the demo and the client sits on the demo's machine.
    """
    if not settings.DEMO or not access.is_local(request):
        raise Http404
    user = demo.user_for(uid, token)
    with translation.override(translation.get_language_from_request(request)):
        if user is None:
            return render(request, "staff/demo_link_spent.html", status=410)
        if request.method == "POST":
            if services.sign_in_by_demo_link(request=request, user=user):
                return redirect("wagtailadmin_home")
            return render(request, "staff/demo_link_spent.html", status=410)
        return render(request, "staff/demo_sign_in.html", {"demo_user": user})
