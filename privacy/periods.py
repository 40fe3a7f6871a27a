"""Periods in words."""

from django.utils.translation import ngettext

DAYS_OF_A_YEAR = 365


def retention_words(days):
    """A number of days in words: whole years in months, as consent texts have it, anything else in days."""
    years, rest = divmod(days, DAYS_OF_A_YEAR)
    if rest or not years:
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    return ngettext("%(months)s month", "%(months)s months", 12 * years) % {"months": 12 * years}
