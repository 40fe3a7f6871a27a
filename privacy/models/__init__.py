"""The promise as data: registers, policy versions, frozen forms, the ledger and its proofs, limits of use."""

from .enactment import Enactment, FollowUpRun, PolicyApproval
from .ledger import ChainHead, ConsentEvent
from .limits import GuardAlarm, LegalHold, PromiseCheck, Restriction, RetentionRun
from .policy import ChangeKind, FollowUp, PolicyPage, PolicyText, PolicyVersion
from .proof import Checkpoint, Receipt
from .registers import REGISTERS, Channel, DataCategory, Purpose, Recipient, StoredItem
from .versions import FormVersion

__all__ = [
    "REGISTERS",
    "ChainHead",
    "ChangeKind",
    "Channel",
    "Checkpoint",
    "ConsentEvent",
    "DataCategory",
    "Enactment",
    "FollowUp",
    "FollowUpRun",
    "FormVersion",
    "GuardAlarm",
    "LegalHold",
    "PolicyApproval",
    "PolicyPage",
    "PolicyText",
    "PolicyVersion",
    "PromiseCheck",
    "Purpose",
    "Receipt",
    "Recipient",
    "Restriction",
    "RetentionRun",
    "StoredItem",
    "FormVersion",
]
