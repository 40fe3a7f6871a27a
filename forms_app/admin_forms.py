"""The editor's form: a draft may be incomplete, what goes live may not."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from .choices import purpose_choices


class FormPageForm(WagtailAdminPageForm):
    """Offers the declared purposes, and tells the page whether it is a draft or about to be published."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "main_purpose" in self.fields:
            field = self.fields["main_purpose"]
            self.fields["main_purpose"] = forms.ChoiceField(
                # Not choices of the model field: Django's checks would read the register before it exists.
                choices=[("", _("Choose a purpose")), *purpose_choices()],
                required=False,
                label=field.label,
                help_text=field.help_text,
            )

    def clean(self):
        self.instance.is_to_be_complete = not self.is_deferred_validation
        return super().clean()
