"""The kinds of questions an editor can put into a form, by family."""

from .answers import ChoiceBlock, ChoicesBlock, DateBlock, NumberBlock, TextBlock
from .attachments import FileBlock
from .base import KeyBlock, QuestionBlock
from .consent import ConsentBlock
from .contact import AddressBlock, CallbackSlotBlock, EmailBlock, FullNameBlock, PhoneBlock
from .stream import FormFieldsBlock

__all__ = [
    "AddressBlock",
    "CallbackSlotBlock",
    "ChoiceBlock",
    "ChoicesBlock",
    "ConsentBlock",
    "DateBlock",
    "EmailBlock",
    "FileBlock",
    "FormFieldsBlock",
    "FullNameBlock",
    "KeyBlock",
    "NumberBlock",
    "PhoneBlock",
    "QuestionBlock",
    "TextBlock",
]
