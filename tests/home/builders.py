"""Small sites for tests: what a test doesn't name gets a plain default."""

import json
import uuid

from wagtail.models import Locale, Page, Site

from home.models import HomePage


def locale(code):
    return Locale.objects.get_or_create(language_code=code)[0]


def make_site(*, english=True):
    """A site with a Vietnamese home page, and an English one unless told otherwise; returns the homes."""
    Page.objects.filter(depth=2).delete()
    root = Page.get_first_root_node()
    home = HomePage(title="Trang chủ", slug="home", hero_title="Xin chào", locale=locale("vi"))
    root.add_child(instance=home)
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", port=80, root_page=home, is_default_site=True)
    if not english:
        return {"vi": home}
    return {"vi": home, "en": translated(home, title="Home", slug="home-en", hero_title="Hello")}


def add(model, parent, **fields):
    """A live page of `model` below `parent`, in its language. Streams are given as lists of (type, value)."""
    streams = {name: stream(value) for name, value in fields.items() if isinstance(value, list)}
    page = model(**{"title": model._meta.verbose_name, **fields, **streams, "locale": parent.locale})
    parent.add_child(instance=page)
    return page


def stream(blocks):
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def items(*values):
    """List block children in the form the database keeps them in."""
    return [{"type": "item", "id": str(uuid.uuid4()), "value": value} for value in values]


def translated(page, *, live=True, code="en", **fields):
    """A translation that is no alias, live unless told otherwise."""
    copy = page.copy_for_translation(locale(code))
    copy.alias_of = None
    for name, value in fields.items():
        setattr(copy, name, stream(value) if isinstance(value, list) else value)
    copy.draft_title = copy.title
    copy.live = live
    copy.save()
    return copy
