"""What all registers share: a code that stays, a name that is translated, lists of codes."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ..forms import RegisterForm

CODE = RegexValidator(
    r"^[a-z][a-z0-9_]*$", _("Use small letters without diacritics, digits and underscores, a letter first.")
)
# A host name, or a wildcard for all hosts below one, with an optional port.
HOST = re.compile(r"^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,63}(:\d{1,5})?$")


def translated(*names):
    """The fields of these names, each with words of its own in every language."""
    return [TranslatableField(name) for name in names]


def synchronized(*names):
    """The fields of these names, the same in all languages."""
    return [SynchronizedField(name, overridable=False) for name in names]


def validate_hosts(value):
    """Refuses anything but host names, one a line: a careless entry would open the site's CSP."""
    for host in value.split():
        if not HOST.match(host):
            raise ValidationError(
                _("“%(host)s” is not a host name. Write one a line, such as www.example.com."),
                params={"host": host},
            )


class CodesField(models.JSONField):
    """A list of codes: of another register's entries, or of a fixed set. The admin ticks boxes.

    Codes and not relations, because an entry has one row per language and means the same in all.
    `choices_from` is the dotted path of a function that returns (code, label) pairs.
    """

    def __init__(self, *args, choices_from=None, **kwargs):
        self.choices_from = choices_from
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return CodesFormField(
            choices=import_string(self.choices_from),
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            required=not self.blank,
        )

    def contribute_to_class(self, cls, name, **kwargs):
        """Adds `get_<name>_display`, as fields with choices have it: the names instead of the codes."""
        super().contribute_to_class(cls, name, **kwargs)

        def display(instance):
            labels = dict(import_string(self.choices_from)())
            return ", ".join(str(labels.get(code, code)) for code in getattr(instance, self.attname))

        display.short_description = self.verbose_name
        setattr(cls, f"get_{name}_display", display)


class CodesFormField(forms.MultipleChoiceField):
    """Boxes to tick. A code that is stored stays offered, even when its entry is gone (`RegisterForm`)."""

    widget = forms.CheckboxSelectMultiple
    stored = ()

    def keep_offering(self, codes):
        """Offers `codes` too, under their own names, where nothing has them any more."""
        self.stored = codes or ()
        offered = list(self.choices)
        known = {code for code, _label in offered}
        self.choices = [*offered, *((code, code) for code in codes or [] if code not in known)]

    def clean(self, value):
        """What is ticked, in the order in which it was stored: another order would read as another policy."""
        ticked = super().clean(value)
        kept = [code for code in self.stored if code in ticked]
        return kept + [code for code in ticked if code not in kept]

    def has_changed(self, initial, data):
        return set(initial or []) != set(data or [])


class Register(TranslatableMixin, RevisionMixin, models.Model):
    """Base of the registers: a code that stays, a name that is translated."""

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
        """Saves the entry; what is the same in all languages is the same at once in all of them.

        wagtail-localize would copy it only when somebody next saves the translation, and a policy version
        frozen meanwhile would declare two different things.
        """
        if self._code_changed():
            raise ValueError("The code of a register entry never changes: the ledger refers to it.")
        others = type(self).objects.filter(code=self.code).exclude(pk=self.pk)
        if self._state.adding and (known := others.order_by("pk").first()):
            for name in self.shared_fields():
                setattr(self, name, getattr(known, name))
        super().save(*args, **kwargs)
        others.update(**{name: getattr(self, name) for name in self.shared_fields()})

    @classmethod
    def shared_fields(cls):
        """Names of the fields that mean the same in every language, without the code."""
        return [
            field.field_name
            for field in cls.translatable_fields
            if isinstance(field, SynchronizedField) and field.field_name != "code"
        ]

    def _code_changed(self):
        if self._state.adding:
            return False
        stored = type(self).objects.filter(pk=self.pk).values_list("code", flat=True).first()
        return stored is not None and stored != self.code
