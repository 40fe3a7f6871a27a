"""List the interface strings of installed packages that lack a Vietnamese translation, and add them empty.

Wagtail, wagtail-localize, allauth, reCAPTCHA, taggit and Django translate only part of what they show
into Vietnamese. `locale/upstream/vi` holds the rest, and better words where theirs mislead. After an
upgrade:

    python manage.py upstream_catalogue --write     # adds the new strings, empty, and drops those gone
    # translate what is empty, then
    python manage.py upstream_catalogue             # says 0 missing
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand

LANGUAGE = "vi"
DOMAINS = ("django", "djangojs")
CATALOGUES = settings.ROOT / "locale" / "upstream" / LANGUAGE / "LC_MESSAGES"
# Whole packages: an app of theirs that is switched on later is translated already.
PACKAGES = ("wagtail", "wagtail_localize", "allauth", "django_recaptcha", "taggit")
DJANGO_PARTS = ("conf", *(f"contrib/{name}" for name in ("auth", "contenttypes", "humanize", "sessions")))
# allauth has one catalogue for everything it can do; only these parts are installed.
ALLAUTH_PARTS = ("account/", "mfa/", "core/", "templates/account", "templates/mfa", "templates/allauth")
# Names of Wagtail's permissions: translated when shown, but in no catalogue of Wagtail's.
UNLISTED = {"django": ("Can lock", "Can publish", "Can unlock")}


@dataclass(frozen=True)
class Message:
    """A string that an installed package shows; `translated`: the package has it in Vietnamese itself."""

    entry: polib.POEntry
    source: str
    translated: bool


def key(entry):
    """What gettext looks a string up by: context and text."""
    return entry.msgctxt, entry.msgid


def locale_directories():
    """(name, directory) of each upstream catalogue that this project can meet."""
    for package in PACKAGES:
        root = Path(find_spec(package).submodule_search_locations[0])
        for directory in sorted(root.rglob("locale")):
            yield directory.parent.relative_to(root.parent).as_posix(), directory
    root = Path(find_spec("django").submodule_search_locations[0])
    for part in DJANGO_PARTS:
        yield f"django/{part}", root / part / "locale"


def read(directory, language, domain):
    """The entries of one catalogue; none if the package hasn't got it."""
    path = directory / language / "LC_MESSAGES" / f"{domain}.po"
    entries = polib.pofile(str(path)) if path.exists() else []
    return [entry for entry in entries if not entry.obsolete]


def template(directory, domain):
    """The entries that `directory` knows for `domain`, from its English catalogue or else its fullest one."""
    languages = [path.name for path in directory.iterdir()] if directory.exists() else []
    entries = read(directory, "en", domain)
    if not entries:
        entries = max((read(directory, language, domain) for language in languages), key=len, default=[])
    if directory.parent.name != "allauth":
        return entries
    return [
        entry for entry in entries if any(file.startswith(ALLAUTH_PARTS) for file, _ in entry.occurrences)
    ]


def upstream_messages():
    """Every string of the installed packages, as {domain: {(context, text): Message}}.

    A string that several packages share counts as untranslated as soon as one of them lacks it.
    """
    found = {domain: {} for domain in DOMAINS}
    for domain, texts in UNLISTED.items():
        found[domain] = {(None, text): Message(polib.POEntry(msgid=text), "wagtail", False) for text in texts}
    for source, directory in locale_directories():
        for domain in DOMAINS:
            own = {key(entry) for entry in read(directory, LANGUAGE, domain) if entry.translated()}
            for entry in template(directory, domain):
                message = Message(entry, source, key(entry) in own)
                if known := found[domain].get(key(entry)):
                    # The entry with a plural serves both, the one without serves only itself.
                    fuller = known.entry if known.entry.msgid_plural else entry
                    message = Message(fuller, known.source, known.translated and message.translated)
                found[domain][key(entry)] = message
    return found


def catalogue(domain):
    """This project's own catalogue of upstream strings."""
    return polib.pofile(str(CATALOGUES / f"{domain}.po"), wrapwidth=110)


def blank(message):
    """An entry for `message` that waits for its translation."""
    plural = message.entry.msgid_plural
    return polib.POEntry(
        msgctxt=message.entry.msgctxt, msgid=message.entry.msgid, msgid_plural=plural,
        msgstr_plural={0: ""} if plural else {}, comment=message.entry.comment,
        occurrences=[(message.source, "")], flags=[flag for flag in message.entry.flags if flag != "fuzzy"],
    )  # fmt: skip


class Command(BaseCommand):
    requires_system_checks = []  # to be of use in the middle of an upgrade
    help = "Lists upstream strings without Vietnamese; --write adds them empty and drops those gone."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="write the changes into locale/upstream")

    def handle(self, *, write, **options):
        for domain, messages in upstream_messages().items():
            ours = catalogue(domain)
            here = {key(entry): entry for entry in ours}
            missing = [m for name, m in messages.items() if name not in here and not m.translated]
            gone = [entry for name, entry in here.items() if name not in messages]
            empty = [entry for entry in ours if not entry.translated()]
            for message in missing:
                self.stdout.write(f"{domain}: missing ({message.source}): {message.entry.msgid}")
            for entry in gone:
                self.stdout.write(f"{domain}: gone: {entry.msgid}")
            self.stdout.write(f"{domain}: {len(missing)} missing, {len(empty)} empty, {len(gone)} gone")
            if write and (missing or gone):
                ours[:] = sorted(
                    [entry for name, entry in here.items() if name in messages] + [blank(m) for m in missing],
                    key=lambda entry: (entry.occurrences[0][0], entry.msgctxt or "", entry.msgid),
                )
                ours.save()
