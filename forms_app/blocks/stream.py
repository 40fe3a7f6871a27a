"""The questions of a form, in the order visitors meet them."""

from wagtail import blocks

from forms_app.keys import SINGLETONS

from .answers import ChoiceBlock, ChoicesBlock, DateBlock, NumberBlock, TextBlock
from .attachments import FileBlock
from .consent import ConsentBlock
from .contact import AddressBlock, CallbackSlotBlock, EmailBlock, FullNameBlock, PhoneBlock


class FormFieldsBlock(blocks.StreamBlock):
    full_name = FullNameBlock()
    email = EmailBlock()
    phone = PhoneBlock()
    address = AddressBlock()
    callback_slot = CallbackSlotBlock()
    text = TextBlock()
    choice = ChoiceBlock()
    choices = ChoicesBlock()
    number = NumberBlock()
    date = DateBlock()
    file = FileBlock()
    consent = ConsentBlock()

    class Meta:
        block_counts = {name: {"max_num": 1} for name in SINGLETONS} | {"file": {"max_num": 1}}
        max_num = 60
