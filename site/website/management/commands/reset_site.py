"""`make reset`: deletes this machine's site, so that the next `make run` starts over."""

import shutil

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from website import supervisor

# What this program makes beside the databases.
OURS = (
    "keys",
    "media",
    "static",
    "static.sources",
    "mail",
    "cache",
    "checkpoints",
    "erasures",
    "retention.lock",
)


class Command(BaseCommand):
    help = "Deletes the data folder of this machine's demo: databases, media, keys."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--yes", action="store_true", help="don't ask")

    def handle(self, *, yes, **options):
        if not settings.DEMO:
            raise CommandError("Only the demo is deleted this way.")
        if any(each["ENGINE"] != "django.db.backends.sqlite3" for each in settings.DATABASES.values()):
            raise CommandError("The databases are on a server (DATABASE_URL); drop them there.")
        # Only what this program made: SITE_DATA may name a folder that holds other things too.
        ours = [settings.DATA / name for name in OURS]
        ours += sorted(settings.DATA.glob("*.sqlite3*"))
        ours = [path for path in ours if path.exists()]
        if not ours:
            self.stdout.write(f"Nothing to delete in {settings.DATA}.")
            return
        if (mine := supervisor.in_use(settings.DATA, alone=True)) is None:
            raise CommandError(f"The site is running on the data in {settings.DATA}. Stop it first (Ctrl-C).")
        if not yes:
            names = ", ".join(path.name for path in ours)
            answer = input(f"Delete {names} in {settings.DATA}? Everything sent to this site is lost. [y/N] ")
            if answer.strip().lower() not in {"y", "yes"}:
                raise CommandError("Nothing was deleted.")
        for path in ours:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        (settings.DATA / supervisor.LOCK).unlink()
        mine.close()
        self.stdout.write(f"Deleted. `make run` starts over in {settings.DATA}.")
