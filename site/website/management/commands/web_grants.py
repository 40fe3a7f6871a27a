"""Prints the SQL that gives a database user what a `web` process needs on PostgreSQL, and no more."""

import re

from django.core.management.base import BaseCommand, CommandError

from website import grants


class Command(BaseCommand):
    help = "Prints the SQL that gives a PostgreSQL user what a web process needs: … | psql site"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("user", help="the web's database user, such as site_web")

    def handle(self, *, user, **options):
        if not re.fullmatch(r"\w+", user, re.ASCII):
            raise CommandError("A user's name has letters, digits and underscores here.")
        self.stdout.write("\n".join(grants.statements(user)))
