"""Makes the site's own keys: once, before the first migration. Existing keys are never overwritten."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vault import keys


class Command(BaseCommand):
    help = "Makes the keys that seal what visitors send (public.json, private.json), unless they exist."
    requires_system_checks = []

    def handle(self, *, verbosity, **options):
        if not settings.HOLDS_PRIVATE_KEYS:
            raise CommandError(
                "Keys are made on the staff side: PROCESS_ROLE=web must never see private.json."
            )
        made = keys.generate(settings.KEYS_DIRECTORY)
        if made:
            self.stdout.write(f"Keys made in {settings.KEYS_DIRECTORY}.")
            self.stdout.write(
                "Keep a copy of private.json offline: without it nothing that was sent can be read."
            )
        elif verbosity:
            self.stdout.write(f"Keys are in {settings.KEYS_DIRECTORY} already; nothing changed.")
