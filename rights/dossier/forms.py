"""Forms of the person's screen. Personal data comes in by POST only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models.requests import Kind, Source

FEWEST_LETTERS = 3


class FindForm(forms.Form):
    """By what a person is found."""

    term = forms.CharField(
        label=_("E-mail, phone number, name or receipt number"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class WhyForm(forms.Form):
    """Why the officer reads; the reason goes into the read log, which the person can see."""

    reason = forms.CharField(
        label=_("Why do you need to read it?"),
        max_length=120,
        help_text=_("It is kept in the read log, which the person can see. Name nobody."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_reason(self):
        reason = self.cleaned_data["reason"].strip()
        if sum(map(str.isalnum, reason)) < FEWEST_LETTERS:
            raise forms.ValidationError(_("Please say in a few words why you need to read it."))
        return reason


class AskedForm(forms.Form):
    """What the person asked, and by which way, where the officer starts from their screen."""

    kind = forms.ChoiceField(label=_("What do they ask?"), choices=Kind.choices)
    source = forms.ChoiceField(
        label=_("Came by"), choices=[choice for choice in Source.choices if choice[0] != Source.CENTRE]
    )
    verified = forms.BooleanField(
        label=_("They have proven who they are"),
        required=False,
        help_text=_("Nothing is erased, corrected or handed out before that."),
    )
