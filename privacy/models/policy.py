"""The privacy policy as a page, and each published state of it, frozen."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from common.models import AbstractPage

from ..blocks import PolicyBody
from ..rendering import sections
from .frozen import FrozenModel


class PolicyPage(AbstractPage):
    """The privacy policy. Publishing it freezes a `PolicyVersion` whenever its text changed."""

    effective_date = models.DateField(_("effective from"))
    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(PolicyBody(), verbose_name=_("text"), use_json_field=True)

    content_panels = AbstractPage.content_panels + [
        FieldPanel("effective_date"),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]

    page_description = _("The privacy policy, with the registers of purposes and recipients.")
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    template = "privacy/policy_page.html"

    class Meta:
        verbose_name = _("privacy policy")
        verbose_name_plural = _("privacy policies")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["sections"] = sections(self)
        context["version"] = PolicyVersion.current(self.locale.language_code)
        return context


class PolicyVersion(FrozenModel):
    """The policy in one language as it was published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField()
    locale = models.CharField(max_length=16)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="policy_versions"
    )
    title = models.CharField(max_length=255)
    effective_date = models.DateField()
    html = models.TextField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(FrozenModel.Meta):
        verbose_name = _("policy version")
        verbose_name_plural = _("policy versions")
        ordering = ["locale", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["locale", "number"], name="privacy_policy_version_number")
        ]

    def __str__(self):
        return f"Policy version {self.number} ({self.locale})"

    @classmethod
    def current(cls, locale):
        """The latest version in the language `locale` (a code), or None before the first."""
        return cls.objects.filter(locale=locale).order_by("-number").first()
