"""Reads amounts of money from prices written for people."""

import re

# "59.000 đ", "59,000 VND", "8 900 000₫": groups of three, then the currency; nothing else counts.
_AMOUNT = re.compile(r"^\s*(\d{1,3}(?:[.,\s\u00a0\u202f]\d{3})*)\s*(?:đ|₫|đồng|VND|VNĐ)\s*$", re.IGNORECASE)


def amount(price):
    """`price` in đồng as a whole number, or None where it says more than one plain amount ("from …")."""
    match = _AMOUNT.match(price)
    return int(re.sub(r"\D", "", match[1])) if match else None
