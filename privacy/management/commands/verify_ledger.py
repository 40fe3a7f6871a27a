"""Checks the consent ledger, for operators, cron and auditors; exit code 1 when something is wrong."""

from django.core.management.base import BaseCommand, CommandError

from privacy import checkpoints
from privacy.services import verify_ledger


class Command(BaseCommand):
    help = (
        "Verifies hashes, order, gaps, head, frozen versions, receipts, checkpoints and triggers of the "
        "consent ledger; with --checkpoints also that history is still what it was."
    )

    def add_arguments(self, parser):
        parser.add_argument("--checkpoints", metavar="FILE", help="checkpoints that were kept elsewhere")

    def handle(self, *args, **options):
        report = verify_ledger(self.kept(options["checkpoints"]))
        for problem in report.problems:
            self.stderr.write(problem)
        self.stdout.write(
            f"Events: {report.events}. Form versions: {report.form_versions}. "
            f"Policy versions: {report.policy_versions}. Receipts: {report.receipts}. "
            f"Checkpoints: {report.checkpoints}. Problems: {len(report.problems)}. Head: {report.head}"
        )
        if not report.ok:
            # Not a CommandError: the command did its work, the ledger is what failed.
            raise SystemExit(1)

    @staticmethod
    def kept(file):
        if not file:
            return None
        try:
            return checkpoints.read(file)
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from None
