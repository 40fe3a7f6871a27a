"""Signs where the ledger stands today, or prints the checkpoints there are, to be kept elsewhere."""

from django.core.management.base import BaseCommand

from privacy import checkpoints
from privacy.canonical import canonical
from privacy.models import Checkpoint
from privacy.services import verify_ledger


class Command(BaseCommand):
    help = "Prints the last signed checkpoint of the ledger, taking today's first; --all prints every one."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="print every checkpoint, one JSON a line")

    def handle(self, *args, **options):
        report = verify_ledger()
        checkpoints.take(verified=report)
        checkpoints.file_missing()
        rows = Checkpoint.objects.order_by("pk")
        rows = list(rows) if options["all"] else [row for row in [rows.last()] if row]
        for row in rows:
            self.stdout.write(canonical(checkpoints.record_of(row)).decode())
        for problem in report.problems:
            self.stderr.write(problem)
        if not report.ok:
            raise SystemExit(1)
