"""Who may see the ledger and record what somebody said. Who may not enter learns of no door: 404."""

from django.http import Http404

from vault.access import holds, may_open

SEE_LEDGER = "privacy.see_ledger"


def may_see_ledger(user):
    """Whether `user` may look decisions up and prove them."""
    return holds(user, SEE_LEDGER)


def may_record_calls(user):
    """Whether `user` may record what somebody decided on the phone.

    Whoever may read what people send answers their calls too, and a withdrawal must not wait for an officer.
    """
    return may_open(user)


def require(allowed):
    """404 unless `allowed`."""
    if not allowed:
        raise Http404
