"""The demo site's pages and frame as tables: which content stands where in the tree."""

from home.models import FaqPage, NewsIndexPage, NewsPage, ServiceIndexPage, ServicePage, StandardPage

from .content_about import ABOUT, PROTECTION
from .content_chrome import (
    ANNOUNCEMENT,
    CALL_TO_ACTION,
    CLOSURES,
    COMPANY,
    FOOTER,
    FOOTER_COLUMNS,
    NAVIGATION,
    NAVIGATION_ACTION,
    WEEK,
)
from .content_cloud_server import CLOUD_SERVER
from .content_domain_email import DOMAIN_EMAIL
from .content_faq import FAQ
from .content_home import HOME
from .content_hosting import HOSTING
from .content_news import BACKUP, HOSTING_CHOICE, MOBILE_SPEED, NEWS
from .content_news_law import DOMAIN_VN, LAW
from .content_services import SERVICES
from .content_web_design import WEB_DESIGN

# (page type, key, content, key of the parent), parents first.
PAGES = [
    (ServiceIndexPage, "services", SERVICES, "home"),
    (ServicePage, "web-design", WEB_DESIGN, "services"),
    (ServicePage, "hosting", HOSTING, "services"),
    (ServicePage, "cloud-server", CLOUD_SERVER, "services"),
    (ServicePage, "domain-email", DOMAIN_EMAIL, "services"),
    (NewsIndexPage, "news", NEWS, "home"),
    (NewsPage, "news-domain", DOMAIN_VN, "news"),
    (NewsPage, "news-backup", BACKUP, "news"),
    (NewsPage, "news-hosting", HOSTING_CHOICE, "news"),
    (NewsPage, "news-speed", MOBILE_SPEED, "news"),
    (NewsPage, "news-law", LAW, "news"),
    (FaqPage, "faq", FAQ, "home"),
    (StandardPage, "about", ABOUT, "home"),
    (StandardPage, "protection", PROTECTION, "home"),
]


def _link(label, page):
    return {"label": label, "page": page}


NAVIGATION_CONTENT = {
    "items": [
        ("link", _link(label, page) | {"children": [_link(*child) for child in children]})
        for label, page, children in NAVIGATION
    ],
    **NAVIGATION_ACTION,
}

FOOTER_CONTENT = {
    "columns": [
        ("column", {"heading": heading, "links": [_link(*link) for link in links]})
        for heading, links in FOOTER_COLUMNS
    ],
    **FOOTER,
    "newsletter_form": "newsletter",
}

CALL_TO_ACTION_CONTENT = {**CALL_TO_ACTION, "page": "callback", "callback_form": "callback"}

ANNOUNCEMENT_CONTENT = {"active": True, **ANNOUNCEMENT}

OPENING_HOURS = {
    "week": [("open", span) for span in WEEK],
    "closures": [("closed", closure) for closure in CLOSURES],
}

__all__ = [
    "ANNOUNCEMENT_CONTENT",
    "CALL_TO_ACTION_CONTENT",
    "COMPANY",
    "FOOTER_CONTENT",
    "HOME",
    "NAVIGATION_CONTENT",
    "OPENING_HOURS",
    "PAGES",
]
