"""Builds pages and snippets from authored texts; demo and tests share these functions."""

import json
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, Locale, Page, RevisionMixin, Site

from common.bilingual import Glossary, plain, translate
from home.models import HomePage

# Block ids are derived from where the block stands, so that two builds are equal.
_NAMESPACE = uuid.UUID("0f3a8f0e-52f5-4f0f-9a53-7d3f6b1f6a11")
_TEXTS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)


class Builder:
    """Adds Vietnamese content and translates it into English; remembers pages by their demo key.

    Pages come in two steps, because texts link to pages that come later: `add_page` makes the tree,
    `fill` puts in everything and publishes.
    """

    def __init__(self, *, source="vi", target="en"):
        self.source = Locale.objects.get_or_create(language_code=source)[0]
        self.target = Locale.objects.get_or_create(language_code=target)[0]
        self.glossary = Glossary()
        self.pages = {}
        self._contents = {}

    # Pages

    def add_home(self, content):
        """Makes the first page and the site that it is the root of; replaces Wagtail's welcome page."""
        root = Page.get_first_root_node()
        Page.objects.filter(depth=2).exclude(pk__in=HomePage.objects.values("pk")).delete()
        home = self.add_page(HomePage, "home", content, parent=Page.objects.get(pk=root.pk))
        site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost")
        site.site_name = self._plain(content.get("site_name", home.title))
        site.root_page = home
        site.is_default_site = True
        address = urlsplit(settings.BASE_URL)
        if address.scheme == "https":
            # A real site: feeds, sitemap and canonical addresses take theirs from here.
            site.hostname, site.port = address.hostname, address.port or 443
        site.save()
        return home

    def add_page(self, model, key, content, *, parent):
        """A draft of `model` below `parent` (a page or a demo key), as yet without links to other pages."""
        parent = self.pages[parent] if isinstance(parent, str) else parent
        page = model(locale=self.source, live=False)
        for field, value in self._fields(model, content):
            if not _may_link(field):
                setattr(page, field.name, self._plain(value))
        parent.add_child(instance=page)
        self.pages[key] = page
        self._contents[key] = content
        return page

    def fill(self, key, *, publish=True):
        """Puts all of the content into the page `key` and publishes it, or leaves it a draft."""
        page = self.pages[key]
        for field, value in self._fields(type(page), self._contents[key]):
            if _may_link(field):
                setattr(page, field.attname, self._value(field, value, path=key))
        if publish:
            page.save_revision().publish()
            page.refresh_from_db()
        else:
            page.save()
            page.save_revision()
        return page

    # Snippets and settings

    def add_snippet(self, model, content):
        """A published snippet in the source language."""
        snippet = model(locale=self.source)
        for field, value in self._fields(model, content):
            setattr(snippet, field.attname, self._value(field, value, path=model._meta.label))
        snippet.full_clean()
        snippet.save()
        if isinstance(snippet, RevisionMixin):
            revision = snippet.save_revision()
            if isinstance(snippet, DraftStateMixin):
                revision.publish()
        return snippet

    def translate(self, instance, *, publish=True):
        """`instance` in the target language; `common.bilingual.Untranslated` if a text lacks English."""
        return translate(instance, locale=self.target, glossary=self.glossary, publish=publish)

    def publish_together(self, key):
        """Publishes the page `key` with its translation, where that can't be done one after the other."""
        page = self.pages[key]
        self.fill(key, publish=False)
        self.translate(page, publish=False)
        page.get_latest_revision().publish()
        page.refresh_from_db()

    # Values

    def _fields(self, model, content):
        for name, value in content.items():
            yield model._meta.get_field(name), value

    def _value(self, field, value, *, path):
        if isinstance(field, models.ForeignKey):
            return self.pages[value].pk if value else None
        if isinstance(field, StreamField):
            return json.dumps(self.stream(value, field.stream_block, path=f"{path}.{field.name}"))
        return self._plain(value)

    def _plain(self, value):
        return plain(value, glossary=self.glossary, pages={key: page.pk for key, page in self.pages.items()})

    def stream(self, children, block, *, path):
        """Stream data of `block` with ids, from (type, value) pairs; lists below get ids too."""
        return [
            {
                "type": kind,
                "id": _id(f"{path}.{n}"),
                "value": self._block(value, block.child_blocks[kind], path=f"{path}.{n}"),
            }
            for n, (kind, value) in enumerate(children)
        ]

    def _block(self, value, block, *, path):
        if isinstance(block, blocks.StructBlock):
            # What is left out is an empty text, as an editor's form would send it: wagtail-localize
            # can't take the None that a missing text would otherwise become.
            empty = {name: "" for name, child in block.child_blocks.items() if isinstance(child, _TEXTS)}
            return empty | {
                name: self._block(child, block.child_blocks[name], path=f"{path}.{name}")
                for name, child in value.items()
            }
        if isinstance(block, blocks.ListBlock):
            return [
                {
                    "type": "item",
                    "id": _id(f"{path}.{n}"),
                    "value": self._block(item, block.child_block, path=f"{path}.{n}"),
                }
                for n, item in enumerate(value)
            ]
        if isinstance(block, blocks.PageChooserBlock):
            return self.pages[value].pk
        return self._plain(value)


def _may_link(field):
    return isinstance(field, StreamField | RichTextField | models.ForeignKey)


def _id(path):
    return str(uuid.uuid5(_NAMESPACE, path))
