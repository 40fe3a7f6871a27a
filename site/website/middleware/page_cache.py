"""Answers anonymous visitors from memory: whole pages, already compressed, with a strong validator.

Public pages are the same bytes for everyone, so one rendering serves all until the content generation
moves (ADR 0003). What is kept is the finished response, headers included; a cached answer costs one indexed
query. `PAGE_CACHE=off` renders each time, with the same compression and validators.

A page whose content depends on the clock says so while it is rendered: `request.fresh_until = <aware
datetime>`; the earliest moment counts.
"""

import gzip
import hashlib
import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from website import generation
from website.surfaces import FILE_PREFIXES, is_staff_path

logger = logging.getLogger(__name__)

# Visitors' browsers and front servers may keep a page, but ask each time whether it still holds.
CACHE_CONTROL = "public, max-age=0, must-revalidate"
LONGEST = timedelta(hours=1)
COMPRESSION_LEVEL = 6
SMALLEST_COMPRESSED = 300


@dataclass(frozen=True)
class Entry:
    """A finished page: its generation, its end, its bytes in both forms and its headers."""

    generation: tuple
    until: datetime
    etag: str
    plain_size: int
    packed: bytes
    headers: tuple

    @property
    def size(self):
        return len(self.packed) + sum(len(name) + len(value) for name, value in self.headers) + 200


class Store:
    """Entries by address, the least recently used dropped beyond `limit` bytes. Shared by threads."""

    def __init__(self, limit):
        self.limit = limit
        self.size = 0
        self._entries = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key):
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
            return entry

    def put(self, key, entry):
        with self._lock:
            old = self._entries.pop(key, None)
            self.size += entry.size - (old.size if old else 0)
            self._entries[key] = entry
            while self.size > self.limit and self._entries:
                _, dropped = self._entries.popitem(last=False)
                self.size -= dropped.size

    def clear(self):
        with self._lock:
            self._entries.clear()
            self.size = 0

    def __len__(self):
        return len(self._entries)


store = Store(settings.PAGE_CACHE_BYTES)


def key_for(request):
    """The address under which a request's page is kept, or None when its page is not kept.

    Only a listing's `page` number may follow the `?`: any other query could be a search or a campaign.
    """
    if request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    if is_staff_path(request.path_info) or request.path_info.startswith(FILE_PREFIXES):
        return None
    if set(request.headers) & {"Authorization", "Range"}:
        return None
    query = request.META.get("QUERY_STRING", "")
    if query:
        name, _, number = query.partition("=")
        if name != "page" or not (number.isascii() and number.isdigit() and len(number) < 5):
            return None
    # The root answers by language preference.
    language = request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:100] if request.path_info == "/" else ""
    return request.scheme, request.META.get("HTTP_HOST", ""), request.path_info, query, language


def is_keepable(request, response):
    """Whether the finished response is a public page that is the same for everyone."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "cookie" not in response.headers.get("Vary", "").lower()
        and not {"no-store", "private", "no-cache"} & set(_directives(response))
    )


def _directives(response):
    return [part.strip().lower() for part in response.headers.get("Cache-Control", "").split(",")]


def fresh_until(request):
    """When the rendered page stops being true: what it said itself, midnight, or an hour."""
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return min(
        moment for moment in (getattr(request, "fresh_until", None), midnight, now + LONGEST) if moment
    )


def pack(request, response, number):
    """`response` as an entry of generation `number`."""
    etag = hashlib.sha256(response.content).hexdigest()[:32]
    patch_vary_headers(response, ["Accept-Encoding"])
    if not response.has_header("Cache-Control"):
        response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers.pop("Content-Length", None)
    packed = gzip.compress(response.content, COMPRESSION_LEVEL, mtime=0)
    headers = tuple(response.headers.items())
    return Entry(number, fresh_until(request), etag, len(response.content), packed, headers)


def accepts_gzip(request):
    """Whether the client takes gzip (RFC 9110 12.5.3; `gzip;q=0` is a refusal)."""
    for part in request.META.get("HTTP_ACCEPT_ENCODING", "").split(","):
        coding, _, weight = part.strip().lower().partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def answer(request, entry):
    """The entry as a response to this client: 304, compressed or plain; HEAD without a body."""
    compressed = accepts_gzip(request) and entry.plain_size >= SMALLEST_COMPRESSED
    etag = f'"{entry.etag}-gz"' if compressed else f'"{entry.etag}"'
    asked = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    # Weak comparison (RFC 9110 13.1.2): a proxy may have weakened the validator.
    if "*" in asked or etag in {tag.removeprefix("W/") for tag in asked}:
        response = HttpResponseNotModified()
    else:
        body = entry.packed if compressed else gzip.decompress(entry.packed)
        response = HttpResponse(b"" if request.method == "HEAD" else body)
        response.headers["Content-Length"] = str(len(body))
    for name, value in entry.headers:
        if response.status_code != 304 or name.lower() != "content-type":
            response.headers[name] = value
    if compressed and response.status_code != 304:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = etag
    return response


class PageCacheMiddleware:
    """Must be the outermost middleware: it keeps the response as it leaves.

    So nothing may fail here: what fails further in leaves as a page with all headers.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = key_for(request)
        if key is None:
            return self.get_response(request)
        number = None
        if settings.PAGE_CACHE:
            # Read before rendering: a change during it leaves the entry behind, never ahead.
            number = self.generation()
            entry = store.get(key)
            if number and entry is not None and entry.generation == number and timezone.now() < entry.until:
                return answer(request, entry)
        response = self.get_response(request)
        if not is_keepable(request, response):
            return response
        entry = pack(request, response, number)
        if number:
            store.put(key, entry)
        # The first visitor is answered like all later ones.
        return answer(request, entry)

    def generation(self):
        """The content generation; None where the database can't say, so that nothing kept counts."""
        try:
            return generation.current()
        except DatabaseError:
            logger.exception("The content generation could not be read")
            return None
