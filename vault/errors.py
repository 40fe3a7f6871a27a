"""What can go wrong at the vault; no message ever carries data."""


class VaultError(Exception):
    """Base of the vault's errors."""


class VaultLocked(VaultError):
    """This process holds no private keys (role `web`), or the key needed is not among them."""


class Unreadable(VaultError):
    """The bytes do not open: altered, moved to another record or person, or sealed under another key."""


class KeyDestroyed(Unreadable):
    """The person's key is gone for good: they were erased."""


class Forgotten(VaultError):
    """Whoever sent a submission was erased after sending it: it is thrown away, not taken in."""


class KeysIncomplete(VaultError):
    """The key files on disk do not fit together; the message says which and what to do."""
