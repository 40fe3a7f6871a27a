"""The cryptography of the vault: what is bound to what, and the layout of sealed bytes.

Envelopes: HPKE (RFC 9180) to the site's public key. People's data: AES-256-GCM under the person's key,
with associated data that binds record, kind, part and person, so that no sealed bytes open anywhere but
in their own place. People's keys: AES-256-GCM under the master key, bound to the person.
"""

import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import Unreadable

VERSION = 1
# The suite id is the second byte of an envelope. 1 is X25519; the hybrid MLKEM768_X25519 gets 2.
SUITE_X25519 = 1
_SUITES = {SUITE_X25519: hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)}
# JSON is padded with white space, which JSON ignores, so that a length tells little about an answer.
PADDING = 512
NONCE = 12


def pack(value):
    """`value` as UTF-8 JSON, padded to a multiple of PADDING bytes."""
    raw = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return raw + b" " * (-len(raw) % PADDING)


def unpack(raw):
    """The value that `pack` made `raw` from."""
    return json.loads(raw)


def _binding(*parts):
    """An unambiguous byte string of what is bound; JSON keeps neighbouring parts apart."""
    return json.dumps([str(part) for part in parts], separators=(",", ":")).encode()


def seal_part(plaintext, *, public_key, key_id, envelope_id, part):
    """Seals one part of an envelope ("payload" or an attachment's number) to `public_key`."""
    info = _binding("vault.envelope", VERSION, SUITE_X25519, key_id, envelope_id, part)
    sealed = _SUITES[SUITE_X25519].encrypt(
        plaintext, X25519PublicKey.from_public_bytes(public_key), info=info
    )
    return bytes([VERSION, SUITE_X25519]) + sealed


def open_part(sealed, *, private_key, key_id, envelope_id, part):
    """The plaintext of one part of an envelope; Unreadable if anything about it was changed."""
    sealed = bytes(sealed)
    version, suite = sealed[:1], sealed[1:2]
    if version != bytes([VERSION]) or not suite or suite[0] not in _SUITES:
        raise Unreadable("The envelope has a layout or suite that this version does not know.")
    info = _binding("vault.envelope", VERSION, suite[0], key_id, envelope_id, part)
    try:
        return _SUITES[suite[0]].decrypt(
            sealed[2:], X25519PrivateKey.from_private_bytes(private_key), info=info
        )
    except (InvalidTag, ValueError) as error:
        raise Unreadable("The envelope does not open.") from error


def new_key():
    """A fresh data key for a person."""
    return secrets.token_bytes(32)


def wrap_key(key, *, master_key, master_id, person_id):
    """A person's key, wrapped by the master key."""
    return _encrypt(key, master_key, _binding("vault.person-key", VERSION, person_id, master_id))


def unwrap_key(wrapped, *, master_key, master_id, person_id):
    """The person's key; Unreadable if it was wrapped for someone else or by another master key."""
    return _decrypt(wrapped, master_key, _binding("vault.person-key", VERSION, person_id, master_id))


def encrypt_for_person(plaintext, *, key, record_id, kind, person_id, part):
    """Seals one part of a record ("payload", "mask" or a file's number) under the person's key."""
    return _encrypt(plaintext, key, _binding("vault.record", VERSION, record_id, kind, person_id, part))


def decrypt_for_person(sealed, *, key, record_id, kind, person_id, part):
    """The plaintext of one part of a record; Unreadable if it was altered or moved."""
    return _decrypt(sealed, key, _binding("vault.record", VERSION, record_id, kind, person_id, part))


def _encrypt(plaintext, key, bound):
    nonce = secrets.token_bytes(NONCE)
    return bytes([VERSION]) + nonce + AESGCM(key).encrypt(nonce, plaintext, bound)


def _decrypt(sealed, key, bound):
    sealed = bytes(sealed)
    if sealed[:1] != bytes([VERSION]):
        raise Unreadable("The record has a layout that this version does not know.")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], bound)
    except (InvalidTag, ValueError) as error:
        raise Unreadable("The record does not open.") from error
