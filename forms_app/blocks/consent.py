"""Boxes by which a visitor agrees to a purpose; their wording belongs to the purpose, not to the form."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms_app.choices import purpose_choices

from .base import QuestionBlock


class ConsentBlock(QuestionBlock):
    """One box, one purpose (Law 91/2025 art. 9): unticked, its text as in the register of purposes."""

    purpose = blocks.ChoiceBlock(
        choices=purpose_choices,
        label=_("Purpose"),
        help_text=_("Visitors read the wording of this purpose in their language."),
    )
    required = blocks.BooleanBlock(
        required=False,
        default=False,
        label=_("The form can't be sent without it"),
        help_text=_("Only for the purpose that the form is for; everything else stays the visitor's choice."),
    )

    def get_preview_context(self, value, parent_context=None):
        # No purpose is chosen in a preview: its template shows where the wording goes.
        return dict(parent_context or {})

    class Meta:
        icon = "check"
        label = _("Consent")
        description = _("A box by which the visitor agrees to one purpose; never ticked beforehand.")
        preview_template = "forms_app/consent_preview.html"
        group = _("Consent")
