"""What is done about incidents, and with authorities' demands for data."""

from .affected import Found, affected_figures, preview, rerun, save_affected
from .delivery import send_batch, send_delivery, sweep
from .disclosures import (
    NotAllowedNow,
    add_person,
    approve,
    draft,
    edit_disclosure,
    hand_over,
    refuse,
    remove_person,
    return_to_draft,
    seal_bundle,
)
from .health import figures, health
from .notices import mark_called, prefilled, reachable_masks, release, reveal_contact, write_notice
from .papers import add_paper, read_paper
from .register import (
    add_report,
    add_update,
    assess,
    clocks,
    edit_incident,
    for_clocks,
    nearest,
    open_incident,
    retained_until,
    set_public,
    set_status,
)
from .totals import totals

__all__ = [
    "Found",
    "NotAllowedNow",
    "add_paper",
    "add_person",
    "add_report",
    "add_update",
    "affected_figures",
    "approve",
    "assess",
    "clocks",
    "draft",
    "edit_disclosure",
    "edit_incident",
    "figures",
    "for_clocks",
    "hand_over",
    "health",
    "mark_called",
    "nearest",
    "open_incident",
    "prefilled",
    "preview",
    "read_paper",
    "reachable_masks",
    "refuse",
    "release",
    "remove_person",
    "rerun",
    "retained_until",
    "return_to_draft",
    "reveal_contact",
    "save_affected",
    "seal_bundle",
    "send_batch",
    "send_delivery",
    "set_public",
    "set_status",
    "sweep",
    "totals",
    "write_notice",
]
