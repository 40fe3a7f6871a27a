"""The demo company's registers and privacy policy, in both languages."""

from .data import CATEGORIES, CHANNELS
from .policy import POLICY
from .purposes import PURPOSES, RECIPIENTS
from .storage import STORED_ITEMS

__all__ = ["CATEGORIES", "CHANNELS", "POLICY", "PURPOSES", "RECIPIENTS", "STORED_ITEMS"]
