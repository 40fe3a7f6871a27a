"""Logs that can't carry what a visitor typed: no exception's message, no address of a page, no host."""

import copy
import logging
import traceback

# Their messages quote the address, the host or the cookie that was asked with.
ABOUT_REQUESTS = ("django.request", "django.security")
METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT"}


def frames(error):
    """Where `error` and its causes came from: class names and places in the code, never a message."""
    lines, seen = [], set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(lines)


def is_about_a_request(record):
    return any(record.name == name or record.name.startswith(f"{name}.") for name in ABOUT_REQUESTS)


def told(record):
    """What happened to a request: its method, its status and the view's name, as far as known."""
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    method = getattr(request, "method", None)
    return " ".join(
        (
            method if method in METHODS else "-",
            str(getattr(record, "status_code", "-")),
            match.view_name if match else "-",
        )
    )


class QuietFormatter(logging.Formatter):
    """Formats a record's exception by class and place only, and of a request neither address nor host.

    A database's message quotes the row ("Key (email)=(…) already exists"), a parser's the input. An address
    can be the secret of a receipt, or whatever somebody typed.
    """

    def formatException(self, ei):
        return frames(ei[1])

    def format(self, record):
        # A copy, because other handlers get the record too, and may have cached a full text on it.
        record = copy.copy(record)
        record.exc_text = None
        if is_about_a_request(record):
            record.msg, record.args = told(record), None
        return super().format(record)
