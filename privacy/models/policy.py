"""The privacy policy as a page, and each published state of it, frozen."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from common.models import AbstractPage

from ..blocks import PolicyBody
from .frozen import FrozenModel


class ChangeKind(models.TextChoices):
    """What a new version means for those who agreed to an older one."""

    TYPO = "typo", _("Wording only: nothing changes for anybody")
    MATERIAL = "material", _("Material: people are told, or asked again")


class PolicyPage(AbstractPage):
    """The privacy policy. Publishing it, in all languages at once, makes a `PolicyVersion`."""

    effective_date = models.DateField(
        _("effective from"), help_text=_("A later day than today schedules the version.")
    )
    change_kind = models.CharField(
        _("kind of change"), max_length=8, choices=ChangeKind.choices, default=ChangeKind.MATERIAL
    )
    change_summary = models.TextField(
        _("what changes"),
        blank=True,
        help_text=_("For visitors, in plain words: what is new in this version."),
    )
    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(PolicyBody(), verbose_name=_("text"), use_json_field=True)

    content_panels = AbstractPage.content_panels + [
        MultiFieldPanel(
            [FieldPanel("effective_date"), FieldPanel("change_kind"), FieldPanel("change_summary")],
            _("This version"),
        ),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]

    page_description = _("The privacy policy, with the registers that the site obeys.")
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    template = "privacy/policy_page.html"

    class Meta:
        verbose_name = _("privacy policy")
        verbose_name_plural = _("privacy policies")

    def get_context(self, request, *args, **kwargs):
        """`text` is what the version in force froze; a preview, or the first draft, shows the draft."""
        from ..rendering import text_of

        context = super().get_context(request, *args, **kwargs)
        version = None if getattr(request, "is_preview", False) else PolicyVersion.in_force()
        text = version.text(self.locale.language_code) if version else None
        context["version"] = version if text else None
        context["effective_date"] = version.effective_date if text else self.effective_date
        context["text"] = text or text_of(self)
        return context


class PolicyVersion(FrozenModel):
    """The policy as it was published: the registers in every language, since when, and why it changed.

    The texts are its `PolicyText` rows. Everything the site may do is read from the version in force.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    effective_at = models.DateTimeField(db_index=True)
    effective_date = models.DateField()
    # {language: what changed, in plain words}
    summaries = models.JSONField(default=dict)
    # {register: {language: {code: fields}}}; see `privacy.declared`.
    registers = models.JSONField(default=dict)
    # Over everything here and the digests of the texts.
    sha256 = models.CharField(max_length=64)
    published_by = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(FrozenModel.Meta):
        verbose_name = _("policy version")
        verbose_name_plural = _("policy versions")
        ordering = ["-number"]

    def __str__(self):
        return f"Policy version {self.number}"

    @classmethod
    def in_force(cls, at=None):
        """The newest version whose day has come, or None before the first."""
        return cls.objects.filter(effective_at__lte=at or timezone.now()).order_by("-number").first()

    def text(self, language):
        """The text in `language`, or None if it was not published in it."""
        return self.texts.filter(locale=language).first()


class PolicyText(FrozenModel):
    """A policy version's words in one language."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="texts")
    locale = models.CharField(max_length=16)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="policy_texts"
    )
    title = models.CharField(max_length=255)
    # [{anchor, heading}]
    sections = models.JSONField(default=list)
    html = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta(FrozenModel.Meta):
        verbose_name = _("policy text")
        verbose_name_plural = _("policy texts")
        constraints = [
            models.UniqueConstraint(fields=["version", "locale"], name="privacy_policytext_locale")
        ]

    def __str__(self):
        return f"Policy version {self.version.number} ({self.locale})"

    def markup(self):
        """The frozen HTML. It was rendered by our own templates from checked rich text."""
        return mark_safe(self.html)  # noqa: S308


class FollowUp(models.Model):
    """What follows from a material change: one person to be told, or to be asked again for one purpose."""

    class Action(models.TextChoices):
        TELL = "tell", _("To be told")
        ASK = "ask", _("To be asked again")

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="follow_ups")
    subject_id = models.UUIDField(db_index=True)
    purpose_code = models.CharField(max_length=64)
    action = models.CharField(max_length=8, choices=Action.choices)
    done_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "subject_id", "purpose_code"], name="privacy_followup_once"
            )
        ]

    def __str__(self):
        return f"{self.action} {self.subject_id} ({self.purpose_code})"
