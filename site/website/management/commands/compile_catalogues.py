"""Compiles the translations (.po) into what gettext reads (.mo), without msgfmt; .mo files are not in git."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.reloader import translation_file_changed


def stale(source, target):
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


class Command(BaseCommand):
    help = "Compiles each .po file of the project whose .mo file is missing or older."
    requires_system_checks = []

    def handle(self, *, verbosity, **options):
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                target = source.with_suffix(".mo")
                if stale(source, target):
                    polib.pofile(str(source)).save_as_mofile(str(target))
                    # Who goes on in this process must not go on with what was read before.
                    translation_file_changed(sender=None, file_path=target)
                    if verbosity:
                        self.stdout.write(f"Compiled {source.relative_to(settings.ROOT)}")
