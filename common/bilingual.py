"""Texts written in two languages side by side, and their way through wagtail-localize.

Demo content is authored as pairs: the Vietnamese source and its English translation. `plain()` turns
authored data into what models store (Vietnamese), a `Glossary` keeps the pairs, and `translate()` enters
them as wagtail-localize translations, so that editing the Vietnamese later shows what must be redone.
"""

import re

from wagtail.models import DraftStateMixin
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue, extract_strings

_PAGE_LINK = re.compile(r'href="page:([a-z0-9_-]+)"')


class Words(str):
    """A Vietnamese text that carries its English in `.en`; `.html` tells rich text from plain."""

    def __new__(cls, vi, en, *, html=False):
        words = super().__new__(cls, vi)
        words.en = en
        words.html = html
        return words


def t(vi, en):
    """Plain text in both languages."""
    return Words(vi, en)


def _tag(name, vi, en):
    return Words(f"<{name}>{vi}</{name}>", f"<{name}>{en}</{name}>", html=True)


def p(vi, en):
    """A paragraph of rich text."""
    return _tag("p", vi, en)


def h2(vi, en):
    """A heading of the second level."""
    return _tag("h2", vi, en)


def h3(vi, en):
    """A heading of the third level."""
    return _tag("h3", vi, en)


def _list(tag, items):
    vi = "".join(f"<li>{item[0]}</li>" for item in items)
    en = "".join(f"<li>{item[1]}</li>" for item in items)
    return _tag(tag, vi, en)


def ul(*items):
    """A bulleted list of (Vietnamese, English) pairs."""
    return _list("ul", items)


def ol(*items):
    """A numbered list of (Vietnamese, English) pairs."""
    return _list("ol", items)


def rich(*parts):
    """Rich text made of paragraphs, headings and lists; `href="page:KEY"` links to a demo page."""
    return Words("".join(parts), "".join(part.en for part in parts), html=True)


class Untranslated(Exception):
    """Texts of the source for which the glossary has no English."""


class Glossary:
    """Every (Vietnamese, English) pair of the content, keyed as wagtail-localize keys its segments."""

    def __init__(self):
        self._english = {}

    def add(self, words):
        """Takes in one authored text. Raises `ValueError` when the two sides don't match in structure."""
        if not words.html:
            if words:
                self._put(StringValue.from_plaintext(words).data, StringValue.from_plaintext(words.en).data)
            return
        template, source = extract_strings(words)
        english_template, target = extract_strings(words.en)
        if template != english_template:
            raise ValueError(f"The English differs in structure: {words!r} / {words.en!r}")
        for (vi, vi_attrs), (en, en_attrs) in zip(source, target, strict=True):
            if vi_attrs != en_attrs:
                raise ValueError(f"The English has other links: {vi.data!r} / {en.data!r}")
            self._put(vi.data, en.data)

    def _put(self, vi, en):
        known = self._english.setdefault(vi, en)
        if known != en:
            raise ValueError(f"{vi!r} is translated both as {known!r} and as {en!r}.")

    def __contains__(self, vi):
        return vi in self._english

    def __getitem__(self, vi):
        return self._english[vi]


def plain(data, *, glossary, pages=None):
    """`data` with every `Words` as plain Vietnamese, its pair put into `glossary`, page links resolved.

    `pages` maps the keys used in `href="page:KEY"` to page ids.
    """
    if isinstance(data, Words):
        glossary.add(data)
        return _PAGE_LINK.sub(lambda match: f'linktype="page" id="{pages[match[1]]}"', str(data))
    if isinstance(data, dict):
        return {key: plain(value, glossary=glossary, pages=pages) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return type(data)(plain(value, glossary=glossary, pages=pages) for value in data)
    return data


def translate(instance, *, locale, glossary, publish=True):
    """Translates `instance` into `locale` from the glossary, publishes and returns the translated object.

    With `publish=False` the translation of something with drafts stays a draft.

    Raises `Untranslated` with every segment that the glossary doesn't know: nothing is half translated.
    A text without letters (a number, a tax code, an e-mail address) may stay as it is: the glossary must
    hold it as a pair of equals all the same, so that nothing is forgotten.
    """
    source, _ = TranslationSource.update_or_create_from_instance(instance)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=locale)
    missing = []
    for segment in source.stringsegment_set.select_related("string", "context").order_by("order"):
        if segment.string.data not in glossary:
            missing.append(f"{segment.context.path}: {segment.string.data}")
            continue
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={
                "data": glossary[segment.string.data],
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            },
        )
    if missing:
        raise Untranslated(f"{instance!r}:\n" + "\n".join(missing))
    # wagtail-localize publishes after the commit; here it is done at once, so that what builds on it can.
    has_drafts = isinstance(instance, DraftStateMixin)
    source.create_or_update_translation(locale, publish=not has_drafts)
    translated = source.get_translated_instance(locale)
    if has_drafts and publish:
        translated.get_latest_revision().publish()
        translated.refresh_from_db()
    return translated
