"""After a restore: erases again everybody who was erased since the backup was made."""

from django.core.management.base import BaseCommand

from rights import conf, erasure


class Command(BaseCommand):
    help = "Erases again whoever the tombstones or the list of erasures name. Run it after every restore."

    def handle(self, **options):
        if not conf.erasure_log().exists():
            self.stderr.write(
                f"There is no list of erasures at {conf.erasure_log()}: only tombstones inside the restored "
                "database are followed. Put the list back if there ever was one (ERASURE_LOG)."
            )
        done = erasure.replay()
        self.stdout.write(
            f"Erased again: {done.erased}. Already erased: {done.clean}. "
            f"Submissions thrown away: {done.envelopes}."
        )
