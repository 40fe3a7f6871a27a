"""Receipt numbers: short enough to read out on the phone, random enough not to be guessed."""

import secrets

# Crockford's base 32: no I, L, O and U, which are misheard and misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILO", "110")


def new_receipt():
    """A new number of 60 random bits, as XXXX-XXXX-XXXX."""
    return _group("".join(secrets.choice(ALPHABET) for _ in range(12)))


def normalise_receipt(text):
    """`text` as a receipt number however it was typed; empty when it can't be one."""
    bare = "".join(text.split()).replace("-", "").upper().translate(_MISREAD)
    return _group(bare) if len(bare) == 12 and set(bare) <= set(ALPHABET) else ""


def _group(bare):
    return "-".join((bare[:4], bare[4:8], bare[8:]))
