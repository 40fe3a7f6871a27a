"""Forms of the register of incidents."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .. import paperwork, severity
from ..models import DutyWaiver, Incident, Paper, Report
from .base import MomentsMixin, WordsForm, line, not_ahead, paragraph


class IncidentForm(MomentsMixin, forms.ModelForm):
    """The facts. Only what is known at the first signal is asked for; the rest can follow."""

    data_categories = forms.MultipleChoiceField(
        label=capfirst(_("kinds of data")), required=False, widget=forms.CheckboxSelectMultiple
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


class WaiverForm(forms.ModelForm):
    """That a duty is not going to be met; `waiting` names those that can be chosen (None: all)."""

    class Meta:
        model = DutyWaiver
        fields = ["duty", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, waiting=None, **kwargs):
        super().__init__(*args, **kwargs)
        if waiting is not None:
            self.fields["duty"].choices = [(code, severity.TITLES[code]) for code in waiting]


class PaperForm(forms.Form):
    """A scan."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Paper.Kind.choices)
    file = forms.FileField(label=_("File (PDF, PNG or JPEG)"))


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
