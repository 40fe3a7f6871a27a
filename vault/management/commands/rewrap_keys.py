"""Wraps people's keys anew under the current master key, after a rotation."""

from django.core.management.base import BaseCommand, CommandError

from vault.services import rewrap_person_keys


class Command(BaseCommand):
    help = "Re-wraps people's keys under the current master key. Safe to interrupt and to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--batch", type=int, default=500, help="keys per transaction (500)")

    def handle(self, *args, batch, **options):
        count = rewrap_person_keys(batch=batch)
        self.stdout.write(
            f"Re-wrapped: {count.rewrapped}. Already current: {count.current}. "
            f"Unreadable: {count.unreadable}."
        )
        if count.unreadable:
            raise CommandError("Some keys do not open under the master key they name; they were left alone.")
