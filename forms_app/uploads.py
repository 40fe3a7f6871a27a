"""Files from visitors: kept in memory, never on disk; accepted only if the content is what the name says."""

import io
import re
import unicodedata
import warnings
import zipfile
from pathlib import PurePosixPath

import filetype
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext_lazy as _
from PIL import Image

MB = 1024 * 1024
MOST_FILE_BYTES = 5 * MB
MOST_TOTAL_BYTES = 12 * MB
MOST_PIXELS = 60_000_000

# Kind: what a file of that kind may be called, and the content type it is kept under.
KINDS = {
    "pdf": {"pdf": "application/pdf"},
    "images": {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"},
    "office": {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt": "application/vnd.oasis.opendocument.text",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
    },
    "text": {"txt": "text/plain", "csv": "text/csv"},
}
_OOXML_ROOT = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_MACRO = re.compile(r"vbaproject|vbadata|(^|/)(basic|scripts)/|activex/|embeddings/oleobject", re.IGNORECASE)


class MemoryOnlyUploadHandler(FileUploadHandler):
    """Keeps an upload in memory; of one that is too large it keeps nothing but the size.

    Django's own handlers write larger files to the temporary directory in plain text, where a killed
    process would leave them.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.chunks, self.size = [], 0

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        if self.size <= MOST_FILE_BYTES:
            self.chunks.append(raw_data)
        else:
            self.chunks = []

    def file_complete(self, file_size):
        content = io.BytesIO(b"".join(self.chunks))
        return InMemoryUploadedFile(
            content, self.field_name, self.file_name, self.content_type, self.size, self.charset
        )


def allowed_types(kinds):
    """{extension: content type} of everything that belongs to `kinds`."""
    return {extension: mime for kind in kinds for extension, mime in KINDS.get(kind, {}).items()}


def clean_name(name):
    """The file's own name without path, control or direction characters, at most 120 characters."""
    name = unicodedata.normalize("NFC", PurePosixPath(name.replace("\\", "/")).name[:400])
    name = "".join(c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    name = re.sub(r'[<>:"/|?*%&;`$]+', "_", name).strip(" .") or "file"
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: 119 - len(extension)]}{dot}{extension[:20]}" if dot else name[:120]


def check_file(upload, *, kinds, max_bytes):
    """{"name", "content_type", "content"} of an accepted file; ValidationError says what is wrong with it."""
    name = clean_name(upload.name or "")
    if upload.size > max_bytes:
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)d MB. Please choose a smaller file."),
            code="size",
            params={"name": name, "limit": max_bytes // MB},
        )
    types = allowed_types(kinds)
    stem, _dot, extension = name.lower().rpartition(".")
    content = upload.read()
    if not content:
        raise ValidationError(_("“%(name)s” is empty."), code="empty", params={"name": name})
    if not stem or extension not in types:
        raise ValidationError(
            _("“%(name)s” is not of an accepted kind. Accepted are: %(kinds)s."),
            code="kind",
            params={"name": name, "kinds": ", ".join(sorted(types))},
        )
    if not _is_what_it_says(content, extension, types[extension]):
        raise ValidationError(
            _("The content of “%(name)s” is damaged or not what its name says. Please save it again."),
            code="content",
            params={"name": name},
        )
    return {"name": name, "content_type": types[extension], "content": content}


def _is_what_it_says(content, extension, mime):
    if mime.startswith("image/"):
        return _is_image(content, mime)
    if mime.startswith("text/"):
        return _is_text(content)
    if mime == "application/pdf":
        guess = filetype.guess(content)
        return guess is not None and guess.mime == mime
    return _is_office(content, extension, mime)


def _is_image(content, mime):
    guess = filetype.guess(content)
    if guess is None or guess.mime != mime:
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(
                io.BytesIO(content), formats=[guess.extension.upper().replace("JPG", "JPEG")]
            ) as image:
                small = image.width * image.height <= MOST_PIXELS
                image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False
    return small


def _is_text(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    # Whatever a browser might take for HTML or SVG is not plain text here.
    return "\x00" not in text and not re.match(r"\s*<", text) and "<script" not in text.lower()


def _is_office(content, extension, mime):
    """Reads only the table of contents: nothing is unpacked, so a zip bomb stays wrapped."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if any(_MACRO.search(name) for name in names):
                return False
            if root := _OOXML_ROOT.get(extension):
                return "[Content_Types].xml" in names and any(name.startswith(root) for name in names)
            entry = archive.getinfo("mimetype")
            return entry.file_size < 200 and archive.read(entry).decode("ascii", "replace").strip() == mime
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
        return False
