"""One way to write a value as bytes, so that equal values have equal hashes."""

import hashlib
import json
import uuid
from datetime import UTC, date, datetime


def canonical(value):
    """`value` as JSON with sorted keys, UTF-8 and no white space; times in UTC to the microsecond."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
    ).encode()


def sha256(value):
    """The SHA-256 of `value`: of a text's UTF-8 bytes, of anything else's canonical form. In hex."""
    raw = value.encode() if isinstance(value, str) else canonical(value)
    return hashlib.sha256(raw).hexdigest()


def _plain(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form.")
