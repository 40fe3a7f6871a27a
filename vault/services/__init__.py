"""What may be done at the vault: seal, open, store, find, reveal.

`seal` works with the public key alone. Everything else needs the private keys and raises VaultLocked
without them.
"""

from ..identity import Identifiers
from .envelopes import mark_taken, open_envelope, open_payload, seal, throw_away
from .identity_records import add_identity, identity_record, note_identity, set_identity
from .people import (
    destroy_person_key,
    entombed,
    find,
    find_records,
    forget_identifiers,
    has_email,
    index_record,
    is_recognised,
    known,
    person_for,
    purge_forgotten,
)
from .person_keys import RewrapCount, rewrap_person_keys
from .records import (
    THEMSELVES,
    masked,
    masked_own,
    reveal,
    reveal_file,
    reveal_for_process,
    reveal_many,
    reveal_own,
    reveal_own_file,
    store,
)

__all__ = [
    "Identifiers",
    "RewrapCount",
    "THEMSELVES",
    "add_identity",
    "destroy_person_key",
    "entombed",
    "find",
    "find_records",
    "forget_identifiers",
    "has_email",
    "identity_record",
    "index_record",
    "is_recognised",
    "known",
    "mark_taken",
    "masked",
    "masked_own",
    "note_identity",
    "open_envelope",
    "open_payload",
    "person_for",
    "purge_forgotten",
    "reveal",
    "reveal_file",
    "reveal_for_process",
    "reveal_many",
    "reveal_own",
    "reveal_own_file",
    "rewrap_person_keys",
    "seal",
    "set_identity",
    "store",
    "throw_away",
]
