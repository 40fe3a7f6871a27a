"""Prints a one-time sign-in link for each role of the demo."""

import json
import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from staff import demo


class Command(BaseCommand):
    help = "Prints a one-time sign-in link for each role of the demo. They work on this machine only."

    def add_arguments(self, parser):
        parser.add_argument(
            "--base",
            default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}",
            help="the running site's address",
        )
        parser.add_argument("--role", help="the link of this role only")
        parser.add_argument("--json", action="store_true", help="print a JSON object of links by role")

    def handle(self, *, base, role, **options):
        if not settings.DEMO:
            raise CommandError("Sign-in links exist in the demo only (settings.DEMO).")
        users = [user for user in demo.demo_users() if role in (None, user.username)]
        if not users:
            raise CommandError("There is no such demo user; `make run` makes them.")
        links = {user.username: base + demo.link_path(user) for user in users}
        if options["json"]:
            self.stdout.write(json.dumps(links))
            return
        for name, link in links.items():
            self.stdout.write(f"  {name:16} {link}")
