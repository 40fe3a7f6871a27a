"""Mail servers that are down, or during whose work something else happens."""

from django.core.mail.backends.base import BaseEmailBackend

from rights import erasure
from rights.errors import RightsError
from rights.models import Letter


class Down(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("markerzq@example.com refused")


class ErasesMeanwhile(BaseEmailBackend):
    """While it is sending, somebody tries to erase the addressee."""

    outcome = None

    def send_messages(self, messages):
        letter = Letter.objects.get(state=Letter.State.SENDING)
        try:
            erasure.erase(letter.request.person)
        except RightsError as error:
            type(self).outcome = type(error)
        return len(messages)
