"""The site's own keys: who seals, who opens, who wraps people's keys, who signs.

Two files in `KEYS_DIRECTORY`. `public.json` is read by every process. `private.json` exists only where
enquiries may be read (roles `all` and `staff`). Both are read again when they change on disk, so a
rotation reaches running processes without a restart.
"""

import base64
import fcntl
import json
import os
import secrets
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings

from .errors import KeysIncomplete, VaultLocked

PUBLIC_NAME = "public.json"
PRIVATE_NAME = "private.json"


@dataclass(frozen=True)
class PublicKeys:
    """What every process knows: where to seal to, and how to check the ledger's signatures."""

    envelope_current: str
    envelope: dict[str, bytes]
    ledger_current: str
    ledger: dict[str, bytes]


@dataclass(frozen=True)
class PrivateKeys:
    """What only the staff side knows. Its repr shows key ids, never keys."""

    envelope: dict[str, bytes] = field(repr=False)
    master_current: str
    master: dict[str, bytes] = field(repr=False)
    index_current: str
    index: dict[str, bytes] = field(repr=False)
    ledger: dict[str, bytes] = field(repr=False)


def generate(directory):
    """Writes a fresh pair of key files into `directory` (0700, files 0600); never overwrites a key.

    Returns True when keys were made, False when they were there. A private file without its public one
    (an interrupted first run) is completed from it; a public one without its private one is an error,
    because making a new pair would lock out everything sealed so far.
    """
    directory = Path(directory)
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    public_path, private_path = directory / PUBLIC_NAME, directory / PRIVATE_NAME
    if private_path.exists():
        if public_path.exists():
            return False
        _create(public_path, _public_from(json.loads(private_path.read_text())))
        return True
    if public_path.exists():
        raise KeysIncomplete(
            f"{public_path} exists but {private_path} does not: restore the private keys from their backup. "
            "New keys would not open what is already sealed."
        )
    private = {
        "envelope": {"e1": _encode(X25519PrivateKey.generate().private_bytes_raw())},
        "master": {"current": "m1", "keys": {"m1": _encode(secrets.token_bytes(32))}},
        "index": {"current": "i1", "keys": {"i1": _encode(secrets.token_bytes(32))}},
        "ledger": {"l1": _encode(Ed25519PrivateKey.generate().private_bytes_raw())},
    }
    _create(private_path, private)
    _create(public_path, _public_from(private))
    return True


def rotate(kind):
    """Adds a new current key of `kind` ("envelope" or "master") beside the old ones; returns its id.

    Old keys stay: they open what was sealed under them. For envelopes the private half is on disk
    before the public half that makes anyone use it.
    """
    if kind not in {"envelope", "master"}:
        raise ValueError(f"Only envelope and master keys rotate, not {kind!r}.")
    with _one_at_a_time(_private_path().parent):
        return _rotate(kind)


@contextmanager
def _one_at_a_time(folder):
    """Makes a second rotation wait: it would write back what the first one read, and lose its key."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _rotate(kind):
    private_path = _private_path()
    private = json.loads(private_path.read_text())
    if kind == "master":
        new = _next_id("m", private["master"]["keys"])
        private["master"]["keys"][new] = _encode(secrets.token_bytes(32))
        private["master"]["current"] = new
        _replace(private_path, private)
        return new
    new = _next_id("e", private["envelope"])
    private["envelope"][new] = _encode(X25519PrivateKey.generate().private_bytes_raw())
    _replace(private_path, private)
    public_path = Path(settings.VAULT_PUBLIC_KEYS_FILE)
    ledger_current = json.loads(public_path.read_text())["ledger"]["current"]
    _replace(public_path, _public_from(private, ledger_current=ledger_current))
    return new


def public():
    """The public keys; KeysIncomplete when the file is missing."""
    return _load(Path(settings.VAULT_PUBLIC_KEYS_FILE), _parse_public)


def private():
    """The private keys; VaultLocked in a process that holds none."""
    return _load(_private_path(), _parse_private)


def _private_path():
    path = settings.VAULT_PRIVATE_KEYS_FILE
    if not path:
        raise VaultLocked("This process holds no private keys (PROCESS_ROLE=web): it can seal, never open.")
    return Path(path)


_loaded = {}


def _load(path, parse):
    """`parse` of the file at `path`, kept until the file changes."""
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise KeysIncomplete(f"No keys at {path}. Make them once with `manage.py make_keys`.") from error
    stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
    known = _loaded.get(path)
    if known is None or known[0] != stamp:
        known = _loaded[path] = (stamp, parse(json.loads(path.read_text())))
    return known[1]


def _parse_public(raw):
    return PublicKeys(
        envelope_current=raw["envelope"]["current"],
        envelope=_decode_all(raw["envelope"]["keys"]),
        ledger_current=raw["ledger"]["current"],
        ledger=_decode_all(raw["ledger"]["keys"]),
    )


def _parse_private(raw):
    return PrivateKeys(
        envelope=_decode_all(raw["envelope"]),
        master_current=raw["master"]["current"],
        master=_decode_all(raw["master"]["keys"]),
        index_current=raw["index"]["current"],
        index=_decode_all(raw["index"]["keys"]),
        ledger=_decode_all(raw["ledger"]),
    )


def _public_from(private, ledger_current=None):
    """The public file's content that belongs to `private`; the newest keys are the current ones."""
    envelope = {
        key_id: _encode(_raw_public(X25519PrivateKey.from_private_bytes(_decode(value))))
        for key_id, value in private["envelope"].items()
    }
    ledger = {
        key_id: _encode(_raw_public(Ed25519PrivateKey.from_private_bytes(_decode(value))))
        for key_id, value in private["ledger"].items()
    }
    return {
        "envelope": {"current": max(envelope, key=_number), "keys": envelope},
        "ledger": {"current": ledger_current or max(ledger, key=_number), "keys": ledger},
    }


def _raw_public(key):
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _number(key_id):
    return int(key_id[1:])


def _next_id(letter, existing):
    return f"{letter}{max(map(_number, existing)) + 1}"


def _encode(raw):
    return base64.b64encode(raw).decode("ascii")


def _decode(text):
    return base64.b64decode(text, validate=True)


def _decode_all(mapping):
    return {key_id: _decode(value) for key_id, value in mapping.items()}


def _create(path, content):
    """Writes a new file whole or not at all; FileExistsError rather than overwriting."""
    temporary = _temporary(path, content)
    try:
        os.link(temporary, path)
    finally:
        temporary.unlink()
    _sync_folder(path.parent)


def _replace(path, content):
    """Swaps the file for `content` in one step, so that no reader sees half of it."""
    _temporary(path, content).replace(path)
    _sync_folder(path.parent)


def _temporary(path, content):
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".keys-")  # created with mode 0600
    with os.fdopen(handle, "w") as file:
        json.dump(content, file, indent=2)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _sync_folder(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
