"""Forms of the inbox's screens."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name

from . import access
from .models import Status

# Kept in the read log as these codes, so that a line means the same in every language.
REASONS = [
    ("answer", _("Answer the enquiry")),
    ("callback", _("Call back")),
    ("check", _("Check the data")),
    ("other", _("Something else")),
]
OTHER = "other"
# A reason of one's own says something: neither a dot nor characters that nobody sees.
FEWEST_LETTERS = 3


class ReadForm(forms.Form):
    """Why somebody wants to read; the reason goes into the read log."""

    reason = forms.ChoiceField(
        label=_("Why do you need to read it?"), choices=REASONS, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=120,
        help_text=_("For “something else”. Name nobody here: it is kept in the read log."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    take = forms.BooleanField(label=_("Assign it to me"), required=False)

    def clean(self):
        cleaned = super().clean()
        words = cleaned.get("words", "")
        if cleaned.get("reason") == OTHER and sum(map(str.isalnum, words)) < FEWEST_LETTERS:
            self.add_error("words", _("Please say in a few words why you need to read it."))
        return cleaned

    @property
    def reason_text(self):
        """What the read log keeps."""
        reason = self.cleaned_data["reason"]
        return f"{reason}: {self.cleaned_data['words'].strip()}" if reason == OTHER else reason


class SearchForm(forms.Form):
    """What to find people by. Only ever sent by POST: personal data has no place in an address."""

    term = forms.CharField(
        label=_("E-mail, phone number, name or receipt number"),
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "placeholder": _("E-mail, phone, name or receipt"),
                "data-inbox-search": "",
            }
        ),
    )


class ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return get_user_display_name(user)


class AssignForm(forms.Form):
    """Who is to answer; nobody is a valid choice."""

    assignee = ColleagueField(queryset=None, required=False, label=_("Assigned to"), empty_label=_("Nobody"))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        workers = access.workers()
        if not access.may_assign(by):
            workers = workers.filter(pk=by.pk)
        self.fields["assignee"].queryset = workers


class StatusForm(forms.Form):
    status = forms.ChoiceField(choices=Status.choices)


class NoteForm(forms.Form):
    """A note for colleagues; sealed with the rest."""

    text = forms.CharField(
        label=_("Note for colleagues"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
