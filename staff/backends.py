"""Signing in is allauth's; an account that is held back has none of the watched rights, however asked."""

from allauth.account.auth_backends import AuthenticationBackend

from vault.access import is_held_back

from .roles import WATCHED


class StaffBackend(AuthenticationBackend):
    def get_all_permissions(self, user_obj, obj=None):
        found = super().get_all_permissions(user_obj, obj)
        return found - WATCHED if found & WATCHED and is_held_back(user_obj) else found
