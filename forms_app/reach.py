"""How a purpose reaches people: which types of fields hold such an address, by the words of its channel."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

# The policy says a channel in free words and in either language, such as “e-mail” or “SMS, Zalo”.
WORDS = {
    "email": re.compile(r"\be-?mails?\b|thư điện tử", re.IGNORECASE),
    "phone": re.compile(
        r"phone|\bcalls?\b|\bsms\b|text message|\bzalo\b|\bviber\b|điện thoại|\bgọi\b|tin nhắn|nhắn tin",
        re.IGNORECASE,
    ),
}
MISSING = {
    "email": _("To receive “%(purpose)s”, please give your e-mail address, or untick the box."),
    "phone": _("To receive “%(purpose)s”, please give your phone number, or untick the box."),
}


def kinds(channel):
    """The types of fields of which any one is enough; none for a channel of another kind."""
    words = unicodedata.normalize("NFC", channel)
    return {kind for kind, pattern in WORDS.items() if pattern.search(words)}
