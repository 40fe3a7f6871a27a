"""Looks for a text in everything that a site leaves on a machine: plain, encoded, packed."""

import base64
import html
import json
import re
import sqlite3
import unicodedata
import urllib.parse
import zlib
from contextlib import closing

import psycopg

LEAST_NEEDLE = 6  # bytes; shorter ones would be found by chance
MOST_UNPACKED = 8 * 1024 * 1024
# How a zlib or gzip stream begins: as it is, and in base64, as Django's sessions and signed values keep it.
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_PACKED_BASE64 = re.compile(rb"(?:eAE|eF|eJ|eNo|H4sI)[A-Za-z0-9+/_-]{12,}")


def spellings(text):
    """`text` as programs rewrite it before they store it: composed, decomposed, folded, in one case."""
    decomposed = unicodedata.normalize("NFD", text)
    folded = (
        "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d").replace("Đ", "D")
    )
    forms = {unicodedata.normalize("NFC", text), decomposed, folded}
    return forms | {form.upper() for form in forms} | {form.lower() for form in forms}


def encodings(text):
    """The byte strings under which `text` could be lying about."""
    forms = set()
    for spelling in spellings(text):
        plain = spelling.encode()
        escaped = json.dumps(spelling)[1:-1]  # \u1eed, as JSON writes it
        forms |= {
            plain,
            spelling.encode("utf-16-le"),
            spelling.encode("utf-16-be"),
            plain.hex().encode(),
            plain.hex().upper().encode(),
            urllib.parse.quote(spelling, safe="").encode(),
            urllib.parse.quote_plus(spelling, safe="").encode(),
            html.escape(spelling).encode(),
            escaped.encode(),
            json.dumps(escaped)[1:-1].encode(),
            plain[::-1],
            spelling[::-1].encode(),
        }
        for content in {plain, escaped.encode()}:
            forms |= _base64(content)
    return {form for form in forms if len(form) >= LEAST_NEEDLE}


def _base64(content):
    """In base64 a text looks different at each of the three places where it can begin; what depends on the
    bytes before and behind it is cut off."""
    forms = set()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for shift in range(3):
            encoded = encode(b"\0" * shift + content)
            forms.add(encoded[-(-shift * 8 // 6) : len(encoded) - 4])
    return forms


def layers(content):
    """`content`, and whatever is packed inside it."""
    yield content
    for begin in _PACKED.finditer(content):
        yield _inflated(content[begin.start() :])
    for found in _PACKED_BASE64.finditer(content):
        token = found.group().translate(bytes.maketrans(b"+/", b"-_"))
        yield _inflated(base64.urlsafe_b64decode(token[: len(token) // 4 * 4]))


def _inflated(stream):
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress(stream, MOST_UNPACKED)
    except zlib.error:
        return b""


def found_in(content, needles):
    """The needles that lie in `content` or in what is packed inside it."""
    return [needle for layer in layers(content) for needle in needles if needle in layer]


def in_files(folder, needles, *, skip=()):
    """(file, needle) for each needle in the content or the name of a file under `folder`.

    A SQLite file is read twice: as bytes, where deleted rows still lie, and row by row, because a value
    that is longer than a page is in pieces. `skip` names folders below `folder` that are not looked at.
    """
    found = []
    for path in folder.rglob("*"):
        name = str(path.relative_to(folder))
        if name.split("/", 1)[0] in skip:
            continue
        found += [(name, needle) for needle in needles if needle in name.encode()]
        if not path.is_file():
            continue
        content = path.read_bytes()
        found += [(name, needle) for needle in found_in(content, needles)]
        if content.startswith(b"SQLite format 3\0"):
            found += [(f"{name}:{table}", needle) for table, needle in in_sqlite(path, needles)]
    return found


def in_sqlite(path, needles):
    """(table, needle) for each needle in a row of any table of the SQLite file."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.text_factory = bytes
        tables = [
            name.decode()
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return [
            (table, needle)
            for table in tables
            for row in connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for needle in found_in(_joined(row), needles)
        ]


def in_postgres(url, needles):
    """(table, needle) for each needle that a row of any table of the database holds."""
    found = []
    with closing(psycopg.connect(url)) as connection:
        tables = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for (table,) in tables:
            for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608
                found += [(table, needle) for needle in found_in(_joined(row), needles)]
    return found


def _joined(row):
    """The values of a row as one byte string; what is neither text nor bytes as it prints."""
    return b"\n".join(
        bytes(value) if isinstance(value, bytes | bytearray | memoryview) else _as_text(value).encode()
        for value in row
        if value is not None
    )


def _as_text(value):
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
