"""What frames every page: one identity, navigation, footer, call to action, announcement per language."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from common.blocks import LinkStruct
from home import panels
from home.blocks.text import PHRASE_FEATURES


def page_field(verbose_name, **kwargs):
    return models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=verbose_name,
        **kwargs,
    )


class FramePiece(
    PreviewableMixin, LockableMixin, DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model
):
    """One of a kind in each language; the default language's piece stands in where another has none."""

    class Meta(TranslatableMixin.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["locale"],
                name="%(app_label)s_%(class)s_one_per_locale",
                violation_error_message=_("There is one already in this language: edit that one."),
            )
        ]

    def __str__(self):
        # In the piece's own language: revisions keep these words, and colleagues read each other's lists.
        code = self.locale.language_code
        with override(code):
            name = f"{capfirst(self._meta.verbose_name)} ({get_language_info(code)['name_local']})"
        return unicodedata.normalize("NFC", name)  # Django spells Tiếng Việt with combining marks

    def clean(self):
        super().clean()
        # The form leaves the locale out, so that the constraint alone would first speak in the database.
        if (
            self.locale_id
            and type(self).objects.filter(locale_id=self.locale_id).exclude(pk=self.pk).exists()
        ):
            raise ValidationError(_("There is one already in this language: edit that one."))

    def get_preview_template(self, request, mode_name):
        return "home/frame_preview.html"


class CompanyIdentity(FramePiece):
    """Who runs the site: the owner block of Decree 248/2026 article 4, and contacts."""

    name = models.CharField(_("company name"), max_length=200, help_text=_("As registered."))
    trade_name = models.CharField(_("trade name"), max_length=80, help_text=_("As it stands in the header."))
    head_office = models.CharField(_("head office"), max_length=300)
    representative = models.CharField(_("legal representative"), max_length=120, blank=True)
    representative_title = models.CharField(_("representative's title"), max_length=120, blank=True)
    tax_code = models.CharField(
        _("enterprise or tax code"),
        max_length=14,
        blank=True,
        validators=[
            RegexValidator(r"^\d{10}(-\d{3})?$", _("Ten digits, for a branch followed by “-” and three."))
        ],
    )
    issue_date = models.DateField(_("date of issue"), null=True, blank=True)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    notification = models.CharField(
        _("e-commerce notification"),
        max_length=200,
        blank=True,
        help_text=_("Number, date and authority, once the notification of the website is confirmed."),
    )
    hotline = models.CharField(_("hotline"), max_length=40, blank=True)
    phone = models.CharField(_("switchboard"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    security_email = models.EmailField(
        _("security contact"),
        blank=True,
        help_text=_("For reports of security problems; stands in security.txt."),
    )
    privacy_contact = models.CharField(
        _("data protection officer"),
        max_length=200,
        blank=True,
        help_text=_("Who answers for personal data: a person or a department."),
    )
    privacy_email = models.EmailField(
        _("address for personal data"),
        blank=True,
        help_text=_("Where requests and reports of incidents about personal data are sent to."),
    )
    support_hours = models.CharField(_("support hours"), max_length=250, blank=True)
    directions = models.TextField(
        _("how to find us"),
        blank=True,
        help_text=_("For the contact page, in words: entrance, parking, floor."),
    )
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_("One sentence about the company for search engines and shared links."),
    )
    social_image = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("social image"),
        help_text=_("For pages without one of their own; 1200 × 630 pixels suit best."),
    )

    # Decree 248/2026 article 4.
    OWNER_BLOCK = (
        "name",
        "head_office",
        "representative",
        "representative_title",
        "tax_code",
        "issue_date",
        "issuer",
    )

    # Facts that are the same in every language; a translator may still write them otherwise.
    override_translatable_fields = [
        SynchronizedField("tax_code"),
        SynchronizedField("hotline"),
        SynchronizedField("phone"),
    ]
    panels = panels.COMPANY

    class Meta(FramePiece.Meta):
        verbose_name = _("company identity")
        verbose_name_plural = _("company identity")

    @property
    def lacking(self):
        """What the law wants in the owner block and is not written yet, by its label on the screen."""
        empty = [name for name in self.OWNER_BLOCK if not getattr(self, name)]
        if not (self.hotline or self.phone or self.email):
            empty.append("hotline")
        return [self._meta.get_field(name).verbose_name for name in empty]


class MenuItemBlock(LinkStruct):
    """A link of the navigation with an optional second level."""

    children = blocks.ListBlock(LinkStruct(), default=[], required=False, label=_("Second level"))

    class Meta:
        icon = "link"
        label = _("Link")
        description = _("A link, with links below it if need be.")
        preview_value = {"label": "Dịch vụ", "url": "https://example.com/"}


class Navigation(FramePiece):
    """The menu of the header."""

    items = StreamField([("link", MenuItemBlock())], blank=True, verbose_name=_("links"))
    action_label = models.CharField(_("button label"), max_length=60, blank=True)
    action_page = page_field(_("button leads to"))

    panels = panels.NAVIGATION

    class Meta(FramePiece.Meta):
        verbose_name = _("navigation")
        verbose_name_plural = _("navigation")


class FooterColumnBlock(blocks.StructBlock):
    """A headed list of links."""

    heading = blocks.CharBlock(max_length=80, label=_("Heading"))
    links = blocks.ListBlock(LinkStruct(), label=_("Links"))

    class Meta:
        icon = "list-ul"
        label = _("Column")
        description = _("A headed list of links.")
        preview_value = {"heading": "Hỗ trợ", "links": [{"label": "Liên hệ", "url": "https://example.com/"}]}


class Footer(FramePiece):
    """What stands below every page."""

    columns = StreamField([("column", FooterColumnBlock())], blank=True, verbose_name=_("columns"))
    newsletter_heading = models.CharField(_("newsletter heading"), max_length=120, blank=True)
    newsletter_text = models.TextField(_("newsletter text"), blank=True)
    newsletter_form = page_field(_("newsletter form"))
    small_print = RichTextField(_("small print"), blank=True, features=PHRASE_FEATURES)

    panels = panels.FOOTER

    class Meta(FramePiece.Meta):
        verbose_name = _("footer")
        verbose_name_plural = _("footer")


class CallToAction(FramePiece):
    """The band above the footer."""

    heading = models.CharField(_("heading"), max_length=160)
    text = models.TextField(_("text"), blank=True)
    button_label = models.CharField(_("button label"), max_length=80, blank=True)
    page = page_field(_("button leads to"))
    callback_form = page_field(
        _("callback form"), help_text=_("Shown in the band itself, in place of the button.")
    )

    panels = panels.CALL_TO_ACTION

    class Meta(FramePiece.Meta):
        verbose_name = _("call to action")
        verbose_name_plural = _("call to action")


class Announcement(FramePiece):
    """One line above the header, while it is active."""

    active = models.BooleanField(_("shown"), default=False)
    text = RichTextField(_("text"), features=PHRASE_FEATURES)
    link_label = models.CharField(_("link label"), max_length=80, blank=True)
    page = page_field(_("link leads to"))

    panels = panels.ANNOUNCEMENT

    class Meta(FramePiece.Meta):
        verbose_name = _("announcement")
        verbose_name_plural = _("announcement")
