"""Writes what was done to a request into its history."""

from vault import services as vault

from .models import RequestEvent

NOTE_KIND = "privacy_request_note"


def log(request, kind, /, *, by=None, words="", **detail):
    """Appends one step; part of the caller's transaction.

    `detail` holds codes and dates. `words` are what the officer wrote: they are sealed under the person's
    key, because people write about people.
    """
    record = None
    if words.strip():
        record = vault.store(request.person, kind=NOTE_KIND, data={"text": words.strip()}, masks={})
    return RequestEvent.objects.create(
        request=request, kind=kind, actor=by, actor_name=name(by), detail=detail, record=record
    )


def name(user):
    """A colleague's name as histories keep it; empty where a process acted."""
    return (user.get_full_name() or user.get_username()) if user else ""
