"""Looks for a text in everything that a site leaves on a machine, plain and in the usual encodings."""

import base64
import html
import json
import urllib.parse
from contextlib import closing

import psycopg


def encodings(text):
    """The byte strings under which `text` could be lying about."""
    plain = text.encode()
    forms = {
        plain,
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
        plain.hex().encode(),
        plain.hex().upper().encode(),
        urllib.parse.quote(text, safe="").encode(),
        urllib.parse.quote_plus(text, safe="").encode(),
        html.escape(text).encode(),
        json.dumps(text)[1:-1].encode(),
        text.upper().encode(),
        text.lower().encode(),
        plain[::-1],
    }
    # In base64 a text looks different at each of the three places where it can begin; what
    # depends on the bytes before and behind it is cut off.
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for shift in range(3):
            encoded = encode(b"\0" * shift + plain)
            forms.add(encoded[-(-shift * 8 // 6) : len(encoded) - 4])
    return {form for form in forms if len(form) >= 6}


def in_files(folder, needles):
    """(file, needle) for each needle that lies in a file under `folder`."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found += [(str(path.relative_to(folder)), needle) for needle in needles if needle in content]
    return found


def in_postgres(url, needles):
    """(table, needle) for each needle that a row of any table of the database holds."""
    found = []
    with closing(psycopg.connect(url)) as connection:
        tables = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for (table,) in tables:
            for (row,) in connection.execute(f"SELECT t::text FROM {table} t"):  # noqa: S608
                raw = row.encode()
                # bytea prints as hex, so a plain needle is looked for in hex too
                found += [(table, n) for n in needles if n in raw or n.hex().encode() in raw]
    return found
