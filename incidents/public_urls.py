"""Addresses of the public status pages, below /vi/ and /en/; `website.urls` includes them."""

from django.urls import include, path
from django.utils.translation import pgettext_lazy

from .views import public

localised_patterns = [
    # Translators: part of an address; plain lower-case letters, digits and hyphens, with the final slash.
    path(
        pgettext_lazy("address", "incidents/"),
        include([path("<slug:code>/", public.status, name="incident_status")]),
    ),
]
