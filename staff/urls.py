"""Addresses of signing in, and what of Wagtail's is closed. Only what this site uses of allauth."""

from allauth.account import urls as allauth_account_urls
from allauth.mfa import urls as allauth_mfa_urls
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from . import views

SIGN_IN = RedirectView.as_view(pattern_name="account_login", query_string=True)

# Before Wagtail's own, which would sign in by password alone, or offer to hide what is public (ADR 0120).
closed_admin_patterns = [
    path("login/", SIGN_IN),
    re_path(r"^password_reset/.*$", RedirectView.as_view(pattern_name="account_reset_password")),
    path("pages/<int:pk>/privacy/", views.closed),
    path("collections/<int:pk>/privacy/", views.closed),
]

account_patterns = [
    path("demo/<slug:uid>/<str:token>/", views.demo_sign_in, name="staff_demo_sign_in"),
    # Addresses are kept in the admin's user form; there is no sign-up.
    path("email/", RedirectView.as_view(pattern_name="wagtailadmin_account"), name="account_email"),
    path("signup/", SIGN_IN),
    path("", include(allauth_account_urls)),
    path("2fa/", include(allauth_mfa_urls)),
]
