"""Logs that can't carry what a visitor typed: exceptions are written without their message."""

import logging
import traceback


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


class QuietFormatter(logging.Formatter):
    """Formats a record's exception by class and place only.

    A database's message quotes the row ("Key (email)=(…) already exists"), a parser's the input.
    """

    def formatException(self, ei):
        return frames(ei[1])

    def format(self, record):
        # Another handler may have cached a full text on the record.
        record.exc_text = None
        return super().format(record)
