"""Periods in words."""

from django.utils.translation import gettext, ngettext

DAYS_OF_A_YEAR = 365


def retention_words(days):
    """A number of days in words: whole years in months, as consent texts have it, anything else in days."""
    years, rest = divmod(days, DAYS_OF_A_YEAR)
    if rest or not years:
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    return ngettext("%(months)s month", "%(months)s months", 12 * years) % {"months": 12 * years}


def lifetime_words(kind, days):
    """How long a cookie or an entry of the browser's storage stays, in words.

    Local storage has no end of its own; a lifetime of 0 days means: until the browser is closed.
    """
    if kind == "local" and not days:
        return gettext("until you clear the browser’s data")
    return retention_words(days) if days else gettext("until the browser is closed")
