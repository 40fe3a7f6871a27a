"""Forms of this room's screens."""

import contextlib
import datetime as dt

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name

from privacy.declared import current
from vault import keys
from vault.errors import VaultError
from vault.models import PersonKey, SealedRecord

from . import paperwork, severity
from .models import AffectedQuery, Disclosure, Incident, Paper, Report

Kind = AffectedQuery.Kind


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


class IncidentForm(MomentsMixin, forms.ModelForm):
    """The facts. Only what is known at the first signal is asked for; the rest can follow."""

    data_categories = forms.MultipleChoiceField(
        label=_("kinds of data"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Incident
        fields = [
            "title",
            "kind",
            "detected_at",
            "aware_at",
            "occurred_from",
            "occurred_to",
            "place",
            "act",
            "parties",
            "data_categories",
            "people_estimate",
            "records_estimate",
            "consequences",
            "measures",
            "processor",
            "processor_told_at",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = paperwork.category_choices()
        kept = [(code, code) for code in self.instance.data_categories if code not in dict(known)]
        self.fields["data_categories"].choices = known + kept
        for name in ("detected_at", "aware_at", "occurred_from", "occurred_to", "processor_told_at"):
            self.fields[name].validators.append(not_ahead)

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("occurred_from"), cleaned.get("occurred_to")
        if start and end and end < start:
            self.add_error("occurred_to", _("It can't end before it begins."))
        return cleaned


class SeverityForm(forms.Form):
    """The severity test, one question each."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for question in severity.QUESTIONS:
            self.fields[question.code] = forms.ChoiceField(
                label=question.text,
                help_text=question.help,
                choices=question.choices,
                widget=forms.RadioSelect,
                required=False,
            )


class ReportForm(MomentsMixin, forms.ModelForm):
    """That an authority was told."""

    class Meta:
        model = Report
        fields = ["duty", "sent_at", "reference", "late_reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sent_at"].validators.append(not_ahead)
        self.fields["late_reason"].widget.attrs["rows"] = 2


class PaperForm(forms.Form):
    """A scan."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Paper.Kind.choices)
    file = forms.FileField(label=_("File (PDF, PNG or JPEG)"))


class ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return get_user_display_name(user)


# Which fields each way of finding people uses.
USED = {
    Kind.READER: ("user", "record_kind", "since", "until"),
    Kind.KEY: ("master", "until"),
    Kind.STORE: ("until",),
    Kind.LEDGER: ("purpose", "channel", "since", "until"),
    Kind.RECEIPTS: ("receipts",),
}


class AffectedForm(MomentsMixin, forms.Form):
    """One way of finding out who is affected."""

    kind = forms.ChoiceField(label=_("How to find them"), choices=Kind.choices, widget=forms.RadioSelect)
    user = ColleagueField(
        label=_("Whose readings"), queryset=None, required=False, help_text=_("For: what somebody read.")
    )
    record_kind = forms.ChoiceField(
        label=_("Kind of record"), required=False, help_text=_("Empty: everything they read.")
    )
    master = forms.ChoiceField(
        label=_("Master key"), required=False, help_text=_("For: what a master key opens.")
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"), required=False, help_text=_("For: who decided on a purpose.")
    )
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    receipts = forms.CharField(
        label=_("Receipt numbers"),
        required=False,
        max_length=20000,
        widget=forms.Textarea,
        help_text=_("For: a list of receipt numbers, one a line."),
    )
    since = forms.DateTimeField(label=_("From"), required=False)
    until = forms.DateTimeField(label=_("Until"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = (
            get_user_model().objects.filter(vault_readings__isnull=False).distinct().order_by("username")
        )
        empty = [("", "–")]
        kinds = SealedRecord.objects.order_by("kind").values_list("kind", flat=True).distinct()
        self.fields["record_kind"].choices = empty + [(kind, kind) for kind in kinds]
        self.fields["master"].choices = empty + [(key, key) for key in master_keys()]
        declared = current()
        language = settings.LANGUAGE_CODE
        for name, entries in (
            ("purpose", declared.purposes(language) if declared else {}),
            ("channel", declared.channels(language) if declared else {}),
        ):
            self.fields[name].choices = empty + [(code, entry.name) for code, entry in entries.items()]
        for name, field in self.fields.items():
            field.used_for = " ".join(kind for kind, names in USED.items() if name in names)

    def clean(self):
        cleaned = super().clean()
        needed = {Kind.READER: "user", Kind.KEY: "master", Kind.RECEIPTS: "receipts"}.get(cleaned.get("kind"))
        if needed and not cleaned.get(needed):
            self.add_error(needed, _("This way needs it."))
        if cleaned.get("kind") == Kind.LEDGER and not any(
            cleaned.get(name) for name in ("purpose", "channel", "since", "until")
        ):
            self.add_error("purpose", _("Give a purpose, a channel or a time."))
        return cleaned

    @property
    def params(self):
        """The query as it is kept: only what its kind uses, moments in ISO form."""
        cleaned = self.cleaned_data
        params = {name: cleaned[name] for name in USED[cleaned["kind"]] if cleaned.get(name)}
        for name in ("since", "until"):
            if name in params:
                params[name] = params[name].isoformat()
        if "user" in params:
            params |= {"user": cleaned["user"].pk, "reader": get_user_display_name(cleaned["user"])}
        if "receipts" in params:
            params["receipts"] = cleaned["receipts"].upper().split()
        return params


def master_keys():
    """Ids of the master keys that wrap people's keys, and of those that this process holds."""
    ids = set(PersonKey.objects.values_list("master_id", flat=True).distinct())
    with contextlib.suppress(VaultError):
        ids |= keys.private().master.keys()
    return sorted(ids)


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


class NoticeForm(WordsForm):
    """What people affected are written."""

    texts = {"subject": line(_("Subject")), "body": paragraph(_("Text of the notice"), rows=16)}


class UpdateForm(WordsForm):
    """An entry of the public page."""

    texts = {"text": paragraph(_("What is new"), rows=4)}


class PublicForm(WordsForm):
    """What the public page says."""

    is_public = forms.BooleanField(
        label=_("Show the public page"),
        required=False,
        help_text=_("Anyone can read it as long as this is ticked, closed incidents too."),
    )
    texts = {
        "title": line(_("Title"), required=False),
        "summary": paragraph(_("What happened"), required=False),
        "advice": paragraph(_("What people should do"), required=False),
    }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_public"):
            for code, _name in settings.LANGUAGES:
                for name in ("title", "summary"):
                    if not cleaned.get(f"{name}_{code}"):
                        self.add_error(f"{name}_{code}", _("A public page needs this in every language."))
        return cleaned


class DisclosureForm(MomentsMixin, forms.ModelForm):
    """What an authority demands."""

    class Meta:
        model = Disclosure
        fields = [
            "authority_kind",
            "authority_name",
            "paper_number",
            "paper_date",
            "received_on",
            "legal_basis",
            "scope",
            "period_from",
            "period_to",
        ]

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("period_from"), cleaned.get("period_to")
        if start and end and end < start:
            self.add_error("period_to", _("It can't end before it begins."))
        return cleaned


class AuthorityPaperForm(forms.Form):
    """The authority's paper, sealed together with the name of who signed for it."""

    requested_by = forms.CharField(
        label=_("Who asks for it"),
        max_length=160,
        help_text=_("The official's name and rank; sealed with the paper."),
    )
    file = forms.FileField(label=_("Scan (PDF, PNG or JPEG)"))


class PersonForm(forms.Form):
    """Whom to add. Only ever sent by POST."""

    term = forms.CharField(
        label=_("E-mail, phone number or receipt number"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is refused"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
