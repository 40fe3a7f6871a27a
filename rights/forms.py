"""Forms of the requests' screens. Personal data comes in by POST only."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vault.identity import Identifiers

from . import clocks, recipients
from .models import Letter, ProcessorTask
from .models.requests import Ground, Kind, Reason, Source, Status
from .services.work import WITHDRAWAL_GROUNDS

LONGEST_TEXT = 10_000


class Area(forms.Textarea):
    def __init__(self, rows=4):
        super().__init__(attrs={"rows": rows, "autocomplete": "off"})


class EnterForm(forms.Form):
    """A request that came by e-mail, phone or paper, as the officer enters it."""

    kind = forms.ChoiceField(label=_("What do they ask?"), choices=Kind.choices)
    source = forms.ChoiceField(
        label=_("Came by"),
        choices=[choice for choice in Source.choices if choice[0] != Source.CENTRE],
        initial=Source.EMAIL,
    )
    received_at = forms.DateTimeField(
        label=_("Received"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("When it reached the company, not when you enter it: the clock runs from then."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    name = forms.CharField(label=_("Full name"), required=False, max_length=200)
    locale = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("Letters are written in it.")
    )
    purposes = forms.MultipleChoiceField(
        label=_("For which purposes?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )
    text = forms.CharField(
        label=_("What they wrote or said"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=Area(6),
        help_text=_("Sealed, and readable only from the request's own page."),
    )
    verified = forms.BooleanField(
        label=_("They have proven who they are"),
        required=False,
        help_text=_(
            "For example by answering from the address we know, or by the code of the privacy centre. "
            "Only then the time for completing runs, and only then details are added to a known person."
        ),
    )
    eu = forms.BooleanField(label=_("They are in the European Union (GDPR)"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        language = kwargs.get("initial", {}).get("locale", settings.LANGUAGE_CODE)
        self.fields["purposes"].choices = sorted(recipients.purpose_names(language).items())
        for name in ("email", "phone", "name"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_received_at(self):
        value = self.cleaned_data["received_at"]
        if value > timezone.now():
            raise forms.ValidationError(_("This time is still to come."))
        return value

    def clean(self):
        cleaned = super().clean()
        found = Identifiers(email=cleaned.get("email", ""), phone=cleaned.get("phone", ""))
        if cleaned.get("phone") and not found.phone:
            self.add_error("phone", _("This is not a phone number."))
        elif not found.email and not found.phone and "email" not in self.errors:
            self.add_error("email", _("Give an e-mail address or a phone number, to find the person by."))
        return cleaned


class ExtendForm(forms.Form):
    """By when, and why. Whether the law allows the date is the service's to say."""

    until = forms.DateField(label=_("New date"))
    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Note for colleagues"),
        required=False,
        max_length=2000,
        widget=Area(3),
        help_text=_("Sealed."),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        latest = clocks.local_day(clocks.latest_extension(request.kind, request.due_at, eu=request.eu))
        self.fields["until"].widget = forms.DateInput(
            attrs={
                "type": "date",
                "min": clocks.local_day(request.due_at).isoformat(),
                "max": latest.isoformat(),
            },
            format="%Y-%m-%d",
        )
        self.fields["until"].initial = latest


class RefuseForm(forms.Form):
    """Why what was asked is not done: a ground of the closed list."""

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Article and law"),
        required=False,
        max_length=255,
        help_text=_("Stands in the letter. Needed where another law or a task of the state is the ground."),
    )
    words = forms.CharField(
        label=_("Note for colleagues"),
        required=False,
        max_length=2000,
        widget=Area(3),
        help_text=_("Sealed."),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        grounds = list(Ground)
        if request.status == Status.UNVERIFIED:
            grounds = [Ground.IDENTITY]
        elif request.kind == Kind.WITHDRAW:
            grounds = [ground for ground in grounds if ground in WITHDRAWAL_GROUNDS]
        self.fields["ground"].choices = [(ground.value, ground.label) for ground in grounds]


class CorrectForm(forms.Form):
    """What is right; empty where nothing changes. What was there before is not shown."""

    name = forms.CharField(label=_("Full name"), required=False, max_length=200)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean_phone(self):
        given = self.cleaned_data["phone"]
        if given and not Identifiers(phone=given).phone:
            raise forms.ValidationError(_("This is not a phone number."))
        return Identifiers(phone=given).phone


class LetterForm(forms.Form):
    """A letter as generated or edited."""

    kind = forms.ChoiceField(choices=Letter.Kind.choices, widget=forms.HiddenInput)
    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.HiddenInput)
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text of the letter"), max_length=LONGEST_TEXT, widget=Area(24))


class ChooseLetterForm(forms.Form):
    """Which letter to generate; part of the address, as it names nobody."""

    kind = forms.ChoiceField(label=_("Letter"), choices=Letter.Kind.choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class LanguageForm(forms.Form):
    """In which language to generate a letter; part of the address, as it names nobody."""

    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class TaskForm(forms.Form):
    recipient = forms.ChoiceField(label=_("Recipient"))
    what = forms.ChoiceField(label=_("What to do"), choices=ProcessorTask.What.choices)

    def __init__(self, *args, language, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recipient"].choices = sorted(recipients.names(language).items())


class FinishTaskForm(forms.Form):
    note = forms.CharField(
        label=_("How they confirmed it, or why it was not needed"), required=False, max_length=255
    )


class EraseForm(forms.Form):
    """The last look before what can't be undone."""

    typed = forms.CharField(label=_("Number of the request"), max_length=20, strip=True)
    send_letter = forms.BooleanField(label=_("Mail this letter first"), required=False)
    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.HiddenInput)
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    body = forms.CharField(
        label=_("Text of the letter"), max_length=LONGEST_TEXT, required=False, widget=Area(14)
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["typed"].widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})

    def clean_typed(self):
        if self.cleaned_data["typed"] != self.request.reference:
            raise forms.ValidationError(_("Type the number exactly as it stands above."))
        return self.cleaned_data["typed"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("send_letter") and not (cleaned.get("subject") and cleaned.get("body")):
            self.add_error("body", _("A letter has a subject and a text."))
        return cleaned
