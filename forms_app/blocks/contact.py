"""Who is writing and how to reach them. Each of these is asked at most once; its key is its type."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .base import QuestionBlock, help_line, is_required, optional_label


class FullNameBlock(QuestionBlock):
    """One field for the whole name, in any script; never split (Vietnamese: family, middle, given)."""

    standard_label = _("Full name")
    label = optional_label(standard_label)
    help = help_line()
    required = is_required(default=True)

    class Meta:
        icon = "user"
        label = _("Full name")
        description = _("One field for the whole name, any script.")
        preview_value = {"label": "", "help": "", "required": True}
        group = _("About the person")


class EmailBlock(QuestionBlock):
    standard_label = _("E-mail")
    label = optional_label(standard_label)
    help = help_line()
    required = is_required(default=True)

    class Meta:
        icon = "mail"
        label = _("E-mail")
        description = _("An e-mail address, checked for its form.")
        preview_value = {"label": "", "help": "", "required": True}
        group = _("About the person")


class PhoneBlock(QuestionBlock):
    standard_label = _("Phone number")
    label = optional_label(standard_label)
    help = help_line()
    required = is_required()

    class Meta:
        icon = "mobile-alt"
        label = _("Phone number")
        description = _("Vietnamese numbers as people write them, foreign ones with +.")
        preview_value = {"label": "", "help": "", "required": True}
        group = _("About the person")


class AddressBlock(QuestionBlock):
    """Free text: since July 2025 there is no district level, and foreign addresses have other parts."""

    standard_label = _("Address")
    label = optional_label(standard_label)
    help = help_line()
    required = is_required()

    class Meta:
        icon = "home"
        label = _("Address")
        description = _("A postal address as free text: house number, street, commune or ward, province.")
        preview_value = {"label": "", "help": "", "required": False}
        group = _("About the person")


class CallbackSlotBlock(QuestionBlock):
    standard_label = _("When may we call you?")
    label = optional_label(standard_label)
    help = help_line()
    required = is_required(default=True)
    days_ahead = blocks.IntegerBlock(
        default=14,
        min_value=1,
        max_value=60,
        label=_("Days ahead"),
        help_text=_("How far ahead one may book."),
    )

    def get_options(self, value):
        return {"days_ahead": value.get("days_ahead") or 14}

    class Meta:
        icon = "calendar-alt"
        label = _("Callback time")
        description = _("A day and a time inside the company's opening hours, never in the past.")
        preview_value = {"label": "", "help": "", "required": True, "days_ahead": 14}
        group = _("About the person")
