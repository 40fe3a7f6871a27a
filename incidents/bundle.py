"""What an authority is handed: one ZIP file with a page to read, the same as data, and the files.

The same contents give the same bytes, so that the recorded SHA-256 tells a copy of the bundle
from anything else.
"""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from privacy.controller import controller

from . import disclosable

# ZIP files know no earlier time; a real one would make every packing another file.
EPOCH = (1980, 1, 1, 0, 0, 0)
ENDINGS = {b"%PDF-": ".pdf", b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg"}


@dataclass(frozen=True, repr=False)
class Part:
    """What is handed over of one person; `data` is None when they were erased before."""

    number: int
    data: dict | None
    files: list


def pack(disclosure, parts):
    """The ZIP file's bytes."""
    entries = {}
    for part in parts:
        for position, content in enumerate(part.files):
            entries[f"files/{part.number}-{position + 1}{_ending(content)}"] = content
    with translation.override(settings.LANGUAGE_CODE):
        document = _document(disclosure, parts, sorted(entries))
        page = render_to_string("incidents/bundle.html", {"document": document})
    entries["data.json"] = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode()
    entries["index.html"] = page.encode()
    entries["SHA256SUMS"] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(entries.items())
    ).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(entries.items()):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED, 6)
    return buffer.getvalue()


def _document(disclosure, parts, paths):
    names = disclosable.kinds()
    return {
        "code": disclosure.code,
        "company": controller(settings.LANGUAGE_CODE).get("name", ""),
        "authority": disclosure.authority_name,
        "paper": {"number": disclosure.paper_number, "date": disclosure.paper_date.isoformat()},
        "legal_basis": disclosure.legal_basis,
        "scope": disclosure.scope,
        "kinds": disclosure.kinds,
        "kind_names": [str(names.get(code, code)) for code in disclosure.kinds],
        "period": [
            day.isoformat() if day else None for day in (disclosure.period_from, disclosure.period_to)
        ],
        "people": [
            {
                "number": part.number,
                "erased": part.data is None,
                "records": part.data["records"] if part.data else [],
                "files": [path for path in paths if path.startswith(f"files/{part.number}-")],
            }
            for part in parts
        ],
    }


def _ending(content):
    return next((ending for start, ending in ENDINGS.items() if content.startswith(start)), ".bin")
