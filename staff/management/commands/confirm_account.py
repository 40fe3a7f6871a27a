"""Confirms an account that an administrator made or changed, where no colleague can: the first reader's."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from staff import services


class Command(BaseCommand):
    help = "Lets a changed account open the vault. For the first one; others are confirmed in the admin."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None or not services.confirm_account(user=user, by=None):
            raise CommandError("There is no such account, nothing waits, or it has no second factor yet.")
        self.stdout.write(f"{username} may open the vault.")
