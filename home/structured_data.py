"""What search engines are told about each page type, as schema.org objects."""

from django.utils import timezone

from common.structured import drop_empty, plain

from .models import FaqPage, NewsPage, ServicePage


def describe(page, *, chrome, root, crumbs, image=""):
    """The objects for `page`: the company always, the rest by what the page is and holds."""
    items = []
    company = organization(chrome.company, root=root)
    if company:
        items.append(company)
    if page is None:
        return items
    if len(crumbs) > 1:
        items.append(breadcrumb_list(crumbs, root=root))
    if isinstance(page, ServicePage):
        items.append(service(page, root=root))
    if isinstance(page, NewsPage):
        items.append(article(page, root=root, image=image))
    questions = list(asked(page))
    if questions and isinstance(page, FaqPage | ServicePage):
        items.append(faq(page, questions, root=root))
    return items


def organization(company, *, root):
    """The owner of the site, from the company identity."""
    if company is None:
        return None
    return drop_empty(
        {
            "@type": "Organization",
            "@id": f"{root}/#organization",
            "name": company.trade_name or company.name,
            "legalName": company.name,
            "url": f"{root}/",
            "description": company.description,
            "taxID": company.tax_code,
            "address": company.head_office,
            "email": company.email,
            "telephone": company.hotline or company.phone,
        }
    )


def breadcrumb_list(crumbs, *, root):
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": crumb.title, "item": absolute(root, crumb)}
            for position, crumb in enumerate(crumbs, 1)
        ],
    }


def service(page, *, root):
    """A service with one offer for each plan whose price is a plain amount."""
    offers = [
        drop_empty(
            {
                "@type": "Offer",
                "name": plan["name"],
                "description": " ".join(filter(None, [plan["summary"], plan["period"]])),
                "price": str(plan.amount),
                "priceCurrency": "VND",
                "url": absolute(root, page),
            }
        )
        for block in page.body
        if block.block_type == "plans"
        for plan in block.value["plans"]
        if plan.amount is not None
    ]
    return drop_empty(
        {
            "@type": "Service",
            "@id": f"{absolute(root, page)}#service",
            "name": page.title,
            "description": page.social_description,
            "url": absolute(root, page),
            "provider": {"@id": f"{root}/#organization"},
            "offers": offers,
        }
    )


def article(page, *, root, image):
    return drop_empty(
        {
            "@type": "NewsArticle",
            "headline": page.title,
            "description": page.social_description,
            "datePublished": page.date.isoformat(),
            "dateModified": _iso(page.last_published_at),
            "inLanguage": page.locale.language_code,
            "mainEntityOfPage": absolute(root, page),
            "image": image,
            "author": {"@id": f"{root}/#organization"},
            "publisher": {"@id": f"{root}/#organization"},
        }
    )


def asked(page):
    """Every question and answer on the page."""
    for block in getattr(page, "body", ()):
        if block.block_type == "questions":
            for item in block.value["items"]:
                yield item["question"], plain(item["answer"])


def faq(page, questions, *, root):
    return {
        "@type": "FAQPage",
        "@id": f"{absolute(root, page)}#questions",
        "inLanguage": page.locale.language_code,
        "mainEntity": [
            {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for question, answer in questions
        ],
    }


def absolute(root, page):
    return f"{root}{page.url}" if page.url.startswith("/") else page.url


def _iso(moment):
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
