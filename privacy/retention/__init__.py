"""Retention: what the policy's periods end is deleted, every night, and nothing is kept for want of one.

`run` does all of it, `nightly` a turn of it, `forecast` only says what would go. See ADR 0089 and 0090.
"""

from .forecast import Line, forecast, totals
from .running import is_running, nightly, run, start, turn

__all__ = ["Line", "forecast", "is_running", "nightly", "run", "start", "totals", "turn"]
