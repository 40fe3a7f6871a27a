"""Files that a visitor may send along."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .base import QuestionBlock, help_line, is_required, key_of_field, question_label


def kind_choices():
    """The kinds of files that a form may accept; what belongs to each is in `forms_app.uploads`."""
    return [
        ("pdf", _("PDF documents")),
        ("images", _("Pictures (JPEG, PNG, WebP)")),
        ("office", _("Office documents (without macros)")),
        ("text", _("Plain text and CSV")),
    ]


class FileBlock(QuestionBlock):
    """Files by kind and size. Never meant for identity papers, which the law counts as sensitive."""

    label = question_label()
    help = help_line()
    required = is_required()
    kinds = blocks.MultipleChoiceBlock(
        choices=kind_choices,
        default=["pdf", "images"],
        label=_("Accepted kinds"),
        help_text=_("Don't ask for pictures of identity papers: they are sensitive data."),
    )
    max_files = blocks.IntegerBlock(default=1, min_value=1, max_value=3, label=_("Number of files at most"))
    max_size_mb = blocks.IntegerBlock(
        default=5, min_value=1, max_value=5, label=_("Size of each file at most, in MB")
    )
    key = key_of_field()

    def get_options(self, value):
        return {
            "kinds": list(value.get("kinds") or []),
            "max_files": value.get("max_files") or 1,
            "max_size_mb": value.get("max_size_mb") or 5,
        }

    class Meta:
        icon = "upload"
        label = _("File")
        description = _("Documents or pictures; type, size and content are checked.")
        preview_value = {
            "label": _("Your brief"),
            "help": "",
            "required": False,
            "kinds": ["pdf", "images"],
            "max_files": 1,
            "max_size_mb": 5,
        }
        group = _("Questions")
