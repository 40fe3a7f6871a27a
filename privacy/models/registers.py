"""The registers that a policy version freezes: purposes, data, recipients, cookies and storage, channels.

What stands in these tables is the privacy officer's working copy. The site obeys, and the policy prints,
what the version in force froze of them (`privacy.declared`).
"""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from ..panels import StandingPanel
from ..periods import lifetime_words, retention_words
from ..rules import purpose_rules
from .register import CodesField, Register, synchronized, translated, validate_hosts

PROSE = ["bold", "italic", "link"]
STANDING = StandingPanel(heading=_("Use and publication"))


class DataCategory(Register):
    """A kind of data that forms ask for, such as contact details."""

    description = models.TextField(_("description"), help_text=_("What belongs to it, in plain words."))
    is_sensitive = models.BooleanField(
        _("sensitive data"),
        default=False,
        help_text=_("By the list of Decree 356/2025, article 4."),
    )
    # Which kinds of form fields ask for it; the room of forms registers the kinds.
    field_types = CodesField(
        _("kinds of form fields"),
        choices_from="privacy.choices.field_types",
        help_text=_("A form may use these kinds of fields only for purposes that name this category."),
    )

    translatable_fields = [
        *translated("name", "description"),
        *synchronized("code", "is_sensitive", "field_types"),
    ]
    panels = [
        STANDING,
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("code"), FieldPanel("description")], _("Data category")
        ),
        FieldPanel("field_types"),
        FieldPanel("is_sensitive"),
    ]

    class Meta(Register.Meta):
        verbose_name = _("data category")
        verbose_name_plural = _("data categories")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "locale"], name="privacy_datacategory_code_locale")
        ]


class Purpose(Register):
    """What data may be used for: the legal basis, how long, and the words people agree to."""

    class Basis(models.TextChoices):
        # The closed list of Law 91/2025, articles 9 and 19; there is no "legitimate interest" in it.
        CONSENT = "consent", _("Consent")
        CONTRACT = "contract", _("Contract")
        EMERGENCY = "emergency", _("Emergency")
        STATE = "state", _("Task of the state")
        OTHER_LAW = "other_law", _("Other law")

    description = models.TextField(
        _("description"), help_text=_("In plain words: what is done with the data, for whom it is good.")
    )
    subjects = models.CharField(
        _("whose data"),
        max_length=255,
        blank=True,
        help_text=_("Kinds of people, for the processing register. Empty: whoever fills in its forms."),
    )
    data_categories = CodesField(
        _("data"),
        choices_from="privacy.choices.categories",
        help_text=_("What data this purpose needs. A form can't ask for anything else in its name."),
    )
    legal_basis = models.CharField(
        _("legal basis"), max_length=16, choices=Basis.choices, default=Basis.CONSENT
    )
    legal_reference = models.CharField(
        _("legal reference"),
        max_length=255,
        blank=True,
        help_text=_("Article and law; required for every basis but consent."),
    )
    retention_days = models.PositiveIntegerField(
        _("kept for (days)"),
        validators=[MinValueValidator(1)],
        help_text=_("No period, no collection: data is deleted when it is over."),
    )
    is_sensitive = models.BooleanField(
        _("sensitive data"),
        default=False,
        help_text=_("People are told beside the box that the data is sensitive (Decree 356/2025, art. 6.4)."),
    )
    is_marketing = models.BooleanField(_("marketing"), default=False)
    channel = models.CharField(
        _("channel"),
        max_length=120,
        blank=True,
        help_text=_("For marketing: how people are reached, such as “e-mail”."),
    )
    frequency = models.CharField(
        _("frequency"), max_length=120, blank=True, help_text=_("For marketing: how often at most.")
    )
    consent_text = RichTextField(
        _("consent wording"),
        features=PROSE,
        blank=True,
        help_text=_(
            "The words beside the box. Link to the policy where it helps. Write {retention} where you say "
            "how long the data is kept: the period is filled in, as the register has it."
        ),
    )
    withdrawal_text = models.TextField(
        _("withdrawal"), blank=True, help_text=_("How to withdraw, and what withdrawal means.")
    )

    translatable_fields = [
        *translated(
            "name",
            "description",
            "subjects",
            "legal_reference",
            "channel",
            "frequency",
            "consent_text",
            "withdrawal_text",
        ),
        *synchronized(
            "code", "data_categories", "legal_basis", "retention_days", "is_sensitive", "is_marketing"
        ),
    ]

    panels = [
        STANDING,
        MultiFieldPanel([FieldPanel("name"), FieldPanel("code"), FieldPanel("description")], _("Purpose")),
        MultiFieldPanel([FieldPanel("legal_basis"), FieldPanel("legal_reference")], _("Legal basis")),
        MultiFieldPanel(
            [
                FieldPanel("subjects"),
                FieldPanel("data_categories"),
                FieldPanel("retention_days"),
                FieldPanel("is_sensitive"),
            ],
            _("Data"),
        ),
        MultiFieldPanel([FieldPanel("consent_text"), FieldPanel("withdrawal_text")], _("Consent")),
        MultiFieldPanel(
            [FieldPanel("is_marketing"), FieldPanel("channel"), FieldPanel("frequency")], _("Marketing")
        ),
    ]

    class Meta(Register.Meta):
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["code", "locale"], name="privacy_purpose_code_locale")]

    def clean(self):
        super().clean()
        fields = {field.name: getattr(self, field.attname) for field in self._meta.concrete_fields}
        sensitive = set(DataCategory.objects.filter(is_sensitive=True).values_list("code", flat=True))
        if errors := dict(purpose_rules(fields, sensitive)):
            raise ValidationError(errors)

    @admin.display(description=_("legal basis"), ordering="legal_basis")
    def legal_basis_label(self):
        return self.get_legal_basis_display()

    @admin.display(description=_("kept for"), ordering="retention_days")
    def retention_label(self):
        """The retention in words."""
        return retention_words(self.retention_days)


class Recipient(Register):
    """Someone else who receives data, or from whose hosts the site loads something."""

    country = models.CharField(
        _("country"),
        max_length=2,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, such as VN."))],
        help_text=_("Where the data is stored, as two letters (ISO 3166): VN, US, SG."),
    )
    reason = models.TextField(_("reason"), help_text=_("In plain words: what they receive, and why."))
    purposes = CodesField(
        _("purposes"),
        choices_from="privacy.choices.purposes",
        help_text=_("What they receive data for."),
    )
    data_categories = CodesField(
        _("data"), choices_from="privacy.choices.categories", help_text=_("What data they receive.")
    )
    # Law 91/2025, article 20: a dossier within 60 days of the first transfer abroad.
    first_transfer_on = models.DateField(_("first transfer on"), null=True, blank=True)
    dossier_filed_on = models.DateField(
        _("transfer dossier filed on"),
        null=True,
        blank=True,
        help_text=_("Abroad, a dossier is due 60 days after the first transfer (Law 91/2025, art. 20)."),
    )
    safeguards = models.TextField(
        _("safeguards"),
        blank=True,
        help_text=_("Abroad: what protects the data there, such as contract clauses and encryption."),
    )
    hosts = models.TextField(
        _("hosts of the service"),
        blank=True,
        help_text=_("Hosts the server itself contacts, one a line."),
    )
    script_hosts = models.TextField(_("script hosts"), blank=True)
    frame_hosts = models.TextField(_("frame hosts"), blank=True)
    image_hosts = models.TextField(_("image hosts"), blank=True)
    connect_hosts = models.TextField(_("connection hosts"), blank=True)

    # Which Content-Security-Policy directive each field opens.
    DIRECTIVES = {
        "script_hosts": "script-src",
        "frame_hosts": "frame-src",
        "image_hosts": "img-src",
        "connect_hosts": "connect-src",
    }

    translatable_fields = [
        *translated("name", "reason", "safeguards"),
        *synchronized(
            "code",
            "country",
            "purposes",
            "data_categories",
            "first_transfer_on",
            "dossier_filed_on",
            "hosts",
            *DIRECTIVES,
        ),
    ]

    panels = [
        STANDING,
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("code"), FieldPanel("country"), FieldPanel("reason")],
            _("Recipient"),
        ),
        MultiFieldPanel([FieldPanel("purposes"), FieldPanel("data_categories")], _("Data")),
        MultiFieldPanel(
            [FieldPanel("first_transfer_on"), FieldPanel("dossier_filed_on"), FieldPanel("safeguards")],
            _("Transfer"),
        ),
        MultiFieldPanel([FieldPanel("hosts")], _("The server may contact")),
        MultiFieldPanel(
            [FieldPanel(name) for name in DIRECTIVES],
            _("The visitor's browser may load from"),
            help_text=_("One host a line. Everything not listed here is blocked on the public site."),
        ),
    ]

    class Meta(Register.Meta):
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "locale"], name="privacy_recipient_code_locale")
        ]

    def clean(self):
        super().clean()
        errors = {}
        for name in ("hosts", *self.DIRECTIVES):
            try:
                validate_hosts(getattr(self, name))
            except ValidationError as error:
                errors[name] = error
        if errors:
            raise ValidationError(errors)


class StoredItem(Register):
    """A cookie, or an entry of the browser's storage. What isn't declared here never leaves the server."""

    class Kind(models.TextChoices):
        COOKIE = "cookie", _("Cookie")
        LOCAL = "local", _("Local storage")
        SESSION = "session", _("Session storage")

    class Party(models.TextChoices):
        FIRST = "first", _("This site")
        THIRD = "third", _("A third party")

    class Surface(models.TextChoices):
        PUBLIC = "public", _("For visitors")
        ADMIN = "admin", _("For staff")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.COOKIE)
    key = models.CharField(
        _("name in the browser"),
        max_length=120,
        help_text=_("As the browser shows it. A * at the end stands for any ending."),
    )
    reason = models.TextField(_("what for"), help_text=_("In plain words."))
    lifetime_days = models.PositiveIntegerField(
        _("lifetime (days)"), default=0, help_text=_("0: until the browser is closed.")
    )
    party = models.CharField(_("set by"), max_length=8, choices=Party.choices, default=Party.FIRST)
    recipient = models.CharField(
        _("recipient"), max_length=64, blank=True, help_text=_("The code of the third party.")
    )
    essential = models.BooleanField(
        _("strictly necessary"),
        default=False,
        help_text=_("The service asked for doesn't work without it; everything else needs consent first."),
    )
    surface = models.CharField(_("where"), max_length=8, choices=Surface.choices, default=Surface.PUBLIC)

    translatable_fields = [
        *translated("name", "reason"),
        *synchronized("code", "kind", "key", "lifetime_days", "party", "recipient", "essential", "surface"),
    ]
    panels = [
        STANDING,
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("code"), FieldPanel("kind"), FieldPanel("key")],
            _("Cookie or storage"),
        ),
        MultiFieldPanel(
            [FieldPanel("reason"), FieldPanel("essential"), FieldPanel("lifetime_days")], _("Use")
        ),
        MultiFieldPanel([FieldPanel("surface"), FieldPanel("party"), FieldPanel("recipient")], _("Party")),
    ]

    class Meta(Register.Meta):
        verbose_name = _("cookie or storage")
        verbose_name_plural = _("cookies and storage")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "locale"], name="privacy_storeditem_code_locale")
        ]

    def clean(self):
        super().clean()
        if self.party == self.Party.THIRD and not self.recipient.strip():
            raise ValidationError({"recipient": _("Choose the third party; add it to the recipients first.")})
        if not self._state.adding:
            self._refuse_renaming()

    def _refuse_renaming(self):
        """What the software sets has the name that the software gives it; any other would be blocked."""
        from ..usage import by_settings

        stored = type(self).objects.filter(pk=self.pk).first()
        renamed = stored is not None and (stored.kind, stored.key) != (self.kind, self.key)
        if renamed and self.code in by_settings(self._meta.model_name):
            raise ValidationError(
                {"key": _("The software sets this cookie under the name “%(key)s”.") % {"key": stored.key}}
            )

    @admin.display(description=_("kind"), ordering="kind")
    def kind_label(self):
        return self.get_kind_display()

    @admin.display(description=_("where"), ordering="surface")
    def surface_label(self):
        return self.get_surface_display()

    @admin.display(description=_("lifetime"), ordering="lifetime_days")
    def lifetime_label(self):
        """The lifetime in words."""
        return lifetime_words(self.kind, self.lifetime_days)


class Channel(Register):
    """A way by which data comes in, such as the contact form or the hotline."""

    description = models.TextField(_("description"), help_text=_("What people give there, and when."))

    translatable_fields = [*translated("name", "description"), *synchronized("code")]
    panels = [
        STANDING,
        MultiFieldPanel([FieldPanel("name"), FieldPanel("code"), FieldPanel("description")], _("Channel")),
    ]

    class Meta(Register.Meta):
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["code", "locale"], name="privacy_channel_code_locale")]


REGISTERS = (Purpose, DataCategory, Recipient, StoredItem, Channel)
