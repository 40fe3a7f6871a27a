"""The page types of the site, and the editable pieces that frame every page."""

from .frame import Announcement, CallToAction, CompanyIdentity, Footer, Navigation
from .hours import OpeningHours
from .pages import (
    FaqPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    ServiceIndexPage,
    ServicePage,
    StandardPage,
)

__all__ = [
    "Announcement",
    "CallToAction",
    "CompanyIdentity",
    "FaqPage",
    "Footer",
    "HomePage",
    "Navigation",
    "NewsIndexPage",
    "NewsPage",
    "OpeningHours",
    "ServiceIndexPage",
    "ServicePage",
    "StandardPage",
]
