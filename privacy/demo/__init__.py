"""The demo company's registers and privacy policy, in both languages."""

from .policy import POLICY
from .purposes import PURPOSES, RECIPIENTS

__all__ = ["POLICY", "PURPOSES", "RECIPIENTS"]
