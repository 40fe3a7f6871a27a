"""Public addresses of this room; `website.urls` includes both lists. Each part has its own views module."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import board, receipts

root_patterns = [
    path(".well-known/receipt-keys.json", receipts.public_keys, name="receipt_keys"),
]

# Below /vi/ and /en/. The words are translated apart from the placeholders.
localised_patterns = [
    # Translators: part of an address; plain lower-case letters, digits and hyphens, with the final slash.
    path(pgettext_lazy("address", "promises/"), board.promises, name="promises"),
    # Translators: part of an address; plain lower-case letters, digits and hyphens, with the final slash.
    path(pgettext_lazy("address", "verify-receipt/"), receipts.verify, name="verify_receipt"),
    # Translators: part of an address; keep what stands in angle brackets.
    path(pgettext_lazy("address", "receipt/<str:token>/"), receipts.receipt, name="receipt"),
    path(
        # Translators: part of an address; keep what stands in angle brackets.
        pgettext_lazy("address", "receipt/<str:token>/receipt.json"),
        receipts.receipt_json,
        name="receipt_json",
    ),
]
