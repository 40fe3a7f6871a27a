"""The page types. The tree: home ─ standard pages, services, news, questions, forms, policy."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from common.icons import ICON_CHOICES
from common.models import AbstractPage
from home import panels
from home.blocks import ArticleBlock, BodyBlock, QuestionGroupsBlock

NEWS_PER_PAGE = 12


def intro_field():
    return models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("One or two sentences below the title; lists show them too."),
    )


class HomePage(AbstractPage):
    """The first page of a language."""

    hero_title = models.CharField(
        _("headline"), max_length=160, help_text=_("What the company does, in one line.")
    )
    hero_lead = models.TextField(_("lead"), blank=True)
    hero_action_label = models.CharField(_("button label"), max_length=80, blank=True)
    hero_action_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("button leads to"),
    )
    hero_note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("Small print at the button.")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    searched_fields = ("hero_title", "hero_lead", "body")
    content_panels = Page.content_panels + panels.HOME
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.StandardPage",
        "home.ServiceIndexPage",
        "home.NewsIndexPage",
        "home.FaqPage",
        "forms_app.FormPage",
        "privacy.PolicyPage",
    ]
    # One for each language; translations are made by wagtail-localize, not by hand.
    max_count = len(settings.WAGTAIL_CONTENT_LANGUAGES)
    page_description = _("The first page of the site, one per language.")

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class StandardPage(AbstractPage):
    """A page of any content: about us, how something works."""

    intro = intro_field()
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = Page.content_panels + panels.INTRO_AND_BODY
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    page_description = _("A page of any content, such as “About us”.")

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")


class ServiceIndexPage(AbstractPage):
    """Lists the services."""

    intro = intro_field()
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = Page.content_panels + panels.INTRO_AND_BODY
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ServicePage"]
    max_count_per_parent = 1
    page_description = _("Lists the services, each on a page of its own below this one.")

    class Meta:
        verbose_name = _("list of services")
        verbose_name_plural = _("lists of services")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["services"] = ServicePage.objects.live().child_of(self).order_by("path")
        return context


class ServicePage(AbstractPage):
    """One service with its price plans and questions."""

    icon = models.CharField(_("icon"), max_length=20, choices=ICON_CHOICES, blank=True)
    intro = intro_field()
    price_from = models.CharField(
        _("price from"),
        max_length=80,
        blank=True,
        help_text=_("As shown in lists, VAT included: 59.000 đ/tháng"),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = Page.content_panels + panels.SERVICE
    parent_page_types = ["home.ServiceIndexPage"]
    subpage_types = []
    page_description = _("One service: what it is, plans with prices, questions, a form.")

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")


class NewsIndexPage(AbstractPage):
    """Lists the news, newest first."""

    intro = intro_field()

    content_panels = Page.content_panels + panels.INTRO
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    max_count_per_parent = 1
    page_description = _("Lists the news, newest first, and offers them as a feed.")

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.live().child_of(self).order_by("-date", "-pk").select_related("image")
        # A page number out of range or no number at all shows the nearest page that exists.
        context["news"] = Paginator(news, NEWS_PER_PAGE).get_page(request.GET.get("page"))
        return context


class NewsPage(AbstractPage):
    """A news article."""

    date = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    intro = intro_field()
    image = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("image"),
    )
    body = StreamField(ArticleBlock(), blank=True, verbose_name=_("body"))

    search_fields = AbstractPage.search_fields + [index.FilterField("date")]
    content_panels = Page.content_panels + panels.NEWS
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types = []
    page_description = _("An article with a date.")

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @property
    def social_picture(self):
        return self.social_image or self.image


class FaqPage(AbstractPage):
    """Questions and answers in groups."""

    intro = intro_field()
    body = StreamField(QuestionGroupsBlock(), blank=True, verbose_name=_("groups of questions"))

    content_panels = Page.content_panels + panels.INTRO_AND_BODY
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    page_description = _("Questions and answers in groups; search engines read them as such.")

    class Meta:
        verbose_name = _("questions page")
        verbose_name_plural = _("questions pages")
