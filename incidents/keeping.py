"""How long files are kept: as the policy declares, and at most the years of the law's setting."""

import datetime as dt

from privacy import declared
from privacy.periods import DAYS_OF_A_YEAR

from . import conf
from .clocks import years_after

# {what is kept: (setting of its purpose, setting of its years)}
INCIDENTS = ("INCIDENTS_PURPOSE", "INCIDENTS_RETAIN_YEARS")
DISCLOSURES = ("DISCLOSURES_PURPOSE", "DISCLOSURES_RETAIN_YEARS")


def until(moment, file):
    """Until when the `file` (one of the above) that was closed at `moment` is kept."""
    return min(_later(moment, *_declared(file)), _later(moment, conf.get(file[1])))


def over_since(now, file):
    """What was closed at this moment or before it is over at `now`."""
    years, days = _declared(file)
    return max(_later(now, -years, -days), _later(now, -conf.get(file[1])))


def _declared(file):
    """(years, days) of the purpose's period: whole years go by the calendar, as their words do."""
    return divmod(declared.retention_days(conf.get(file[0])), DAYS_OF_A_YEAR)


def _later(moment, years, days=0):
    return years_after(moment, years) + dt.timedelta(days=days)
