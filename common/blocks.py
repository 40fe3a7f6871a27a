"""Blocks that the stream fields of every app build on."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page, Site

from .icons import ICON_CHOICES


def localised(page, language=None):
    """`page` as a visitor of `language` (default: the active one) should meet it, or None if nowhere live.

    Costs queries only for a page that didn't come out of a `PageLinkBlock`.
    """
    if page is None:
        return None
    language = language or translation.get_language()
    translations = getattr(page, "live_translations", None)
    if translations is None:
        translations = attach_translations([page])[0].live_translations
    return translations.get(language) or (page if page.live else None)


def attach_translations(pages):
    """Gives each page a dict `live_translations` of language code to live page; one query for all."""
    found = {}
    siblings = Page.objects.live().filter(translation_key__in={page.translation_key for page in pages})
    for sibling in siblings.select_related("locale"):
        found.setdefault(sibling.translation_key, {})[sibling.locale.language_code] = sibling
    for page in pages:
        page.live_translations = found.get(page.translation_key, {})
    share_root_paths(each for group in found.values() for each in group.values())
    return pages


def share_root_paths(pages):
    """Lets `page.url` of each work from one look at the sites: Wagtail asks the cache anew for every page,
    and the cache may be a table. Returns the pages as a list."""
    pages = list(pages)
    if pages:
        paths = Site.get_site_root_paths()
        for page in pages:
            page._wagtail_cached_site_root_paths = paths
    return pages


class PageLinkBlock(blocks.PageChooserBlock):
    """A page to link to. wagtail-localize keeps the source page's id; `localised()` finds the right one.

    All links of a kind in a stream are looked up together, whatever their number.
    """

    def bulk_to_python(self, values):
        pages = super().bulk_to_python(values)
        attach_translations([page for page in pages if page is not None])
        return pages

    class Meta:
        icon = "link"


class IconBlock(blocks.ChoiceBlock):
    """One of the site's own icons."""

    choices = ICON_CHOICES

    class Meta:
        icon = "pick"


class LinkValue(blocks.StructValue):
    """A link's label and address, whichever way the editor gave them."""

    @property
    def target(self):
        """The linked page in the active language; None for an external address or a page not live."""
        return localised(self.get("page"))

    @property
    def href(self):
        """Where the link leads; empty if nowhere, and then it shouldn't be shown."""
        if self.get("page"):
            target = self.target
            return target.url if target else ""
        return self.get("url") or ""

    @property
    def text(self):
        """The editor's words, or the page's title."""
        if self.get("label"):
            return self["label"]
        target = self.target
        return target.title if target else self.href


class LinkStruct(blocks.StructBlock):
    """A link to a page of this site, or to an address elsewhere."""

    label = blocks.CharBlock(
        required=False, default="", max_length=80, label=_("Label"), help_text=_("Empty: the page's title.")
    )
    page = PageLinkBlock(required=False, label=_("Page"))
    url = blocks.URLBlock(
        required=False, label=_("Address elsewhere"), help_text=_("Only if no page is chosen.")
    )

    def clean(self, value):
        cleaned = super().clean(value)
        if not cleaned.get("page") and not cleaned.get("url"):
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("Choose a page or give an address.")],
            )
        return cleaned

    class Meta:
        icon = "link"
        label = _("Link")
        value_class = LinkValue


class ActionValue(blocks.StructValue):
    """A struct with a `page` that a button or a card leads to."""

    @property
    def target(self):
        """The page in the active language; None if it isn't live."""
        return localised(self.get("page"))

    @property
    def href(self):
        """Where the button leads; empty if there is none to show."""
        target = self.target
        return target.url if target else ""
