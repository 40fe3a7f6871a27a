"""Checks the consent ledger, for operators, cron and auditors; exit code 1 when something is wrong."""

from django.core.management.base import BaseCommand

from privacy.services import verify_ledger


class Command(BaseCommand):
    help = "Verifies hashes, order, gaps, head, frozen versions and triggers of the consent ledger."

    def handle(self, *args, **options):
        report = verify_ledger()
        for problem in report.problems:
            self.stderr.write(problem)
        self.stdout.write(
            f"Events: {report.events}. Form versions: {report.form_versions}. "
            f"Policy versions: {report.policy_versions}. Problems: {len(report.problems)}. "
            f"Head: {report.head}"
        )
        if not report.ok:
            # Not a CommandError: the command did its work, the ledger is what failed.
            raise SystemExit(1)
