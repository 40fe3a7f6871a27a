"""Signatures over documents: Ed25519 (RFC 8032) over the canonical JSON form."""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from vault import keys

from .canonical import canonical


def sign(document):
    """{"key_id", "signature"} over `document` under the current ledger key; VaultLocked without one."""
    private = keys.private()
    key_id = keys.public().ledger_current
    signature = Ed25519PrivateKey.from_private_bytes(private.ledger[key_id]).sign(canonical(document))
    return {"key_id": key_id, "signature": base64.b64encode(signature).decode("ascii")}


def verify(document, signature, key_id):
    """Whether `signature` is this site's over `document`, by the public key `key_id`."""
    raw = keys.public().ledger.get(key_id)
    if raw is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(
            base64.b64decode(signature, validate=True), canonical(document)
        )
    except (InvalidSignature, ValueError, TypeError, binascii.Error):
        return False
    return True
