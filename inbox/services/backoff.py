"""When to try again what failed."""

import datetime as dt

FIRST_PAUSE = dt.timedelta(minutes=1)
LONGEST_PAUSE = dt.timedelta(hours=1)


def pause_after(attempts):
    """How long to wait after `attempts` failures (1 or more): a minute, doubling up to an hour."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)
