"""How a lower room learns of an upper one: the upper room registers in its `AppConfig.ready()`."""


class Registry:
    """A named set of entries. Keys are unique; order is that of registration."""

    def __init__(self, what):
        self.what = what
        self._entries = {}

    def register(self, key, entry):
        """Adds `entry` under `key`; a second entry for the same key is a programming error."""
        if key in self._entries:
            raise ValueError(f"{self.what}: {key!r} is registered twice.")
        self._entries[key] = entry
        return entry

    def __getitem__(self, key):
        return self._entries[key]

    def get(self, key, default=None):
        return self._entries.get(key, default)

    def __contains__(self, key):
        return key in self._entries

    def __iter__(self):
        return iter(self._entries.values())

    def keys(self):
        return self._entries.keys()

    def items(self):
        return self._entries.items()
