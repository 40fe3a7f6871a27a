"""What may be done at the vault: seal, open, store, find, reveal.

`seal` works with the public key alone. Everything else needs the private keys and raises VaultLocked
without them.
"""

from ..identity import Identifiers
from .envelopes import mark_taken, open_envelope, seal
from .people import destroy_person_key, find, person_for
from .person_keys import RewrapCount, rewrap_person_keys
from .records import masked, reveal, reveal_file, reveal_many, store

__all__ = [
    "Identifiers",
    "RewrapCount",
    "destroy_person_key",
    "find",
    "mark_taken",
    "masked",
    "open_envelope",
    "person_for",
    "reveal",
    "reveal_file",
    "reveal_many",
    "rewrap_person_keys",
    "seal",
    "store",
]
