"""Countries as people call them. Registers and receipts keep the two letters of ISO 3166."""

from django.utils.translation import gettext_lazy

# Where our recipients are, or are likely to be; any other country is shown by its letters.
NAMES = {
    "AU": gettext_lazy("Australia"),
    "CN": gettext_lazy("China"),
    "DE": gettext_lazy("Germany"),
    "FR": gettext_lazy("France"),
    "GB": gettext_lazy("the United Kingdom"),
    "HK": gettext_lazy("Hong Kong"),
    "IE": gettext_lazy("Ireland"),
    "IN": gettext_lazy("India"),
    "JP": gettext_lazy("Japan"),
    "KR": gettext_lazy("South Korea"),
    "NL": gettext_lazy("the Netherlands"),
    "SG": gettext_lazy("Singapore"),
    "TW": gettext_lazy("Taiwan"),
    "US": gettext_lazy("the United States"),
    "VN": gettext_lazy("Vietnam"),
}


def country_name(code):
    """The country's name in the active language, or its code."""
    return str(NAMES.get(str(code), code))
