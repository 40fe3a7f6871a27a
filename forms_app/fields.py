"""Form fields that know their job: names in any script, phones to E.164, slots inside opening hours."""

import re
import unicodedata
from decimal import Decimal

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import slots, uploads
from .text import check_characters, clean_text

REQUIRED = _("Please fill this in.")
HOME_REGION = "VN"
MOST_DIGITS = 18
MOST_PLACES = 6


class TextField(forms.Field):
    """A text in NFC; `max_length` counts characters after normalising."""

    widget = forms.TextInput

    def __init__(self, *, max_length, multiline=False, **kwargs):
        self.max_length, self.multiline = max_length, multiline
        if multiline:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 6}))
        super().__init__(**kwargs)

    def to_python(self, value):
        return clean_text(str(value or ""), max_length=self.max_length, multiline=self.multiline)

    def widget_attrs(self, widget):
        return {"maxlength": str(self.max_length)}


class EmailField(TextField):
    """An e-mail address; the domain may be in any script."""

    widget = forms.EmailInput
    default_validators = [
        EmailValidator(_("This does not look like an e-mail address, such as name@example.com."))
    ]

    def __init__(self, **kwargs):
        super().__init__(max_length=254, **kwargs)


class PhoneField(TextField):
    """A phone number in E.164. Without “+” it is Vietnamese (law.md 4); foreign ones start with + or 00."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _(
            "This does not look like a phone number. Vietnamese ones read like 0912 345 678 or "
            "028 3822 1234, foreign ones start with +."
        ),
        "old": _(
            "Mobile numbers of eleven digits were replaced in 2018. Please give the number with ten digits."
        ),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel"}))
        super().__init__(max_length=32, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return ""
        if not re.fullmatch(r"[\d\s+().\-/\u2010-\u2015]+", text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
        if "+" not in text and digits.startswith("00"):
            text = "+" + digits[2:]
        if re.fullmatch(r"(0|84)1[2689]\d{8}", digits):
            raise ValidationError(self.error_messages["old"], code="old")
        try:
            number = phonenumbers.parse(text, HOME_REGION)
        except phonenumbers.NumberParseException:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not phonenumbers.is_valid_number(number):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class ChoiceField(forms.ChoiceField):
    default_error_messages = {"invalid_choice": _("Please choose one of the answers offered.")}

    def to_python(self, value):
        value = super().to_python(value)
        check_characters(value)
        return value


class ChoicesField(forms.MultipleChoiceField):
    default_error_messages = {"invalid_choice": _("Please choose among the answers offered.")}


class NumberField(forms.DecimalField):
    """A number, kept as the string that a person would write."""

    default_error_messages = {
        "invalid": _("Please write a number in digits."),
        "whole": _("Please write a whole number, such as 12."),
        "digits": _("This number is too long: at most %(limit)d digits before the decimal point."),
        "places": _("This number is too exact: at most %(limit)d digits after the decimal point."),
    }

    def __init__(self, *, whole, minimum, maximum, **kwargs):
        self.whole = whole
        super().__init__(min_value=minimum, max_value=maximum, **kwargs)
        # In the place of Django's, whose messages speak to programmers.
        self.validators = []
        if minimum is not None:
            self.validators.append(MinValueValidator(minimum, _("Please write %(limit_value)s or more.")))
        if maximum is not None:
            self.validators.append(MaxValueValidator(maximum, _("Please write %(limit_value)s or less.")))
        self.widget.attrs.update(
            {"inputmode": "numeric" if whole else "decimal", "step": "1" if whole else "any"}
        )

    def to_python(self, value):
        if isinstance(value, str):
            # A Vietnamese comma is a decimal point; digits of any script are digits.
            value = unicodedata.normalize("NFKC", value[:64]).replace(",", ".")
        return super().to_python(value)

    def validate(self, value):
        super().validate(value)
        if value in self.empty_values:
            return
        # Read off its parts: written out, 1e999999 is a million characters.
        if value.adjusted() >= MOST_DIGITS:
            self._fail("digits", MOST_DIGITS)
        _sign, digits, exponent = value.as_tuple()
        written = "".join(map(str, digits))
        places = -exponent - (len(written) - len(written.rstrip("0"))) if value else 0
        if self.whole and places > 0:
            self._fail("whole")
        if places > MOST_PLACES:
            self._fail("places", MOST_PLACES)

    def _fail(self, code, limit=None):
        raise ValidationError(self.error_messages[code], code=code, params={"limit": limit})

    @staticmethod
    def as_text(number):
        return format(Decimal(number).normalize(), "f")


class DateField(forms.DateField):
    """A day; pickers send 2026-11-25, people without one may write 25/11/2026."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, *, when="any", **kwargs):
        self.when = when
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"], **kwargs)
        self.error_messages["invalid"] = _("Please write the date as day/month/year, such as 25/11/2026.")

    def validate(self, value):
        super().validate(value)
        today = timezone.localdate()
        if value and self.when == "future" and value < today:
            raise ValidationError(_("This day is over. Please choose today or a later day."), code="past")
        if value and self.when == "past" and value > today:
            raise ValidationError(
                _("This day is yet to come. Please choose today or an earlier day."), code="future"
            )


class SlotField(forms.ChoiceField):
    """The start of a bookable slot, ISO 8601 with offset; what is offered is reckoned anew each time."""

    def __init__(self, *, days_ahead, **kwargs):
        self.days_ahead = days_ahead
        super().__init__(choices=self._choices, **kwargs)

    def _choices(self):
        return [("", _("Choose a time")), *slots.slot_groups(days_ahead=self.days_ahead)]

    def to_python(self, value):
        if value in self.empty_values:
            return ""
        slot = slots.find_slot(str(value)[:40], days_ahead=self.days_ahead)
        if slot is None:
            raise ValidationError(
                _("This time can't be booked (any more). Please choose one of the times offered now."),
                code="slot",
            )
        return slot.start.isoformat()

    def validate(self, value):
        forms.Field.validate(self, value)


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Up to `max_files` checked files; cleans to a list of {"name", "content_type", "content"}."""

    widget = _FilesInput

    def __init__(self, *, kinds, max_files, max_bytes, **kwargs):
        self.kinds, self.max_files, self.max_bytes = kinds, max_files, max_bytes
        super().__init__(**kwargs)
        accepted = ",".join(f".{extension}" for extension in uploads.allowed_types(kinds))
        # An input that allows several files asks for several of its own accord, so one file must be said.
        self.widget.attrs.update({"accept": accepted, "multiple": max_files > 1})

    def clean(self, data, initial=None):
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if not files:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        if len(files) > self.max_files:
            raise ValidationError(
                _("Too many files: at most %(limit)d."), code="count", params={"limit": self.max_files}
            )
        checked, errors = [], []
        for file in files:
            try:
                checked.append(uploads.check_file(file, kinds=self.kinds, max_bytes=self.max_bytes))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return checked
