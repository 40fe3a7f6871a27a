"""Questions whose answers are text, choices, numbers or dates."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms_app import keys

from .base import ChoiceKeyBlock, QuestionBlock, help_line, is_required, key_of_field, question_label


class TextBlock(QuestionBlock):
    label = question_label()
    help = help_line()
    required = is_required()
    multiline = blocks.BooleanBlock(required=False, default=False, label=_("Several lines"))
    max_length = blocks.IntegerBlock(
        required=False,
        min_value=1,
        max_value=10_000,
        label=_("Longest answer, in characters"),
        help_text=_("Left empty: 200 for one line, 4,000 for several lines."),
    )
    key = key_of_field()

    def get_options(self, value):
        return {"max_length": value.get("max_length") or (4000 if value.get("multiline") else 200)}

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("A line of text, or a larger box for a message.")
        preview_value = {"label": _("Your message"), "help": "", "required": False, "multiline": True}
        group = _("Questions")


class OptionBlock(blocks.StructBlock):
    """One thing to choose."""

    label = blocks.CharBlock(max_length=160, default="", label=_("Label"))
    key = ChoiceKeyBlock(help_text=_("Optional: the name under which this choice is counted."))

    class Meta:
        icon = "radio-full"
        label = _("Choice")


class OptionsBlock(blocks.ListBlock):
    """The choices of one question; their keys differ from each other."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Choices"))
        kwargs.setdefault("min_num", 2)
        kwargs.setdefault("max_num", 60)
        super().__init__(OptionBlock(), **kwargs)

    def deconstruct(self):
        return ("forms_app.blocks.answers.OptionsBlock", [], {})

    def clean(self, value):
        result = super().clean(value)
        seen, errors = set(), {}
        for index, item in enumerate(result.bound_blocks):
            key = keys.choice_key(item)
            if key in seen:
                errors[index] = blocks.StructBlockValidationError(
                    {"key": ValidationError(_now("Another choice of this question has the same key."))}
                )
            seen.add(key)
        if errors:
            raise blocks.ListBlockValidationError(block_errors=errors)
        return result


class ChoiceBlock(QuestionBlock):
    """Radio buttons for up to six choices, a drop-down list for more."""

    label = question_label()
    help = help_line()
    required = is_required()
    choices = OptionsBlock()
    key = key_of_field()

    class Meta:
        icon = "radio-full"
        label = _("One choice")
        description = _("Exactly one of several answers: buttons for a few, a drop-down list for many.")
        preview_value = {
            "label": _("What is it about?"),
            "help": "",
            "required": True,
            "choices": [{"label": _("Hosting"), "key": "a"}, {"label": _("Web design"), "key": "b"}],
        }
        group = _("Questions")


class ChoicesBlock(QuestionBlock):
    label = question_label()
    help = help_line()
    required = is_required()
    choices = OptionsBlock()
    key = key_of_field()

    class Meta:
        icon = "tasks"
        label = _("Several choices")
        description = _("Check boxes: any number of several answers.")
        preview_value = {
            "label": _("Which services do you use?"),
            "help": "",
            "required": False,
            "choices": [{"label": _("Hosting"), "key": "a"}, {"label": _("E-mail"), "key": "b"}],
        }
        group = _("Questions")


class NumberBlock(QuestionBlock):
    label = question_label()
    help = help_line()
    required = is_required()
    minimum = blocks.IntegerBlock(required=False, label=_("Smallest value"))
    maximum = blocks.IntegerBlock(required=False, label=_("Largest value"))
    whole = blocks.BooleanBlock(required=False, default=True, label=_("Whole numbers only"))
    key = key_of_field()

    def get_options(self, value):
        return {name: value.get(name) for name in ("minimum", "maximum", "whole")}

    def clean(self, value):
        result = super().clean(value)
        low, high = result.get("minimum"), result.get("maximum")
        if low is not None and high is not None and low > high:
            raise blocks.StructBlockValidationError(
                {"maximum": ValidationError(_now("The largest value is below the smallest."))}
            )
        return result

    class Meta:
        icon = "decimal"
        label = _("Number")
        description = _("A number, if you like with limits.")
        preview_value = {"label": _("How many mailboxes?"), "help": "", "required": False, "whole": True}
        group = _("Questions")


class DateBlock(QuestionBlock):
    label = question_label()
    help = help_line()
    required = is_required()
    when = blocks.ChoiceBlock(
        choices=[("any", _("Any date")), ("future", _("Today or later")), ("past", _("Today or earlier"))],
        default="any",
        label=_("Allowed dates"),
    )
    key = key_of_field()

    def get_options(self, value):
        return {"when": value.get("when") or "any"}

    class Meta:
        icon = "date"
        label = _("Date")
        description = _("A day. For an appointment by phone use “Callback time”.")
        preview_value = {"label": _("When do you start?"), "help": "", "required": False, "when": "any"}
        group = _("Questions")
