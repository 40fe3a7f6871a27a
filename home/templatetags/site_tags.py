"""The frame of every page and what its head says: `{% chrome as site_chrome %}`, `{% head_meta %}`."""

from django import template
from django.conf import settings
from wagtail.models import Page

from common.structured import script
from common.translations import alternates, breadcrumbs, site_root_url
from home import chrome as frame
from home import structured_data
from home.models import NewsPage

register = template.Library()

SOCIAL_IMAGE_FILTER = "fill-1200x630|format-jpeg"
OG_LOCALES = {"vi": "vi_VN", "en": "en_GB"}


def _page(context):
    page = context.get("page")
    return page if isinstance(page, Page) else None


@register.simple_tag(takes_context=True)
def chrome(context):
    """Company, navigation, footer, call to action, announcement, languages, home; see `home.chrome`."""
    return frame.gather(context.get("request"), _page(context))


@register.simple_tag(takes_context=True, name="breadcrumbs")
def breadcrumbs_tag(context):
    """The live pages from home to the current one; empty without a page."""
    page = _page(context)
    return _crumbs(context, page) if page else []


def _crumbs(context, page):
    request = context.get("request")
    known = getattr(request, "_crumbs", None)
    if known and known[0] == page.pk:
        return known[1]
    crumbs = breadcrumbs(page) if page.path else []
    if request is not None:
        request._crumbs = (page.pk, crumbs)
    return crumbs


@register.inclusion_tag("home/_head_meta.html", takes_context=True)
def head_meta(context):
    """Title, description, canonical address, alternates, Open Graph and JSON-LD of the current page.

    A view without a page gives `title` in its context, and `noindex` where it should stay out of search.
    """
    request = context.get("request")
    page = _page(context)
    site = frame.gather(request, page)
    root = site_root_url(request)
    company = site.company
    brand = company.trade_name if company else ""
    title = (page.seo_title or page.title) if page else str(context.get("title") or "")
    if page is None:
        return {
            "title": _branded(title, brand),
            "brand": brand,
            "noindex": True,
            "json_ld": script(structured_data.describe(None, chrome=site, root=root, crumbs=[])),
        }
    image = _social_image(page, company)
    image_url = f"{root}{image.url}" if image and image.url.startswith("/") else (image.url if image else "")
    crumbs = _crumbs(context, page)
    return {
        "title": _branded(title, brand),
        "social_title": title,
        "brand": brand,
        "description": _description(page, company),
        "canonical": _canonical(request, root, page),
        "alternates": _alternates(root, page),
        "og_locale": _og_locale(page.locale.language_code),
        "other_og_locales": [
            _og_locale(code) for code in alternates(page) if code != page.locale.language_code
        ],
        "image": image,
        "image_url": image_url,
        "is_article": isinstance(page, NewsPage),
        "noindex": bool(context.get("noindex")) or not getattr(page, "is_listed", True),
        "json_ld": script(
            structured_data.describe(page, chrome=site, root=root, crumbs=crumbs, image=image_url)
        ),
    }


@register.simple_tag(takes_context=True)
def branded(context, title):
    """A title of a page's further view as the browser shows it, with the company's name."""
    company = frame.gather(context.get("request"), _page(context)).company
    return _branded(title, company.trade_name if company else "")


def _og_locale(code):
    """`code` as Open Graph names languages: with a territory."""
    return OG_LOCALES.get(code, code)


def _branded(title, brand):
    """ "Hosting – WEBSCLOUD"; a title that already names the company stays as it is."""
    if not title or not brand or brand.casefold() in title.casefold():
        return title or brand
    return f"{title} – {brand}"


def _description(page, company):
    own = getattr(page, "social_description", page.search_description)
    return own or (company.description if company else "")


def _canonical(request, root, page):
    """The one address of what is shown: an alias names its original, a later page of a list itself."""
    source = page.alias_of if page.alias_of_id else page
    if source.url is None:
        return ""
    address = structured_data.absolute(root, source)
    number = request.GET.get("page", "") if request else ""
    return (
        f"{address}?page={number}" if number.isascii() and number.isdigit() and int(number) > 1 else address
    )


def _alternates(root, page):
    """hreflang entries, only when there is more than one language; the default language for all others."""
    found = alternates(page)
    if len(found) < 2:
        return []
    entries = [(code, structured_data.absolute(root, each)) for code, each in sorted(found.items())]
    if page.is_site_root():
        # The bare address chooses by the visitor's own languages.
        entries.append(("x-default", f"{root}/"))
    elif settings.LANGUAGE_CODE in found:
        entries.append(("x-default", structured_data.absolute(root, found[settings.LANGUAGE_CODE])))
    return entries


def _social_image(page, company):
    picture = getattr(page, "social_picture", None) or getattr(page, "social_image", None)
    picture = picture or (company.social_image if company else None)
    return picture.get_rendition(SOCIAL_IMAGE_FILTER) if picture else None
