"""Loads the demo company site, unless there are pages already."""

from django.core.management.base import BaseCommand

from website.demo import ContentExists, build_site


class Command(BaseCommand):
    help = "Loads the demo company site in Vietnamese and English. Does nothing where a site exists."

    def handle(self, *, verbosity, **options):
        try:
            pages = build_site()
        except ContentExists:
            self.stdout.write("The site has content already; the demo was not loaded.")
            return
        if verbosity:
            self.stdout.write(f"Loaded the demo: {len(pages)} pages in each language.")
