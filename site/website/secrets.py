"""Secrets from the environment: `NAME`, or `NAME_FILE` naming a file that holds it."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret(name, *, default=None):
    """The secret `name`, or `default`; None when there is neither.

    Raises ImproperlyConfigured when both forms are given or the file can't be read.
    """
    value, file = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if value and file:
        raise ImproperlyConfigured(f"Give {name} or {name}_FILE, not both.")
    if file:
        try:
            value = Path(file).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE={file} can't be read: {error.strerror}.") from error
    return value or default


def required(name, *, remedy, refused=()):
    """The secret `name`; raises ImproperlyConfigured with `remedy` when it is missing or a known default."""
    value = secret(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {remedy} It may be in a file named by {name}_FILE.")
    if value in refused or len(value) < 32:
        raise ImproperlyConfigured(f"{name} is a default or too short to be a secret. {remedy}")
    return value


def kept_secret(path):
    """The secret kept in the file `path`, made (mode 0600) if there is none yet. For one machine's demo."""
    path = Path(path)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        # Whole or not at all, and the first of two processes wins.
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
