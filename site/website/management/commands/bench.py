"""`make bench`: pages and submissions per second beside what this machine's disk can commit."""

import os
import subprocess
import sys
import tempfile

from django.conf import settings
from django.core.management.base import BaseCommand

from website import bench


class Command(BaseCommand):
    help = "Measures a fresh demo site on 127.0.0.1 and prints a table. Takes about a minute and a half."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--rounds", type=int, default=5, choices=range(1, 21))
        parser.add_argument("--seconds", type=float, default=bench.SECONDS, help="per measurement and round")
        parser.add_argument("--prepared", action="store_true", help="SITE_DATA is the site to measure")

    def handle(self, *, rounds, seconds, prepared, **options):
        if prepared:
            figures = bench.measure(rounds=rounds, seconds=seconds, report=self.stderr.write)
            self.stdout.write(figures.table(base=bench.DISK))
            self.stdout.write(
                f"Medians of {rounds} interleaved rounds of {seconds:g} s, {bench.CLIENTS} clients."
            )
            return
        with tempfile.TemporaryDirectory(prefix="site-bench-") as folder:
            self.stderr.write("Preparing a demo site …")
            bench.prepare(folder)
            command = [sys.executable, str(settings.ROOT / "manage.py"), "bench", "--prepared"]
            command += ["--rounds", str(rounds), "--seconds", str(seconds)]
            # A process of its own: settings follow SITE_DATA at start-up.
            subprocess.run(command, env={**os.environ, "SITE_DATA": folder}, check=True)  # noqa: S603
