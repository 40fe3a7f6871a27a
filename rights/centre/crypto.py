"""The centre's own secrets: tokens, codes, and addresses that wait for the mail server.

An address is needed before anybody knows whose it is, so it can't be sealed under a person's key. It is
sealed under a key derived from the site's private index key, bound to its row, and wiped once used.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.crypto import constant_time_compare, salted_hmac

from vault import keys
from vault.errors import Unreadable

NONCE = 12
CONTACT, CODE = b"rights.centre.contact", b"rights.centre.code"


def new_token():
    """What the cookie holds: 256 random bits. The database knows its digest only."""
    return secrets.token_urlsafe(32)


def token_digest(token):
    return hashlib.sha256(token.encode()).hexdigest()


def form_token(token):
    """What a form of this visit carries beside the cookie: of no use without it, and the other way round."""
    return salted_hmac("rights.centre.form", token, algorithm="sha256").hexdigest()


def is_form_token(token, given):
    """Whether `given` is the form token of the visit `token`; constant time."""
    return constant_time_compare(form_token(token), given)


def new_code(digits):
    """A code to type, digits only."""
    return "".join(secrets.choice("0123456789") for _ in range(digits))


def code_digest(challenge_id, code):
    """The keyed digest under which a code waits: the database alone doesn't tell the ten millions apart."""
    private = keys.private()
    return _code_digest(private.index[private.index_current], challenge_id, code)


def is_code(challenge_id, code, digest):
    """Whether `code` is the one kept as `digest`; the same work whether there is one or not."""
    expected = digest or "-" * 64
    matches = [
        hmac.compare_digest(_code_digest(key, challenge_id, code), expected)
        for key in keys.private().index.values()
    ]
    return any(matches)


def _code_digest(key, challenge_id, code):
    return hmac.new(_derive(key, CODE), f"{challenge_id}\0{code}".encode(), hashlib.sha256).hexdigest()


def seal_contact(challenge_id, contact):
    """(sealed bytes, key id) of an address or number that waits in the row `challenge_id`."""
    private = keys.private()
    nonce = secrets.token_bytes(NONCE)
    box = AESGCM(_derive(private.index[private.index_current], CONTACT))
    return nonce + box.encrypt(nonce, contact.encode(), str(challenge_id).encode()), private.index_current


def open_contact(challenge_id, sealed, key_id):
    """The address or number; Unreadable if it was moved, altered or its key is gone."""
    key = keys.private().index.get(key_id)
    if key is None:
        raise Unreadable("The key of this address is gone.")
    sealed = bytes(sealed)
    try:
        return (
            AESGCM(_derive(key, CONTACT))
            .decrypt(sealed[:NONCE], sealed[NONCE:], str(challenge_id).encode())
            .decode()
        )
    except (InvalidTag, ValueError) as error:
        raise Unreadable("The address does not open.") from error


def _derive(key, purpose):
    return hmac.new(key, purpose, hashlib.sha256).digest()
