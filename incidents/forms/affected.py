"""How affected people are looked for."""

import contextlib

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name

from common.receipts import normalise_receipt
from privacy.declared import current
from vault import keys
from vault.errors import VaultError
from vault.models import PersonKey, SealedRecord
from vault.reasons import record_kinds

from ..models import AffectedQuery
from .base import MomentsMixin

Kind = AffectedQuery.Kind


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
        self.fields["record_kind"].choices = empty + [(kind, record_kinds.get(kind, kind)) for kind in kinds]
        self.fields["master"].choices = empty + [(key, key) for key in master_keys()]
        declared = current()
        language = get_language()
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
            self.add_error(needed, _("Please fill this in: people are found by it."))
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
            params["receipts"] = receipt_numbers(cleaned["receipts"])
        return params


def receipt_numbers(text):
    """The receipt numbers in a text: one a line, however typed, or several with blanks between them."""
    found = []
    for line in text.splitlines():
        number = normalise_receipt(line)
        found += [number] if number else line.upper().split()
    return found


def master_keys():
    """Ids of the master keys that wrap people's keys, and of those that this process holds."""
    ids = set(PersonKey.objects.values_list("master_id", flat=True).distinct())
    with contextlib.suppress(VaultError):
        ids |= keys.private().master.keys()
    return sorted(ids)
