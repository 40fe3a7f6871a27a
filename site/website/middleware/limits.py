"""Turns away what no form of this site sends, before anything reads it.

Too large, too many fields, another content type, bytes that are no UTF-8, NUL, a body of unknown length or
one that broke off: each gets a clear 4xx page.
"""

import time

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from forms_app.uploads import MemoryOnlyUploadHandler
from website.errors import refuse
from website.surfaces import is_staff_path

READING = {"GET", "HEAD", "OPTIONS"}
FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}
NUL = "\x00"
# What Django puts in the place of bytes that are not UTF-8.
REPLACEMENT = "\ufffd"
# How much of a refused body is still taken from the line, and for how long: a browser shows the answer only
# when it could send everything, and a reset when it could not.
MOST_DRAINED_BYTES = 128 * 1024 * 1024
MOST_DRAINING_SECONDS = 10
DRAINED_AT_ONCE = 64 * 1024


def declared_length(request):
    """The announced length of the body in bytes; 0 without one, None when it is no number."""
    value = request.META.get("CONTENT_LENGTH") or "0"
    return int(value) if value.isascii() and value.isdigit() else None


def drain(request):
    """Takes the rest of the body from the line and forgets it, within bounds (ADR 125).

    A client that waits to be asked for the body (`Expect`) reads the answer without sending it.
    """
    if "HTTP_EXPECT" in request.META or (declared_length(request) or 0) > MOST_DRAINED_BYTES:
        return
    chunked = "HTTP_TRANSFER_ENCODING" in request.META
    read = request.META["wsgi.input"].read if chunked else request.read
    deadline = time.monotonic() + MOST_DRAINING_SECONDS
    drained = 0
    try:
        while drained < MOST_DRAINED_BYTES and time.monotonic() < deadline:
            content = read(DRAINED_AT_ONCE)
            if not content:
                return
            drained += len(content)
    except OSError:
        return


class RequestLimitsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        status = self.refusal(request)
        if not status:
            return self.get_response(request)
        drain(request)
        return refuse(request, status)

    def refusal(self, request):
        """The status to refuse `request` with, or None."""
        query = request.META.get("QUERY_STRING", "")
        if NUL in request.path_info or "%00" in query or NUL in query:
            return 400
        length = declared_length(request)
        if length is None:
            return 400
        if length > settings.UPLOAD_BYTES_LIMIT:
            return 413
        if is_staff_path(request.path_info) or request.method in READING:
            return None
        if request.method != "POST":
            return 405
        if "HTTP_TRANSFER_ENCODING" in request.META:
            # Browsers say how long a form is; without that the gateway interface can't tell where it ends.
            return 400
        return self.post_refusal(request, length)

    def post_refusal(self, request, length):
        if request.content_type not in FORM_TYPES:
            return 415
        if request.content_params.get("charset", "utf-8").strip('"').lower() not in {"utf-8", "utf8"}:
            return 415
        if request.content_type != "multipart/form-data" and length > settings.FORM_BYTES_LIMIT:
            return 413
        # Django's own handlers would write what visitors send to the temporary directory, in plain text.
        request.upload_handlers = [MemoryOnlyUploadHandler(request)]
        line = request._stream  # counts what it read; reading puts another in its place
        try:
            if request.content_type != "multipart/form-data":
                # Django would read bytes that are no UTF-8 as Latin-1, without a word.
                request.body.decode()
            fields = [(name, value) for name, values in request.POST.lists() for value in values]
            files = [(name, file.name or "") for name, some in request.FILES.lists() for file in some]
        except RequestDataTooBig:
            return 413
        except (SuspiciousOperation, MultiPartParserError, UnreadablePostError, UnicodeDecodeError):
            return 400
        if line._pos < length:
            # The connection broke off: what did arrive may look like a whole form, with half a message in it.
            return 400
        if len(fields) > settings.FORM_FIELDS_LIMIT:
            return 400
        if sum(len(name) + len(value) for name, value in fields) > settings.FORM_BYTES_LIMIT:
            return 413
        if any(mark in text for pair in [*fields, *files] for text in pair for mark in (NUL, REPLACEMENT)):
            return 400
        return None
