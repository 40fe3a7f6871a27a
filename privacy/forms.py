"""Admin forms of the registers."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from . import choices


class RegisterForm(WagtailAdminModelForm):
    """Shows the code of an existing entry, but no longer takes a new one; offers what there is to choose."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "code" in self.fields:
            self.fields["code"].disabled = True
        for name, field in self.fields.items():
            if hasattr(field, "keep_offering"):
                field.keep_offering(getattr(self.instance, name))
        if "recipient" in self.fields:
            self.fields["recipient"] = self._recipient_field(self.fields["recipient"])

    def _recipient_field(self, field):
        """The recipients by name. Not choices of the model field: they are entries of another register."""
        offered = choices.recipients()
        held = self.instance.recipient
        if held and held not in dict(offered):
            offered.append((held, held))
        return forms.ChoiceField(
            choices=[("", _("None: the site itself")), *offered],
            required=False,
            label=field.label,
            help_text=_("Which third party sets it; it has to stand in the register of recipients."),
        )
