"""What follows from a material change: whom to tell, and whom to ask again (ADR 85).

Mailings take their lists from `open_ones`, and not from the gate: it says no to whoever has to be asked.
"""

from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from vault.models import Person

from .coverage import TELL, consequences, scope_version, steps
from .gate import standing_events
from .models import ChangeKind, ConsentEvent, FollowUp, FollowUpRun, PolicyVersion

BATCH = 500


# The list


def queue(version):
    """Puts everybody whom `version` concerns on the list; returns how many rows were added. Idempotent.

    Concerned is whose last decision about a purpose is a consent from before the version. Works in
    batches, each in a transaction of its own: a killed worker goes on where it stopped.
    """
    # Seen from the latest version: one that was replaced before its day changed nothing for anybody.
    chain = [step for step in steps() if step.number <= version.number]
    added = 0
    if len(chain) > 1 and chain[-1].pk == version.pk and chain[-1].kind == ChangeKind.MATERIAL:
        for code in sorted(consequences(chain[-2:])):
            added += _queue_purpose(version, code, chain)
    FollowUpRun.objects.get_or_create(version=version)
    return added


def _queue_purpose(version, code, chain):
    actions = {step.number: consequences(chain[n:]).get(code, TELL) for n, step in enumerate(chain[:-1])}
    default = consequences(chain[-2:])[code]
    added, after = 0, 0
    while True:
        last = standing_events(code).filter(seq__gt=after).order_by("seq")[:BATCH]
        events = list(last)
        if not events:
            return added
        after = events[-1].seq
        events = [
            event
            for event in events
            if event.decision == ConsentEvent.Decision.GIVEN
            and scope_version(event) < version.number
            and (event.valid_until is None or event.valid_until > version.effective_at)
        ]
        added += _add(version, code, events, actions, default)


@transaction.atomic
def _add(version, code, events, actions, default):
    pseudonyms = [event.subject_id for event in events]
    living = set(
        Person.objects.filter(pseudonym__in=pseudonyms, erased_at=None).values_list("pseudonym", flat=True)
    )
    listed = set(
        FollowUp.objects.filter(version=version, purpose_code=code, subject_id__in=pseudonyms).values_list(
            "subject_id", flat=True
        )
    )
    rows = [
        FollowUp(
            version=version,
            subject_id=event.subject_id,
            purpose_code=code,
            action=actions.get(scope_version(event), default),
        )
        for event in events
        if event.subject_id in living - listed
    ]
    FollowUp.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def settle(now=None):
    """Strikes off whoever decided anew since the version came into force, or was erased; returns how many."""
    # A box left empty is no answer: whoever knows an address can send it.
    later = ConsentEvent.objects.exclude(ConsentEvent.LEFT_EMPTY).filter(
        subject_id=OuterRef("subject_id"),
        purpose_code=OuterRef("purpose_code"),
        event_time__gte=OuterRef("version__effective_at"),
    )
    waiting = FollowUp.objects.filter(done_at=None).filter(Exists(later) | Exists(_erased()))
    return FollowUp.objects.filter(pk__in=list(waiting.values_list("pk", flat=True)[:5000])).update(
        done_at=now or timezone.now()
    )


def _erased():
    return Person.objects.filter(pseudonym=OuterRef("subject_id")).exclude(erased_at=None)


def open_ones(purpose=None, action=None):
    """What is still to be done: a query set of FollowUp, oldest first, of one purpose or action.

    Who was erased is not on it from that moment on, whenever `settle` comes by.
    """
    found = FollowUp.objects.filter(~Exists(_erased()), done_at=None).order_by("pk")
    if purpose is not None:
        found = found.filter(purpose_code=purpose)
    return found if action is None else found.filter(action=action)


def done(ids, *, at=None):
    """Notes that these people were told or asked; returns how many were still open."""
    return FollowUp.objects.filter(pk__in=ids, done_at=None).update(done_at=at or timezone.now())


def totals():
    """[{version, purpose_code, action, open, all}], the newest version first."""
    rows = (
        FollowUp.objects.order_by("-version__number", "purpose_code", "action")
        .values("version__number", "purpose_code", "action")
        .annotate(all=Count("pk"), done=Count("done_at"))
    )
    return [
        {
            "version": row["version__number"],
            "purpose_code": row["purpose_code"],
            "action": row["action"],
            "open": row["all"] - row["done"],
            "all": row["all"],
        }
        for row in rows
    ]


def sweep():
    """Notices versions whose day has come, then lists whom they concern."""
    from .versions import notice_versions_in_force

    notice_versions_in_force()
    for version in PolicyVersion.objects.filter(enactment__isnull=False, follow_up_run=None).order_by(
        "number"
    ):
        queue(version)
    if FollowUp.objects.filter(done_at=None).exists():
        settle()
