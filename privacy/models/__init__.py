"""The promise as data: registers, the policy, frozen form and policy versions, the consent ledger."""

from .ledger import ChainHead, ConsentEvent
from .policy import PolicyPage, PolicyVersion
from .registers import Purpose, Recipient
from .versions import FormVersion

__all__ = [
    "ChainHead",
    "ConsentEvent",
    "FormVersion",
    "PolicyPage",
    "PolicyVersion",
    "Purpose",
    "Recipient",
]
