"""Times at which one may be called back: inside opening hours, some notice ahead, never in the past."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from common.hours import opening_hours

NOTICE = timedelta(minutes=30)
MOST_DAYS = 60


def free_slots(*, days_ahead, now=None):
    """The bookable slots from `now` on, in order, over `days_ahead` days; times in the company's zone."""
    hours = opening_hours()
    now = (now or timezone.now()).astimezone(hours.zone)
    slots = []
    for offset in range(min(days_ahead, MOST_DAYS) + 1):
        slots += [
            slot for slot in hours.slots(now.date() + timedelta(days=offset)) if slot.start >= now + NOTICE
        ]
    return slots


def slot_groups(*, days_ahead, now=None):
    """The bookable slots by day for a select: [(day in words, [(ISO 8601, "09:00 – 09:30"), …]), …]."""
    groups = {}
    for slot in free_slots(days_ahead=days_ahead, now=now):
        times = f"{slot.start:%H:%M} – {slot.end:%H:%M}"
        groups.setdefault(slot.start.date(), []).append((slot.start.isoformat(), times))
    written = pgettext("date format", "j F Y")
    return [(f"{date_format(day, 'l')}, {date_format(day, written)}", times) for day, times in groups.items()]


def next_change(*, days_ahead, now=None):
    """When the list of bookable slots loses its first; None if it is empty."""
    slots = free_slots(days_ahead=days_ahead, now=now)
    return slots[0].start - NOTICE if slots else None


def keep_fresh(request, form):
    """Tells the page cache (`request.fresh_until`) how long the times that `form` offers hold."""
    until = form.fresh_until
    if request is not None and until is not None:
        request.fresh_until = min(filter(None, [getattr(request, "fresh_until", None), until]))


def find_slot(text, *, days_ahead, now=None):
    """The bookable slot that starts at `text` (ISO 8601), or None."""
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        return None
    if start.tzinfo is None:
        start = start.replace(tzinfo=opening_hours().zone)
    return next((slot for slot in free_slots(days_ahead=days_ahead, now=now) if slot.start == start), None)
