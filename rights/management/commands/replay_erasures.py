"""After a restore: erases again everybody who was erased since the backup was made."""

from django.core.management.base import BaseCommand

from rights import erasure
from vault import erasure_list


class Command(BaseCommand):
    help = (
        "Erases again whoever the tombstones or the list of erasures name, and whoever's key is gone. "
        "Run it after every restore."
    )

    def handle(self, **options):
        if not erasure_list.path().exists():
            self.stderr.write(
                f"There is no list of erasures at {erasure_list.path()}: only tombstones inside the restored "
                "database are followed. Put the list back if there ever was one (ERASURE_LOG)."
            )
        done = erasure.replay()
        self.stdout.write(
            f"Erased again: {done.erased}. Already erased: {done.clean}. "
            f"Submissions thrown away: {done.envelopes}."
        )
        if done.keyless:
            self.stderr.write(
                f"{done.keyless} people have no key, more than have one: does KEYS_DATABASE_URL belong to "
                "DATABASE_URL? They were left as they are, unless the list names them."
            )
