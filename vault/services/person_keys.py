"""People's data keys: made, unwrapped and wrapped anew. Nothing outside this package handles them."""

import datetime as dt
import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .. import keys, keystore, sealing
from ..errors import KeyDestroyed, Unreadable, VaultLocked
from ..models import Person, PersonKey

logger = logging.getLogger(__name__)

# A key is committed before its person. No intake takes this long, so an older key without one has none.
ORPHANED_AFTER = dt.timedelta(days=1)
SWEEP_SECONDS = 3600
_last_sweep = None


def person_keys(person_ids, missing_ok=False):
    """{person id: data key}, in one query; KeyDestroyed if one is missing, unless `missing_ok`."""
    private = keys.private()
    person_ids = set(person_ids)
    result = {}
    for row in PersonKey.objects.filter(pk__in=person_ids):
        result[row.pk] = _unwrap(row, private)
    if not missing_ok and len(result) != len(person_ids):
        raise KeyDestroyed("The key of an erased person is asked for.")
    return result


def _unwrap(row, private):
    """The data key inside a PersonKey."""
    master_key = private.master.get(row.master_id)
    if master_key is None:
        raise VaultLocked(f"Master key {row.master_id} is not among the private keys.")
    return sealing.unwrap_key(row.wrapped, master_key=master_key, master_id=row.master_id, person_id=row.pk)


def create_person_key(person_id):
    """Makes and stores the key of a new person."""
    private = keys.private()
    master_id = private.master_current
    wrapped = sealing.wrap_key(
        sealing.new_key(), master_key=private.master[master_id], master_id=master_id, person_id=person_id
    )
    PersonKey.objects.create(person_id=person_id, wrapped=wrapped, master_id=master_id)


@dataclass
class RewrapCount:
    """How many keys were wrapped anew, already were current, or didn't open."""

    rewrapped: int = 0
    current: int = 0
    unreadable: int = 0


def rewrap_person_keys(*, batch=500):
    """Wraps every person's key under the current master key; returns the counts.

    Goes by person id in batches of one transaction each, so it can be interrupted and repeated. A key
    destroyed meanwhile stays destroyed.
    """
    private = keys.private()
    current = private.master_current
    count = RewrapCount(current=PersonKey.objects.filter(master_id=current).count())
    stale = PersonKey.objects.exclude(master_id=current).order_by("pk")
    last = None
    while rows := list((stale.filter(pk__gt=last) if last else stale)[:batch]):
        last = rows[-1].pk
        with transaction.atomic(using=keystore.ALIAS):
            for row in rows:
                try:
                    key = _unwrap(row, private)
                except (Unreadable, VaultLocked):
                    count.unreadable += 1
                    continue
                wrapped = sealing.wrap_key(
                    key, master_key=private.master[current], master_id=current, person_id=row.pk
                )
                same = PersonKey.objects.filter(pk=row.pk, master_id=row.master_id)
                count.rewrapped += same.update(wrapped=wrapped, master_id=current)
    keystore.flush_deleted()
    return count


def remove_orphan_keys():
    """Removes the keys whose person never came to be, because the intake failed; returns how many.

    Nothing is removed when more of the old keys lack their person than have one: then this key store does
    not belong to this database (a wrong address, a backup of another day), and the keys open what is
    elsewhere.
    """
    old = PersonKey.objects.filter(created_at__lt=timezone.now() - ORPHANED_AFTER)
    keyed = set(old.values_list("pk", flat=True))
    orphans = keyed - set(Person.objects.values_list("pk", flat=True))
    if not orphans:
        return 0
    if 2 * len(orphans) > len(keyed):
        logger.error(
            "%d of %d keys have no person: does KEYS_DATABASE_URL belong to DATABASE_URL? None was removed.",
            len(orphans),
            len(keyed),
        )
        return 0
    PersonKey.objects.filter(pk__in=orphans).delete()
    keystore.flush_deleted()
    return len(orphans)


def sweep():
    """`remove_orphan_keys`, at most once an hour in each process, and only where the key store is."""
    global _last_sweep
    now = time.monotonic()
    if not settings.HOLDS_PRIVATE_KEYS or (_last_sweep is not None and now - _last_sweep < SWEEP_SECONDS):
        return
    _last_sweep = now
    remove_orphan_keys()
