"""Addresses of this room that aren't pages; `website.urls` includes both lists."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

root_patterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]

# Below /vi/ and /en/.
localised_patterns = [
    # Translators: part of an address; plain lower-case letters, digits and hyphens, with the final slash.
    path(pgettext_lazy("address", "search/"), views.search, name="search"),
    path("news.atom", views.news_feed, name="news_feed"),
]
