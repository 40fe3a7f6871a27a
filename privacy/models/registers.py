"""The registers the policy prints and the software obeys: purposes and recipients."""

import re

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ..forms import RegisterForm

CODE = RegexValidator(
    r"^[a-z][a-z0-9_]*$", _("Use small letters without diacritics, digits and underscores, a letter first.")
)
# A host name, or a wildcard for all hosts below one, with an optional port.
HOST = re.compile(r"^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,63}(:\d{1,5})?$")
DAYS_OF_A_YEAR = 365
PROSE = ["bold", "italic", "link"]


def validate_hosts(value):
    """Refuses anything but host names, one a line: a careless entry would open the site's CSP."""
    for host in value.split():
        if not HOST.match(host):
            raise ValidationError(
                _("“%(host)s” is not a host name. Write one a line, such as www.example.com."),
                params={"host": host},
            )


class Register(TranslatableMixin, RevisionMixin, models.Model):
    """What purposes and recipients share: a code that stays, a name that is translated."""

    code = models.CharField(
        _("code"),
        max_length=64,
        validators=[CODE],
        help_text=_(
            "Names the entry in forms and in the ledger, in every language. It can't be changed later."
        ),
    )
    name = models.CharField(_("name"), max_length=160)

    base_form_class = RegisterForm

    class Meta(TranslatableMixin.Meta):
        abstract = True

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        same = type(self).objects.filter(code=self.code, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.locale_id and same.exists():
            raise ValidationError(
                {
                    "code": _("There is already an entry with the code “%(code)s” in this language.")
                    % {"code": self.code}
                }
            )
        if self._code_changed():
            raise ValidationError({"code": _("The code of an existing entry can't be changed.")})

    def save(self, *args, **kwargs):
        if self._code_changed():
            raise ValueError("The code of a register entry never changes: the ledger refers to it.")
        super().save(*args, **kwargs)

    def _code_changed(self):
        if self._state.adding:
            return False
        stored = type(self).objects.filter(pk=self.pk).values_list("code", flat=True).first()
        return stored is not None and stored != self.code


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
        help_text=_("The words beside the box. Link to the policy where it helps."),
    )
    withdrawal_text = models.TextField(
        _("withdrawal"), blank=True, help_text=_("How to withdraw, and what withdrawal means.")
    )

    translatable_fields = [
        TranslatableField("name"),
        TranslatableField("description"),
        TranslatableField("legal_reference"),
        TranslatableField("channel"),
        TranslatableField("frequency"),
        TranslatableField("consent_text"),
        TranslatableField("withdrawal_text"),
        SynchronizedField("code", overridable=False),
        SynchronizedField("legal_basis", overridable=False),
        SynchronizedField("retention_days", overridable=False),
        SynchronizedField("is_sensitive", overridable=False),
        SynchronizedField("is_marketing", overridable=False),
    ]

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("code"), FieldPanel("description")], _("Purpose")),
        MultiFieldPanel([FieldPanel("legal_basis"), FieldPanel("legal_reference")], _("Legal basis")),
        MultiFieldPanel([FieldPanel("retention_days"), FieldPanel("is_sensitive")], _("Data")),
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
        errors = {}
        if self.legal_basis == self.Basis.CONSENT:
            if not strip_tags(self.consent_text).strip():
                errors["consent_text"] = _("A purpose based on consent needs the words people agree to.")
        elif not self.legal_reference.strip():
            errors["legal_reference"] = _("Say which article of which law allows this without consent.")
        if self.is_marketing:
            for name in ("channel", "frequency"):
                if not getattr(self, name).strip():
                    errors[name] = _(
                        "Marketing must say by which channel and how often (Law 91/2025, art. 28)."
                    )
        if errors:
            raise ValidationError(errors)

    @admin.display(description=_("legal basis"), ordering="legal_basis")
    def legal_basis_label(self):
        return self.get_legal_basis_display()

    @admin.display(description=_("kept for"), ordering="retention_days")
    def retention_label(self):
        """The retention in words: whole years in months, as consent texts have it, anything else in days."""
        years, rest = divmod(self.retention_days, DAYS_OF_A_YEAR)
        if rest:
            return ngettext("%(days)s day", "%(days)s days", self.retention_days) % {
                "days": self.retention_days
            }
        return ngettext("%(months)s month", "%(months)s months", 12 * years) % {"months": 12 * years}


class Recipient(Register):
    """Someone else who receives data, or from whose hosts the site loads something."""

    country = models.CharField(
        _("country"),
        max_length=2,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, such as VN."))],
        help_text=_("Where the data is stored, as two letters (ISO 3166): VN, US, SG."),
    )
    reason = models.TextField(_("reason"), help_text=_("In plain words: what they receive, and why."))
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
        TranslatableField("name"),
        TranslatableField("reason"),
        SynchronizedField("code", overridable=False),
        SynchronizedField("country", overridable=False),
        SynchronizedField("hosts", overridable=False),
        SynchronizedField("script_hosts", overridable=False),
        SynchronizedField("frame_hosts", overridable=False),
        SynchronizedField("image_hosts", overridable=False),
        SynchronizedField("connect_hosts", overridable=False),
    ]

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("code"), FieldPanel("country"), FieldPanel("reason")],
            _("Recipient"),
        ),
        MultiFieldPanel([FieldPanel("hosts")], _("The server may contact")),
        MultiFieldPanel(
            [
                FieldPanel("script_hosts"),
                FieldPanel("frame_hosts"),
                FieldPanel("image_hosts"),
                FieldPanel("connect_hosts"),
            ],
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
