"""Deletes what is due by the policy's periods, or says what would go."""

from django.core.management.base import BaseCommand, CommandError

from privacy import retention
from privacy.retention import conf
from privacy.retention.running import deleted


class Command(BaseCommand):
    help = "Says what is due for deletion by the policy's periods (--dry-run), or deletes it (--now)."

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--dry-run", action="store_true", help="count what is due; nothing is deleted")
        what.add_argument("--now", action="store_true", help="delete what is due, to the end")

    def handle(self, *, dry_run, now, **options):
        if dry_run:
            self.say()
            return
        run = retention.run()
        if run is None:
            raise CommandError("Another process is deleting right now. Try again later.")
        self.stdout.write(f"Deleted: {deleted(run)}.")
        for key, counts in sorted(run.counts.items()):
            numbers = ", ".join(f"{name} {number}" for name, number in counts.items())
            self.stdout.write(f"  {key}: {numbers}")
        if run.error_class:
            raise CommandError(f"Not everything could be deleted: {run.error_class}.")

    def say(self):
        days = sorted({conf.get("RETENTION_WARN_DAYS"), conf.get("RETENTION_PREVIEW_DAYS")})
        lines = retention.forecast(*days)
        for line in lines:
            numbers = ", ".join(
                f"{f'in {ahead} days' if ahead else 'now'} {number}" for ahead, number in line.due.items()
            )
            name = " · ".join(filter(None, [line.source, line.purpose, line.group]))
            self.stdout.write(f"{name}: {numbers}; held {line.held}")
        self.stdout.write(f"Due now: {retention.totals(lines, 0)}.")
