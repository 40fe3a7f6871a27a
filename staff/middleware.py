"""Closes the admin to readers of enquiries who showed no second factor, and to anyone after an idle hour."""

import time
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseForbidden
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from . import access

SEEN = "staff_seen"
# How often the time of the last request is written, in seconds.
SEEN_STEP = 300
# Requests that an open tab makes by itself.
BACKGROUND = ("/admin/editing-sessions/", "/admin/jsi18n/", "/admin/sprite/")
# Reachable without a second factor: nothing of the site's is shown there.
OPEN = ("/admin/logout/", "/admin/login/", "/admin/password_reset/", "/admin/jsi18n/", "/admin/sprite/")


class SecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        in_admin = request.path_info.startswith("/admin/")
        in_accounts = request.path_info.startswith("/accounts/")
        if not (in_admin or in_accounts) or not request.user.is_authenticated:
            return self.get_response(request)
        if self.is_idle(request):
            logout(request)
            return redirect(settings.LOGIN_URL)
        if in_admin and not request.path_info.startswith(OPEN) and access.must_show_second_factor(request):
            return self.ask(request)
        if in_accounts:
            return self.in_own_language(request)
        return self.get_response(request)

    def is_idle(self, request):
        """Whether nobody has used this session for too long; otherwise remembers that someone does."""
        now, seen = time.time(), request.session.get(SEEN)
        if seen is not None and now - seen > settings.SESSION_IDLE_SECONDS:
            return True
        if not request.path_info.startswith(BACKGROUND) and (seen is None or now - seen > SEEN_STEP):
            request.session[SEEN] = now
        return False

    def ask(self, request):
        """Leads to the second factor: to show it where there is one, to enrol it where there is none."""
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return HttpResponseForbidden()
        if is_mfa_enabled(request.user):
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
        messages.info(
            request,
            _("Your role can open enquiries. Please set up a second way to prove that it is you."),
        )
        return redirect("mfa_index")

    def in_own_language(self, request):
        """The account pages speak the language chosen in the admin."""
        profile = getattr(request.user, "wagtail_userprofile", None)
        language = profile.preferred_language if profile else ""
        if not language:
            return self.get_response(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            if hasattr(response, "render") and callable(response.render):
                response.render()
            return response
