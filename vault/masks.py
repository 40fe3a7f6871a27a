"""Masked forms of contact data: enough to recognise an enquiry, too little to reach the person."""

HIDDEN = "•••"


def mask_name(name):
    """The initials of a full name: "Nguyễn Văn An" gives "N. V. A."."""
    return " ".join(f"{word[0].upper()}." for word in name.split())


def mask_email(address):
    """The first letters of an address's parts and its ending: "ng•••@g•••.com"."""
    local, separator, domain = address.rpartition("@")
    if not separator:
        return HIDDEN
    name, dot, ending = domain.rpartition(".")
    # A short local part would be given away by its first two letters.
    shown = local[:2] if len(local) > 4 else local[:1]
    return f"{shown}{HIDDEN}@{name[:1]}{HIDDEN}{dot}{ending}"


def mask_phone(number):
    """The last three digits of a number: "••• ••• 678"."""
    digits = "".join(c for c in number if c.isdigit())
    return f"{HIDDEN} {HIDDEN} {digits[-3:]}" if len(digits) >= 7 else f"{HIDDEN} {HIDDEN}"
