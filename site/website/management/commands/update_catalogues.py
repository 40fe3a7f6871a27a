"""`make messages`: brings the project's catalogues up to date with the code. The upstream ones stay."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

IGNORED = [".venv", ".uv", ".cache", "var", "node_modules", "locale/upstream", "static/vendor", "tests"]


class Command(BaseCommand):
    help = "Collects the project's strings into locale/vi (xgettext), wrapped as polib would."

    def handle(self, **options):
        call_command(
            "makemessages",
            locale=["vi"],
            ignore_patterns=IGNORED,
            no_location=False,
            add_location="file",
            no_obsolete=True,
            extensions=["html", "txt", "py"],
            verbosity=1,
        )
        self.stdout.write(f"Translate what is new in {settings.ROOT / 'locale'}, then run `make lint`.")
