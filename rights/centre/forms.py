"""The forms of the centre. What is typed never travels in an address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vault.identity import normalise_email, normalise_phone

from ..models.requests import Kind
from . import challenges


class ContactForm(forms.Form):
    """Who comes in: an address or a number. Says only whether it can be one."""

    contact = forms.CharField(
        label=_("Your e-mail address or phone number"),
        max_length=254,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "email",
                "spellcheck": "false",
                "autocapitalize": "none",
            }
        ),
    )

    def clean_contact(self):
        contact = challenges.clean_contact(self.cleaned_data["contact"])
        if not contact or "@" in contact and not _is_email(contact):
            raise forms.ValidationError(
                _("This is neither an e-mail address nor a phone number. Please check it.")
            )
        return contact


def _is_email(text):
    try:
        forms.EmailField().clean(text)
    except forms.ValidationError:
        return False
    return True


class CodeForm(forms.Form):
    """The mailed code; spaces don't matter."""

    code = forms.CharField(
        label=_("The code from the e-mail"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )


class CorrectForm(forms.Form):
    """What replaces the name, number and address we have; empty fields change nothing."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("We mail a code to the new address; it counts once you typed that code."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_phone(self):
        given = self.cleaned_data["phone"].strip()
        phone = normalise_phone(given)
        if given and not phone:
            raise forms.ValidationError(_("This is not a phone number. Please check it."))
        return phone

    def clean_email(self):
        return normalise_email(self.cleaned_data["email"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Fill in at least one field."))
        return cleaned


class AskForm(forms.Form):
    """What a person is asked to look at."""

    text = forms.CharField(
        label=_("What happened, and what should we do?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind == Kind.CORRECT:
            self.fields["text"].label = _("What is wrong, and what is right?")


class EraseForm(forms.Form):
    """The second word before everything goes."""

    sure = forms.BooleanField(label=_("I understand that this can't be undone."))
