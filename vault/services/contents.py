"""The inside of envelopes and records: data together with the digests of its files."""

import hashlib

from .. import sealing
from ..errors import Unreadable


def enclose(payload, files):
    return sealing.pack(
        {"data": payload, "files": [hashlib.sha256(content).hexdigest() for content in files]}
    )


def disclose(content, files=None):
    """The payload inside `content`; with `files` given, also checks that they are the ones it names."""
    content = sealing.unpack(content)
    if files is not None and content["files"] != [hashlib.sha256(file).hexdigest() for file in files]:
        raise Unreadable("The files are not those that were sealed with the payload.")
    return content["data"]


def file_digests(content):
    """The digests of the files that were sealed with this content, in order."""
    return sealing.unpack(content)["files"]
