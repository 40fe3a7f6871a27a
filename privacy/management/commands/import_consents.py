"""Takes consents over from another system, with the metadata that proves them. Needs the private keys."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from privacy import importing
from vault import keys


class Command(BaseCommand):
    help = (
        "Imports consents from a CSV or JSON file. Each row needs: "
        + ", ".join(importing.REQUIRED)
        + ", and "
        "an email or phone; it may have: " + ", ".join(importing.OPTIONAL) + ". Rows already taken over are "
        "left alone; rows that can't be proved are refused (exit code 1)."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=["csv", "json"], help="default: by the file's ending")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would happen")

    def handle(self, *, file, dry_run, **options):
        keys.private()
        form = options["format"] or ("json" if file.suffix.lower() == ".json" else "csv")
        try:
            rows = importing.read(file.read_text(encoding="utf-8-sig"), form=form)
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} can't be read: {type(error).__name__}.") from None
        outcome = importing.take_over(rows, dry_run=dry_run)
        for number, reason in outcome.refused:
            self.stderr.write(f"Row {number} is refused: {reason}.")
        done = "Would be taken over" if dry_run else "Taken over"
        self.stdout.write(
            f"{done}: {outcome.taken}. Known already: {outcome.known}. Refused: {len(outcome.refused)}."
        )
        if outcome.refused:
            raise SystemExit(1)
