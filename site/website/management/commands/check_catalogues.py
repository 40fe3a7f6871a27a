"""Part of `make lint`: every string of the project has its Vietnamese translation, none is fuzzy.

Strings are collected as `make messages` does, into a copy, so that a string added without running it is
found too. Needs xgettext for that; without it only the catalogue itself is checked, and CI insists on it.
"""

import os
import shutil
import string
from io import StringIO

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


def placeholders(text):
    """Names of `%(name)s` and `{name}` in `text`; a translation must have the same ones."""
    named = {part.split(")", 1)[0] for part in text.split("%(")[1:]}
    try:
        braces = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        braces = set()
    return named | braces


def problems(path):
    """What is wrong in the catalogue at `path`, a line each."""
    for entry in polib.pofile(str(path)):
        if entry.obsolete:
            continue
        where = entry.occurrences[0][0] if entry.occurrences else path.name
        translations = list(entry.msgstr_plural.values()) or [entry.msgstr]
        if entry.fuzzy:
            yield f"{where}: fuzzy: {entry.msgid!r}"
        elif not all(translations):
            yield f"{where}: not translated: {entry.msgid!r}"
        elif not entry.msgid_plural and placeholders(entry.msgid) != placeholders(entry.msgstr):
            yield f"{where}: placeholders differ: {entry.msgid!r}"


class Command(BaseCommand):
    help = "Fails when a string of the project lacks its translation."

    def handle(self, **options):
        path = settings.ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"
        if not path.exists():
            raise CommandError(f"{path} does not exist; run `make messages` and translate.")
        kept = path.read_bytes()
        if shutil.which("xgettext"):
            try:
                call_command("update_catalogues", stdout=StringIO())
                found = list(problems(path))
            finally:
                path.write_bytes(kept)
        elif os.environ.get("CI"):
            raise CommandError("xgettext is missing. Install it with: sudo apt-get install gettext")
        else:
            self.stderr.write("xgettext is missing: strings added since `make messages` are not checked.")
            found = list(problems(path))
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} strings to see to in {path}.")
        self.stdout.write("Every string is translated.")
