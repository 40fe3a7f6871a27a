"""What the forms of this room are made of: moments, reasons, words in every language."""

import datetime as dt

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import conf


class MomentInput(forms.DateTimeInput):
    """The browser's own picker, in the company's time."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class MomentsMixin:
    """Gives the form's moments and days the browser's pickers, and texts a fitting height."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateTimeField):
                field.widget = MomentInput()
            elif isinstance(field, forms.DateField):
                field.widget = DayInput()
            elif isinstance(field.widget, forms.Textarea):
                field.widget.attrs.setdefault("rows", 4)


def not_ahead(value):
    """ValidationError for a moment that is still to come; a minute's difference of clocks is forgiven."""
    if value and value > timezone.now() + dt.timedelta(minutes=1):
        raise forms.ValidationError(_("This moment is still to come."))


def day_not_ahead(value):
    """ValidationError for a day that is still to come."""
    if value and value > timezone.localdate():
        raise forms.ValidationError(_("This day is still to come."))


def scan_limits():
    """What a scan has to be, in words: its types and the size that the setting allows."""
    return _("The file has to be a PDF, PNG or JPEG of at most %(size)s.") % {
        "size": filesizeformat(conf.get("INCIDENTS_PAPER_BYTES"))
    }


class ReasonForm(forms.Form):
    """Why something is not done, or taken back. Kept in the register."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Name nobody here."),
    )


def per_language(fields):
    """The form fields of `fields` ({name: factory}), once for each language, as name_code."""
    return {
        f"{name}_{code}": factory(language)
        for code, language in settings.LANGUAGES
        for name, factory in fields.items()
    }


class WordsForm(forms.Form):
    """Texts in every language of the site. `words` gives {language: {name: text}}."""

    texts = {}

    def __init__(self, *args, words=None, **kwargs):
        initial = {
            f"{name}_{code}": text for code, each in (words or {}).items() for name, text in each.items()
        }
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.fields.update(per_language(self.texts))

    @property
    def words(self):
        return {
            code: {name: self.cleaned_data[f"{name}_{code}"].replace("\r\n", "\n") for name in self.texts}
            for code, _name in settings.LANGUAGES
        }


def line(label, **options):
    return lambda language: forms.CharField(label=f"{label} ({language})", max_length=200, **options)


def paragraph(label, rows=5, **options):
    return lambda language: forms.CharField(
        label=f"{label} ({language})",
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=10000,
        **options,
    )
