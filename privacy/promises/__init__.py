"""The promise board: what the policy promises, what keeps each promise, whether it was kept at the last look.

Rooms register a `Promise` in `AppConfig.ready()`. The worker checks all of them daily; `board` puts them
beside the clauses of the policy's text.
"""

from .registry import Evidence, Promise, promises, register
from .running import check_all, check_due, checks

__all__ = ["Evidence", "Promise", "check_all", "check_due", "checks", "promises", "register"]
