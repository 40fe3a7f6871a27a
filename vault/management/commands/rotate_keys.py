"""Makes new current keys; the old ones stay to open what was sealed under them."""

from django.core.management.base import BaseCommand

from vault import keys


class Command(BaseCommand):
    help = (
        "Adds a new envelope key (new submissions are sealed to it) or a new master key (run rewrap_keys "
        "after it). Copy the public keys file to web processes on other machines. "
        "See docs/runbooks/rotate-keys.md."
    )

    def add_arguments(self, parser):
        parser.add_argument("kinds", nargs="+", choices=["envelope", "master"], metavar="envelope|master")

    def handle(self, *args, kinds, **options):
        for kind in dict.fromkeys(kinds):
            self.stdout.write(f"New {kind} key: {keys.rotate(kind)}")
        if "master" in kinds:
            self.stdout.write("Next: manage.py rewrap_keys")
