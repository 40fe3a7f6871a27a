"""Addresses of the privacy centre, below /vi/ and /en/; `website.urls` includes them.

They exist in every process, so that every page can link to them; one without private keys sends visitors
on (ADR 0065).
"""

from django.urls import include, path
from django.utils.translation import pgettext_lazy

from .views import acting, entry, overview

pages = [
    path("", overview.centre, name="privacy_centre"),
    path(pgettext_lazy("address", "code/"), entry.code, name="privacy_centre_code"),
    path(pgettext_lazy("address", "prove/"), entry.prove, name="privacy_centre_prove"),
    path(pgettext_lazy("address", "leave/"), entry.leave, name="privacy_centre_leave"),
    path(pgettext_lazy("address", "goodbye/"), entry.ended, name="privacy_centre_ended"),
    path(pgettext_lazy("address", "show/"), overview.reveal, name="privacy_centre_reveal"),
    path(pgettext_lazy("address", "withdraw/"), acting.withdraw, name="privacy_centre_withdraw"),
    path(pgettext_lazy("address", "agree/"), acting.give, name="privacy_centre_give"),
    path(pgettext_lazy("address", "limit/"), acting.limit, name="privacy_centre_limit"),
    path(pgettext_lazy("address", "lift/"), acting.lift, name="privacy_centre_lift"),
    path(pgettext_lazy("address", "correct/"), acting.correct, name="privacy_centre_correct"),
    path(pgettext_lazy("address", "copy/"), acting.archive, name="privacy_centre_archive"),
    path(pgettext_lazy("address", "copy/take/"), acting.take, name="privacy_centre_take"),
    path(pgettext_lazy("address", "erase/"), acting.erase, name="privacy_centre_erase"),
    path(pgettext_lazy("address", "request/<slug:kind>/"), acting.ask, name="privacy_centre_ask"),
    path(pgettext_lazy("address", "receipt/<str:token>/"), entry.by_receipt, name="privacy_centre_receipt"),
]

# Translators: part of an address; plain lower-case letters, digits and hyphens, with the final slash.
localised_patterns = [path(pgettext_lazy("address", "privacy/"), include(pages))]
