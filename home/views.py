"""Addresses without a page behind them: search, feed, and the files that machines ask for."""

from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from common.blocks import share_root_paths
from common.translations import site_root_url

from . import chrome, structured_data
from .models import CompanyIdentity, NewsIndexPage, NewsPage
from .search import clean_query, find, specific

RESULTS_PER_PAGE = 10
FEED_LENGTH = 20
# RFC 9116 asks for an expiry less than a year ahead.
SECURITY_TXT_LIFETIME = timedelta(days=180)


@require_safe
def search(request):
    """Results for `?q=`, in the language of the address."""
    query = clean_query(request.GET.get("q", ""))
    language = translation.get_language()
    results = None
    if query:
        results = Paginator(find(query, language=language), RESULTS_PER_PAGE).get_page(
            request.GET.get("page")
        )
        results.object_list = specific(results.object_list)
    context = {"query": query, "results": results, "title": _("Search")}
    return TemplateResponse(request, "home/search.html", context)


@require_safe
def news_feed(request):
    """The newest articles of a language as an Atom feed; 404 where there is no news page."""
    language = translation.get_language()
    index = NewsIndexPage.objects.live().filter(locale__language_code=language).first()
    if index is None:
        raise Http404
    root = site_root_url(request)
    company = chrome.piece(CompanyIdentity, language)
    feed = Atom1Feed(
        title=" – ".join(filter(None, [index.title, company.trade_name if company else ""])),
        link=structured_data.absolute(root, index),
        description=index.intro,
        language=language,
        feed_url=f"{root}{reverse('news_feed')}",
        author_name=company.name if company else "",
    )
    articles = NewsPage.objects.live().public().child_of(index).order_by("-date", "-pk")[:FEED_LENGTH]
    for article in share_root_paths(articles):
        address = structured_data.absolute(root, article)
        feed.add_item(
            title=article.title,
            link=address,
            description=article.social_description,
            unique_id=address,
            pubdate=timezone.make_aware(datetime.combine(article.date, datetime.min.time())),
            updateddate=article.last_published_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


@require_safe
def sitemap(request):
    """Every public page with its other languages; a constant number of queries."""
    root = site_root_url(request)
    pages = [page for page in share_root_paths(_listed_pages(request)) if page.url]
    by_key = {}
    for page in pages:
        by_key.setdefault(page.translation_key, []).append(page)
    urlset = [
        {
            "location": structured_data.absolute(root, page),
            "lastmod": page.last_published_at,
            "alternates": [
                {"location": structured_data.absolute(root, each), "lang_code": each.locale.language_code}
                for each in by_key[page.translation_key]
            ]
            if len(by_key[page.translation_key]) > 1
            else [],
        }
        for page in pages
    ]
    return TemplateResponse(request, "sitemap.xml", {"urlset": urlset}, content_type="application/xml")


def _listed_pages(request):
    site = Site.find_for_request(request) or Site.objects.filter(is_default_site=True).first()
    if site is None:
        return []
    pages = Page.objects.none()
    for home in site.root_page.get_translations(inclusive=True).live():
        pages |= Page.objects.descendant_of(home, inclusive=True)
    unlisted = [
        model
        for model in apps.get_models()
        if issubclass(model, Page) and not getattr(model, "is_listed", True)
    ]
    if unlisted:
        pages = pages.not_exact_type(*unlisted)
    return pages.live().public().filter(alias_of=None).select_related("locale").order_by("path")


@require_safe
def robots_txt(request):
    """What crawlers may read: everything but the staff's side, and where the sitemap is."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /accounts/", "", ""]
    return HttpResponse(
        "\n".join(lines) + f"Sitemap: {site_root_url(request)}{reverse('sitemap')}\n",
        content_type="text/plain; charset=utf-8",
    )


@require_safe
def security_txt(request):
    """Whom to tell about a security problem (RFC 9116); 404 until the company gives an address."""
    company = chrome.piece(CompanyIdentity, settings.LANGUAGE_CODE)
    contact = company and (company.security_email or company.email)
    if not contact:
        raise Http404
    # The same bytes all day, so that caches and comparisons stay quiet.
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    languages = ", ".join(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES)
    lines = [
        f"Contact: mailto:{contact}",
        f"Expires: {(today + SECURITY_TXT_LIFETIME).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        f"Preferred-Languages: {languages}",
        f"Canonical: {site_root_url(request)}{reverse('security_txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
