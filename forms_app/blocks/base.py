"""What all question blocks share: label, help, and a key that translation leaves alone."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from forms_app import keys


class KeyField(forms.CharField):
    """A key typed by an editor; empty means: derive one."""

    def __init__(self, is_key, **kwargs):
        self.is_key = is_key
        super().__init__(required=False, max_length=keys.KEY_LENGTH, **kwargs)

    def clean(self, value):
        value = super().clean(value)
        if value and not self.is_key(value):
            raise ValidationError(
                _(
                    "“%(value)s” can't be a key. Use lower-case letters a–z, digits, “-” and “_”, starting "
                    "with a letter, and none of the reserved names; or leave it empty."
                )
                % {"value": value},
                code="invalid",
            )
        return value


class KeyBlock(blocks.FieldBlock):
    """The key of a field or a choice.

    Not a CharBlock on purpose: wagtail-localize offers every CharBlock to the translator, and a
    translated key would split one question into two.
    """

    is_key = staticmethod(keys.is_field_key)

    def __init__(self, help_text=None, **kwargs):
        kwargs.setdefault("label", gettext_lazy("Key"))
        self.field = KeyField(self.is_key, help_text=help_text)
        super().__init__(**kwargs)

    class Meta:
        icon = "key"
        default = ""


class ChoiceKeyBlock(KeyBlock):
    """The key of a choice: it may start with a digit, and no name is reserved."""

    is_key = staticmethod(keys.is_choice_key)


FIELD_KEY_HELP = gettext_lazy(
    "Optional: the name under which answers are stored, the same in every language, such as “domain_name”. "
    "It can't be changed once the form has been published."
)


class QuestionBlock(blocks.StructBlock):
    """One question of a form."""

    # The label in the visitor's language where the editor wrote none; None where a label must be written.
    standard_label = None

    @property
    def type(self):
        """The field type as it is stored in form versions."""
        return self.name

    def get_options(self, value):
        """What beside label, help and key the visitor's form must know about this field."""
        return {}

    def label_for(self, value):
        return (value.get("label") or "").strip() or str(self.standard_label or "")

    def get_preview_context(self, value, parent_context=None):
        from forms_app.forms import preview_field

        return {**super().get_preview_context(value, parent_context), "field": preview_field(self, value)}

    class Meta:
        preview_template = "forms_app/block_preview.html"
        form_classname = "struct-block form-question"


def optional_label(standard):
    """The label of a field that has a usual name."""
    # An empty text, not None: wagtail-localize can't translate None.
    return blocks.CharBlock(
        required=False,
        default="",
        max_length=120,
        label=gettext_lazy("Label"),
        help_text=gettext_lazy("Left empty, visitors read the usual words in their language."),
    )


def question_label():
    return blocks.CharBlock(max_length=120, default="", label=gettext_lazy("Question or label"))


def help_line():
    # An empty text, not None: wagtail-localize can't translate None.
    return blocks.CharBlock(
        required=False,
        default="",
        max_length=250,
        label=gettext_lazy("Help"),
        help_text=gettext_lazy("One line under the field: how to answer, or why you ask."),
    )


def is_required(default=False):
    return blocks.BooleanBlock(required=False, default=default, label=gettext_lazy("Must be filled in"))


def key_of_field():
    return KeyBlock(help_text=FIELD_KEY_HELP)
