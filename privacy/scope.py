"""How far the data of a purpose goes by the policy: what kinds, to whom, into which countries."""

from django.conf import settings


def recipients_of(purposes, in_force, language):
    """[{code, name, country}] of the recipients that `in_force` declares for any of these purposes."""
    named = in_force.recipients(language) if in_force else {}
    return [
        {"code": code, "name": entry.name, "country": entry.country}
        for code, entry in sorted(named.items())
        if set(purposes) & set(entry.purposes)
    ]


def countries_of(recipients):
    """Where the data is stored: by the site itself, and by these recipients."""
    own = getattr(settings, "PRIVACY_STORAGE_COUNTRIES", ["VN"])
    return list(dict.fromkeys([*own, *(each["country"] for each in recipients)]))


def together(lists):
    """What stands in any of these lists, once, in order."""
    found = []
    for each in lists:
        found += [one for one in each if one not in found]
    return found
