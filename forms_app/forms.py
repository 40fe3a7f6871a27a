"""The form a visitor fills in, built from a frozen version: never from the page as it happens to be now."""

import re
from dataclasses import dataclass
from types import SimpleNamespace

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from . import fields, keys, reach, slots, snapshot
from .uploads import MB, MOST_TOTAL_BYTES, allowed_types

MOST_RADIOS = 6
REQUIRED_CHOICE = _("Please choose an answer.")
# Where one chooses instead of writing.
REQUIRED = {
    "choice": REQUIRED_CHOICE,
    "choices": REQUIRED_CHOICE,
    "callback_slot": _("Please choose a time."),
    "file": _("Please choose a file."),
    "date": _("Please choose a day."),
}


def _full_name(field, **kwargs):
    return fields.TextField(max_length=120, **kwargs)


def _email(field, **kwargs):
    return fields.EmailField(**kwargs)


def _phone(field, **kwargs):
    return fields.PhoneField(**kwargs)


def _address(field, **kwargs):
    return fields.TextField(
        max_length=300, multiline=True, widget=forms.Textarea(attrs={"rows": 3}), **kwargs
    )


def _text(field, **kwargs):
    multiline = bool(field.get("multiline"))
    longest = field["options"].get("max_length") or (4000 if multiline else 200)
    return fields.TextField(max_length=longest, multiline=multiline, **kwargs)


def _choice(field, **kwargs):
    choices = [(choice["key"], choice["label"]) for choice in field["choices"]]
    if len(choices) <= MOST_RADIOS:
        return fields.ChoiceField(choices=choices, widget=forms.RadioSelect, **kwargs)
    return fields.ChoiceField(choices=[("", _("Please choose")), *choices], **kwargs)


def _choices(field, **kwargs):
    choices = [(choice["key"], choice["label"]) for choice in field["choices"]]
    return fields.ChoicesField(choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs)


def _number(field, **kwargs):
    options = field["options"]
    return fields.NumberField(
        whole=options.get("whole", True),
        minimum=options.get("minimum"),
        maximum=options.get("maximum"),
        **kwargs,
    )


def _date(field, **kwargs):
    return fields.DateField(when=field["options"].get("when", "any"), **kwargs)


def _callback_slot(field, **kwargs):
    return fields.SlotField(days_ahead=field["options"].get("days_ahead", 14), **kwargs)


def _file(field, **kwargs):
    options = field["options"]
    return fields.FilesField(
        kinds=options["kinds"],
        max_files=options["max_files"],
        max_bytes=options["max_size_mb"] * MB,
        **kwargs,
    )


BUILDERS = {
    "full_name": _full_name,
    "email": _email,
    "phone": _phone,
    "address": _address,
    "text": _text,
    "choice": _choice,
    "choices": _choices,
    "number": _number,
    "date": _date,
    "callback_slot": _callback_slot,
    "file": _file,
}

# WCAG 1.3.5: what browsers may fill in for people.
AUTOCOMPLETE = {
    "full_name": {"autocomplete": "name"},
    "email": {"autocomplete": "email", "inputmode": "email", "autocapitalize": "off", "spellcheck": "false"},
    "phone": {"autocomplete": "tel", "inputmode": "tel"},
    "address": {"autocomplete": "street-address"},
}


def build_field(field):
    """The Django form field for one field of a snapshot."""
    built = BUILDERS[field["type"]](
        field,
        label=field["label"],
        help_text=field["help"],
        required=field["required"],
        error_messages={"required": REQUIRED.get(field["type"], fields.REQUIRED)},
    )
    built.widget.attrs.update(AUTOCOMPLETE.get(field["type"], {}))
    built.widget.attrs["data-field"] = field["key"]
    if field["type"] == "callback_slot":
        days = field["options"].get("days_ahead", 14)
        built.widget.attrs["data-slots"] = reverse("forms_slots", args=[get_language(), days])
    return built


@dataclass
class Row:
    """One question as the template shows it."""

    bound: forms.BoundField
    type: str
    required: bool

    @property
    def is_group(self):
        return isinstance(self.bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)

    @property
    def limits(self):
        """For files: what is accepted, in words; else nothing."""
        field = self.bound.field
        if not isinstance(field, fields.FilesField):
            return ""
        accepted = ", ".join(extension.upper() for extension in allowed_types(field.kinds))
        return ngettext(
            "%(kinds)s; one file, at most %(size)d MB.",
            "%(kinds)s; at most %(count)d files, each at most %(size)d MB.",
            field.max_files,
        ) % {"kinds": accepted, "count": field.max_files, "size": field.max_bytes // MB}

    @property
    def described_by(self):
        """The ids of a group's help and errors; Django names them itself only for single inputs."""
        ids = [f"{self.bound.auto_id}_helptext"] if self.bound.help_text else []
        ids += [f"{self.bound.auto_id}_error"] if self.bound.errors else []
        return " ".join(ids)


@dataclass
class ConsentRow:
    """One box as the template shows it."""

    bound: forms.BoundField
    purpose: str
    required: bool
    wording: str

    @property
    def inline_wording(self):
        """The wording as it may stand in a label, where HTML allows no paragraphs."""
        inline = re.sub(r"<p\b[^>]*>", '<span class="form__paragraph">', self.wording)
        # From an editor's rich text, cleaned by Wagtail.
        return mark_safe(inline.replace("</p>", "</span>"))  # noqa: S308


class VisitorForm(forms.Form):
    """A form for one version. `uid` makes its element ids unique on a page that shows several forms."""

    # The whole page tells about errors in words of its own, in the page's language.
    use_required_attribute = True

    def __init__(self, version, *args, uid="form", **kwargs):
        self.version, self.uid = version, uid
        self.snapshot = version.snapshot
        super().__init__(*args, auto_id=f"{uid}-%s", **kwargs)
        for field in self.snapshot["fields"]:
            self.fields[field["key"]] = build_field(field)
        for consent in self.snapshot["consents"]:
            self.fields[keys.consent_name(consent["purpose"])] = forms.BooleanField(
                label="",
                required=consent["required"],
                widget=forms.CheckboxInput(attrs={"data-purpose": consent["purpose"]}),
                error_messages={"required": _("We can only take this in if you agree.")},
            )

    @property
    def rows(self):
        return [Row(self[f["key"]], f["type"], f["required"]) for f in self.snapshot["fields"]]

    @property
    def consents(self):
        return [
            ConsentRow(
                self[keys.consent_name(c["purpose"])],
                c["purpose"],
                c["required"],
                c["wording"],
            )
            for c in self.snapshot["consents"]
        ]

    @property
    def has_files(self):
        return any(field["type"] == "file" for field in self.snapshot["fields"])

    @property
    def had_files(self):
        """Whether the visitor had chosen files, which a browser won't keep for them."""
        return self.is_bound and bool(self.files)

    @property
    def fresh_until(self):
        """When the first callback time on offer falls away, so that kept pages are renewed; else None."""
        for field in self.snapshot["fields"]:
            if field["type"] == "callback_slot":
                return slots.next_change(days_ahead=field["options"].get("days_ahead", 14))
        return None

    @property
    def submit_label(self):
        return self.snapshot["submit_label"]

    @property
    def summary(self):
        """(id of the element, label, message) of each error, in the order of the page."""
        items = []
        for row in [*self.rows, *self.consents]:
            bound = row.bound
            # The id of a group is no element's: its first input takes the focus.
            target = f"{bound.auto_id}_0" if getattr(row, "is_group", False) else bound.auto_id
            label = bound.label or _("Consent")
            items += [
                SimpleNamespace(target=target, label=label, message=message) for message in bound.errors
            ]
        return items

    def without_errors(self):
        """This form with everything that was typed, and no verdict on it."""
        self._errors = ErrorDict()
        return self

    def clean(self):
        cleaned = super().clean()
        files = [file for value in cleaned.values() if isinstance(value, list) for file in value]
        size = sum(len(file["content"]) for file in files if isinstance(file, dict))
        if size > MOST_TOTAL_BYTES:
            for field in self.snapshot["fields"]:
                if field["type"] == "file":
                    self.add_error(
                        field["key"],
                        ValidationError(
                            _("The files are too large together: at most %(limit)d MB."),
                            params={"limit": MOST_TOTAL_BYTES // MB},
                        ),
                    )
        self._ask_for_addresses(cleaned)
        return cleaned

    def _ask_for_addresses(self, cleaned):
        """An error where a ticked box needs an address that the form asks for and nobody gave."""
        for consent in self.snapshot["consents"]:
            if not cleaned.get(keys.consent_name(consent["purpose"])):
                continue
            purpose = self.version.declared["purposes"][consent["purpose"]]
            kinds = reach.kinds(purpose.get("channel", ""))
            asked = [field for field in self.snapshot["fields"] if field["type"] in kinds]
            if not asked or any(cleaned.get(each["key"]) or each["key"] in self.errors for each in asked):
                continue
            # A box that has to stay ticked can't be unticked.
            message = fields.REQUIRED if consent["required"] else reach.MISSING[asked[0]["type"]]
            self.add_error(asked[0]["key"], ValidationError(message, params={"purpose": purpose["name"]}))

    def answers(self):
        """{key: value} as the sealed payload has it; unanswered questions are left out."""
        answers = {}
        for field in self.snapshot["fields"]:
            value = self.cleaned_data.get(field["key"])
            if field["type"] == "file" or value in (None, "", []):
                continue
            if field["type"] == "number":
                value = fields.NumberField.as_text(value)
            elif field["type"] == "date":
                value = value.isoformat()
            answers[field["key"]] = value
        return answers

    def shown_fields(self, *, compact):
        """The keys of the questions that the visitor saw; None for all of them."""
        if not compact:
            return None
        return [field["key"] for field in self.snapshot["fields"] if field["required"]]

    def uploaded_files(self):
        """The checked files, each with the key of its field."""
        return [
            {"field": field["key"], **file}
            for field in self.snapshot["fields"]
            if field["type"] == "file"
            for file in self.cleaned_data.get(field["key"]) or []
        ]

    def decisions(self):
        """{purpose code: whether it was agreed to} for every box of the form."""
        return {
            c["purpose"]: bool(self.cleaned_data.get(keys.consent_name(c["purpose"])))
            for c in self.snapshot["consents"]
        }


def preview_field(block, value):
    """A row for the editor's block preview: the field as a visitor would meet it."""
    child = SimpleNamespace(block=block, block_type=block.name, value=value, id=None)
    field = snapshot.field_of(child)
    version = SimpleNamespace(snapshot={"fields": [field], "consents": [], "submit_label": ""}, pk=None)
    return VisitorForm(version, uid="preview").rows[0]
