"""How people are named for finding: normalised identifiers and their keyed digests."""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass

import phonenumbers
from django.utils.encoding import punycode

from common.text import fold

from . import keys
from .models import BlindIndex

HOME_REGION = "VN"
# A name has few words; more is noise that would bloat the index.
MAX_NAME_WORDS = 12


@dataclass(frozen=True, repr=False)
class Identifiers:
    """What a person can be found by, in normal form; an identifier that makes no sense becomes empty."""

    email: str = ""
    phone: str = ""
    name: str = ""

    def __post_init__(self):
        object.__setattr__(self, "email", normalise_email(self.email))
        object.__setattr__(self, "phone", normalise_phone(self.phone))
        object.__setattr__(self, "name", fold(self.name or ""))

    def __repr__(self):
        given = [kind for kind in ("email", "phone", "name") if getattr(self, kind)]
        return f"Identifiers({', '.join(given) or 'none'})"

    @property
    def words(self):
        """The distinct words of the name, in order."""
        return list(dict.fromkeys(self.name.split()))[:MAX_NAME_WORDS]

    def terms(self):
        """(kind, normalised value) of everything to index."""
        single = [(BlindIndex.Kind.EMAIL, self.email), (BlindIndex.Kind.PHONE, self.phone)]
        return [term for term in single if term[1]] + [(BlindIndex.Kind.NAME, word) for word in self.words]


def normalise_email(address):
    """NFC, trimmed, case folded, its domain as mail is sent to it (IDNA). Empty without an @: no address.

    One mailbox must have one normal form: “ｅxample.com” is delivered to example.com.
    """
    address = unicodedata.normalize("NFC", (address or "").strip()).casefold()
    name, at, domain = address.rpartition("@")
    try:
        return f"{name}@{punycode(domain)}" if at else ""
    except UnicodeError:  # a domain that no mail reaches
        return address


def normalise_phone(number):
    """E.164 ("+84912345678") of a number read as a Vietnamese would dial it; empty when it is none."""
    try:
        parsed = phonenumbers.parse(number or "", HOME_REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def digest(kind, value, key):
    """The keyed digest of one normalised identifier."""
    return hmac.new(key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()


def current_digest(kind, value):
    """(digest, key id) under the current index key, for writing."""
    private = keys.private()
    return digest(kind, value, private.index[private.index_current]), private.index_current


def all_digests(kind, value):
    """Digests under every index key held, for finding entries written under an older key."""
    return [digest(kind, value, key) for key in keys.private().index.values()]
