"""Who may see and work the registers. Permissions count only when given explicitly; no is answered by 404."""

from django.http import Http404

from vault.access import holds, may_open

MANAGE = "incidents.manage_incidents"
APPROVE = "incidents.approve_disclosures"


def may_manage(user):
    """Whether `user` keeps the registers: incidents, notices, disclosures."""
    return holds(user, MANAGE)


def may_approve(user):
    """Whether `user` may give one of the two approvals. It opens the demand's papers and nothing else."""
    return holds(user, APPROVE)


def may_see_disclosures(user):
    """Whether `user` may see that disclosures exist, with authority and scope but nobody's data."""
    return may_manage(user) or may_approve(user)


def may_read(user):
    """Whether `user` may see what is sealed: papers, contacts, bundles. Each reading is logged."""
    return may_manage(user) and may_open(user)


def may_open_paper(user, paper):
    """Whether `user` may open this paper: readers any, approvers those of a demand that they decide about."""
    return may_read(user) or bool(paper.disclosure_id) and may_approve(user)


def require(allowed):
    """404 unless `allowed`: who may not enter does not learn that there is a door."""
    if not allowed:
        raise Http404
