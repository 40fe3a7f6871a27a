"""Whether the ledger is sound, in figures: the daily look at it, and what the last one found."""

from django.conf import settings
from django.utils import timezone

from . import checkpoints, ledger_conf
from .models import Checkpoint, ConsentEvent
from .verifying import verify


def look():
    """Once a day: verifies the ledger, against the kept checkpoints too, and signs where it stands.

    Called by the worker's sweep. Does nothing where there are no private keys.
    """
    if not settings.HOLDS_PRIVATE_KEYS:
        return
    if Checkpoint.objects.filter(day=timezone.localdate()).exists() or not ConsentEvent.objects.exists():
        return
    file = checkpoints.path()
    checkpoints.take(verified=verify(checkpoints.read(file) if file.exists() else None))


def health():
    """What the operator and the privacy officer should know; one query.

    ledger_ok: what the last verification said (None before the first); ledger_problems: how many it found;
    checkpoint_at: when the last checkpoint was signed; checkpoint_hours: its age; checkpoint_late: True when
    there should long have been another.
    """
    last = Checkpoint.objects.order_by("-pk").first()
    if last is None:
        return {
            "ledger_ok": None,
            "ledger_problems": 0,
            "checkpoint_at": None,
            "checkpoint_hours": None,
            "checkpoint_late": False,
        }
    outcome = last.document.get("verified") or {"ok": None, "problems": 0}
    hours = (timezone.now() - last.created_at).total_seconds() / 3600
    return {
        "ledger_ok": outcome["ok"],
        "ledger_problems": outcome["problems"],
        "checkpoint_at": last.created_at,
        "checkpoint_hours": round(hours, 1),
        "checkpoint_late": hours > ledger_conf.get("LEDGER_CHECKPOINT_LATE_HOURS"),
    }
