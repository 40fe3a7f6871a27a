"""The privacy policy as a page, and each published state of it, frozen."""

import uuid

from django.conf import settings
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import PagePermissionTester

from common.models import AbstractPage
from common.text import fold

from ..blocks import PolicyBody
from ..publication import PolicyForm, PublicationPanel
from .enactment import may_publish
from .frozen import FrozenModel

# How much of the policy stands where the page is shared or found.
DESCRIBING_WORDS = 30


class ChangeKind(models.TextChoices):
    """What a new version means for those who agreed to an older one."""

    TYPO = "typo", _("Wording only: nothing changes for anybody")
    MATERIAL = "material", _("Material: people are told, or asked again")


class PolicyPermissionTester(PagePermissionTester):
    """Rights on the policy: the right to publish pages is not enough to publish this one.

    Nor is the right to lock pages enough to lock it: the officer could not work on it any more.
    """

    def can_publish(self):
        return super().can_publish() and may_publish(self.user)

    def can_lock(self):
        return may_publish(self.user)

    def can_unlock(self):
        return may_publish(self.user)

    def can_set_view_restrictions(self):
        return False


class PolicyPage(RoutablePageMixin, AbstractPage):
    """The privacy policy. Publishing it, in all languages at once, makes a `PolicyVersion`.

    The page is where the next version is written; visitors see what the version in force froze. Below it
    every version has an address of its own, in the words of its language.
    """

    effective_date = models.DateField(
        _("effective from"),
        null=True,
        blank=True,
        help_text=_(
            "A later day than today announces the version for that day. Empty or past: in force, and dated, "
            "when it is published."
        ),
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
        PublicationPanel(heading=_("What publishing would change")),
        MultiFieldPanel(
            [FieldPanel("effective_date"), FieldPanel("change_kind"), FieldPanel("change_summary")],
            _("This version"),
        ),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]

    # A version is scheduled by its date; the page itself neither waits nor expires.
    settings_panels = []
    base_form_class = PolicyForm

    page_description = _("The privacy policy, with the registers that the site obeys.")
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    template = "privacy/policy_page.html"

    class Meta:
        verbose_name = _("privacy policy")
        verbose_name_plural = _("privacy policies")
        permissions = [("publish_policy", _("Can publish the privacy policy"))]

    def permissions_for_user(self, user):
        return PolicyPermissionTester(user, self)

    @property
    def source(self):
        """The policy page that is written first, of which this one is a translation; or the page itself."""
        if self.locale.language_code == settings.LANGUAGE_CODE:
            return self
        translations = type(self).objects.filter(translation_key=self.translation_key)
        return translations.filter(locale__language_code=settings.LANGUAGE_CODE).first() or self

    @cached_property
    def text_in_force(self):
        """The frozen text that visitors read, or None."""
        version = PolicyVersion.in_force()
        return version.text(self.locale.language_code) if version else None

    @property
    def folded_text(self):
        """For the search: what is in force, and nothing of a draft. Translators' drafts are in the row."""
        text = self.text_in_force
        return fold(f"{text.title} {text.plain()}") if text else ""

    @property
    def social_description(self):
        text = self.text_in_force
        return Truncator(text.plain()).words(DESCRIBING_WORDS) if text else ""

    def save(self, *args, **kwargs):
        """Keeps the address of a policy that was published: receipts and letters name it for years."""
        if self.pk and self.is_address_fixed():
            self.slug = type(self).objects.values_list("slug", flat=True).get(pk=self.pk)
        super().save(*args, **kwargs)

    def is_address_fixed(self):
        """Whether a version was published from this page."""
        return PolicyText.objects.filter(page_id=self.pk).exists()

    def save_revision(self, *args, **kwargs):
        """Lets translators have the draft at once: all languages go live together (ADR 84)."""
        from ..release import offer_for_translation

        revision = super().save_revision(*args, **kwargs)
        if self.source == self:
            offer_for_translation(self)
        return revision

    def get_context(self, request, *args, **kwargs):
        """`text` is what the version in force froze; a preview shows the draft."""
        from ..company import identity
        from ..declared import of_version
        from ..rendering import text_of
        from ..versions import moment_in_force
        from ..views.versions import addresses

        context = super().get_context(request, *args, **kwargs)
        language = self.locale.language_code
        if getattr(request, "is_preview", False):
            day = timezone.localdate(moment_in_force(self.effective_date))
            return context | {
                "text": text_of(self),
                "effective_date": day,
                "version": None,
                "controller": identity(language),
            }
        version = PolicyVersion.in_force()
        text = version.text(language) if version else None
        coming = PolicyVersion.coming()
        if coming is not None:
            request.fresh_until = coming.effective_at
        if text is None:
            raise Http404("No policy is in force in this language.")
        self.text_in_force = text
        self.title, self.seo_title = text.title, ""
        where = addresses(self)
        context |= {
            "version": version,
            "effective_date": version.effective_date,
            "text": text,
            "controller": of_version(version.pk).controller(language),
            "addresses": where,
        }
        if coming is not None and coming.text(language):
            context |= {
                "coming": coming,
                "coming_url": where.version(coming.number),
                "coming_differences_url": where.differences(version.number, coming.number),
            }
        return context

    # Every version, and what changed between two, at addresses that stay.

    @path("phien-ban/", name="versions_vi")
    @path("versions/", name="versions_en")
    def versions_route(self, request):
        from ..views import versions

        return versions.listing(request, self)

    @path("phien-ban/<int:number>/", name="version_vi")
    @path("versions/<int:number>/", name="version_en")
    def version_route(self, request, number):
        from ..views import versions

        return versions.version(request, self, number)

    @path("phien-ban/<int:number>/du-lieu/", name="document_vi")
    @path("versions/<int:number>/data/", name="document_en")
    def document_route(self, request, number):
        from ..views import versions

        return versions.document(request, self, number)

    @path("phien-ban/<int:before>/<int:after>/", name="differences_vi")
    @path("versions/<int:before>/<int:after>/", name="differences_en")
    def differences_route(self, request, before, after):
        from ..views import versions

        return versions.differences(request, self, before, after)

    @path("phien-ban/<int:before>/<int:after>/song-song/", name="beside_vi")
    @path("versions/<int:before>/<int:after>/side-by-side/", name="beside_en")
    def beside_route(self, request, before, after):
        from ..views import versions

        return versions.differences(request, self, before, after, beside=True)


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

    @classmethod
    def coming(cls, at=None):
        """The next version to come into force, or None."""
        later = cls.objects.filter(effective_at__gt=at or timezone.now())
        return later.order_by("effective_at", "-number").first()

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

    def plain(self):
        """The words alone."""
        return " ".join(strip_tags(self.html.replace("<", " <")).split())

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
