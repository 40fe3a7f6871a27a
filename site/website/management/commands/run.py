"""`make run`: prepares what is missing, then serves the site on this machine until it is stopped."""

import os
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from staff.demo import demo_users
from website import preparation, supervisor

START_SECONDS = 60
HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Prepares and runs the site on this machine: keys, databases, demo content, server and worker."
    # The databases that some checks look into may not exist yet.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument(
            "--prepare-only", action="store_true", help="make everything ready, start nothing"
        )

    def handle(self, *, port, prepare_only, **options):
        try:
            if prepare_only:
                preparation.prepare(self.say)
            else:
                self.serve(port)
        except KeyboardInterrupt:
            # Before the server runs: what was begun is rolled back or done again.
            self.say("Stopped. `make run` goes on where it was.")
            sys.exit(130)

    def serve(self, port):
        if not supervisor.is_port_free(port):
            raise CommandError(f"Port {port} is taken. Choose another one: make run PORT={port + 1}")
        using = supervisor.in_use(settings.DATA)
        if using is None:
            raise CommandError(f"The data in {settings.DATA} are just being deleted. Try again in a moment.")
        preparation.prepare(self.say)
        preparation.settle_address(HOST, port)
        self.say("Starting the server and the worker …")
        runner = supervisor.Supervisor(environment=self.environment(port), report=self.say)
        runner.listen_to_signals()
        try:
            runner.start("server", supervisor.server_command(port))
            runner.start("worker", [sys.executable, str(settings.ROOT / "manage.py"), "worker"])
            if runner.wait_for_port(port, seconds=START_SECONDS):
                self.announce(port)
            elif ended := runner.ended():
                raise CommandError(f"The {ended[0]} did not start ({supervisor.said_of(ended[1])}).")
            elif not runner.asked_to_stop:
                raise CommandError(f"The server did not answer within {START_SECONDS} s.")
            runner.watch()
        finally:
            runner.stop()
            using.close()
        self.say("Stopped. Everything is kept; `make run` goes on where it was.")

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()

    def environment(self, port):
        path = os.pathsep.join([str(settings.ROOT), str(settings.ROOT / "site")])
        return {
            # What notification mails link to.
            "BASE_URL": f"http://{HOST}:{port}",
            **os.environ,
            "PYTHONPATH": path,
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        }

    def announce(self, port):
        base = f"http://{HOST}:{port}"
        self.say("")
        self.say(f"The site:   {base}/   (it listens on this machine only)")
        self.say(f"Its data:   {settings.DATA}")
        if settings.DEMO and (mails := getattr(settings, "EMAIL_FILE_PATH", None)):
            self.say(f"Its mails:  {mails}   (nothing is sent; codes for the privacy centre are there too)")
        if settings.DEMO and demo_users():
            self.say("Sign in once as …")
            call_command("demo_links", base=base, stdout=self.stdout)
        self.say("Ctrl-C stops everything. New sign-in links: make links")
