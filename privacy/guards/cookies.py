"""Lets a response set only the cookies that the policy in force declares as strictly necessary.

None lives longer than declared.
"""

import time

from django.conf import settings
from django.db import DatabaseError
from django.utils.http import parse_http_date_safe

from .. import declared
from ..models import StoredItem
from . import alarms

PUBLIC, ADMIN = StoredItem.Surface.PUBLIC, StoredItem.Surface.ADMIN
DAY = 24 * 3600


def essentials():
    """Names of the cookies without which nobody could sign in to mend the policy; let through for staff."""
    return {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}


def declared_cookies(surface):
    """The cookies that the policy in force lets the site set for visitors or for staff; [] before the first.

    The strictly necessary ones: the policy says of any other “only with your consent”, and nothing here asks
    for that.
    """
    in_force = declared.current()
    items = in_force.any_language("storeditem").values() if in_force else ()
    return [
        each
        for each in items
        if each.kind == StoredItem.Kind.COOKIE and each.surface == surface and each.essential
    ]


def undeclared_essentials():
    """Essential staff cookies that the policy in force should list and does not; [] before the first."""
    if declared.current() is None:
        return []
    items = declared_cookies(ADMIN)
    return sorted(name for name in essentials() if entry_for(name, items) is None)


def entry_for(name, items):
    """The first of the declared `items` that covers the cookie `name`, or None."""
    for item in items:
        if item.key == name or (item.key.endswith("*") and name.startswith(item.key[:-1])):
            return item
    return None


def keep_declared(response, *, surface, carried=()):
    """Takes undeclared cookies out of `response` and shortens those that would outlive their declaration.

    `carried` are the cookies that the request brought. Staff who look at the public site bring theirs, and
    these are silently not renewed there. Deleting a cookie is always allowed.
    """
    if raw := response.headers.pop("Set-Cookie", None):
        # Set as a bare header: it passes the same way as all others.
        response.cookies.load(raw[1])
    if not response.cookies:
        return
    staff = essentials()
    try:
        items = declared_cookies(surface)
    except DatabaseError:
        items = []
    for name in list(response.cookies):
        morsel = response.cookies[name]
        entry = entry_for(name, items)
        if entry is not None:
            shorten(morsel, entry.lifetime_days)
        elif surface == PUBLIC and name in staff and (name in carried or is_deletion(morsel)):
            del response.cookies[name]
        elif not is_deletion(morsel) and not (surface == ADMIN and name in staff):
            del response.cookies[name]
            alarms.note(alarms.COOKIE, name)
    alarms.flush()


def is_deletion(morsel):
    return not morsel.value and str(morsel["max-age"]) == "0"


def shorten(morsel, days):
    """Cuts the cookie's life to `days`; 0 means that it ends with the browser."""
    if is_deletion(morsel) or (morsel["max-age"] == "" and not morsel["expires"]):
        return
    if days == 0:
        morsel["max-age"] = morsel["expires"] = ""
    elif not 0 <= _seconds(morsel) <= days * DAY:
        morsel["max-age"] = days * DAY
        morsel["expires"] = ""


def _seconds(morsel):
    """How long the browser would keep it; -1 for what can't be read. Max-Age wins (RFC 6265 5.3)."""
    if morsel["max-age"] != "":
        try:
            return int(morsel["max-age"])
        except ValueError:
            return -1
    moment = parse_http_date_safe(morsel["expires"])
    return -1 if moment is None else max(0, moment - time.time())
