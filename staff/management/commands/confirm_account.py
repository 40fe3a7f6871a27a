"""Confirms an account that an administrator made or changed, where no colleague can: the first reader's."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone

from staff import services
from staff.models import CustodyChange


class Command(BaseCommand):
    help = (
        "Shows what was changed of an account, and with --changes confirms exactly that. For the first "
        "account with rights over personal data; others are confirmed in the admin."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument(
            "--changes",
            type=lambda text: [int(each) for each in text.split(",")],
            help="the numbers of the changes to confirm, as printed without this option",
        )

    @no_translations
    def handle(self, *, username, changes=None, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError("There is no such account.")
        if changes is None:
            self.show(user)
            return
        try:
            is_confirmed = services.confirm_account(user=user, by=None, changes=changes)
        except services.ChangedSince:
            raise CommandError(
                "What is open has changed since, and nothing was confirmed. Run this without --changes."
            ) from None
        if not is_confirmed:
            raise CommandError("Nothing waits, or the account has no second factor yet.")
        self.stdout.write(f"{username} has its rights now.")

    def show(self, user):
        """Prints the open changes, and how to confirm these and no others."""
        found = list(CustodyChange.objects.open().filter(user=user).select_related("by").order_by("pk"))
        if not found:
            raise CommandError("Nothing waits.")
        self.stdout.write(f"{user.get_username()}, e-mail address {user.email or 'none'}:")
        for change in found:
            maker = change.by.get_username() if change.by else "the server"
            at = timezone.localtime(change.at)
            self.stdout.write(f"{change.pk}: {change.get_what_display()}, by {maker}, {at:%Y-%m-%d %H:%M}")
        numbers = ",".join(str(change.pk) for change in found)
        self.stdout.write(
            "Ask the colleague in person. Then confirm exactly these: "
            f"manage.py confirm_account {user.get_username()} --changes {numbers}"
        )
