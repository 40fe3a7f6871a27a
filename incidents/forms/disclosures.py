"""Forms about demands of authorities."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .. import disclosable
from ..models import Disclosure
from .base import MomentsMixin, day_not_ahead


class DisclosureForm(MomentsMixin, forms.ModelForm):
    """What an authority demands, and what of it the bundle may hold."""

    kinds = forms.MultipleChoiceField(
        label=capfirst(_("data to hand over")),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the paper demands. Nothing else gets into the bundle, whatever is held."),
    )

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
            "kinds",
            "period_from",
            "period_to",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = list(disclosable.kinds().items())
        for name in ("paper_date", "received_on"):
            self.fields[name].validators.append(day_not_ahead)

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("period_from"), cleaned.get("period_to")
        if start and end and end < start:
            self.add_error("period_to", _("It can't end before it begins."))
        written, received = cleaned.get("paper_date"), cleaned.get("received_on")
        if written and received and received < written:
            self.add_error("received_on", _("The paper can't be received before the date that it bears."))
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
