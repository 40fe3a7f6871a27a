"""Who may work in the inbox. Superusers and editors may not, unless they are given the permission itself."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.http import Http404

from vault.access import holds, may_open

WORK = "inbox.work_enquiries"
ASSIGN = "inbox.assign_enquiries"
REVIEW = "inbox.review_quarantine"
READ_LOG = "vault.see_read_log"
# Whoever answers requests also opens what nobody may use any more.
OFFICER = "rights.work_requests"


def may_work(user):
    """Whether `user` may list enquiries and work them."""
    return holds(user, WORK)


def may_assign(user):
    """Whether `user` may assign enquiries to colleagues."""
    return may_work(user) and holds(user, ASSIGN)


def may_review(user):
    """Whether `user` may see and judge what was held back as suspected spam."""
    return may_work(user) and holds(user, REVIEW)


def may_read(user):
    """Whether `user` may have an enquiry's answers in plain text."""
    return may_work(user) and may_open(user)


def is_officer(user):
    """Whether `user` answers people's requests about their data."""
    return holds(user, OFFICER)


def may_see_readings(user):
    """Whether `user` may see who has read an enquiry."""
    return may_assign(user) or holds(user, READ_LOG)


def require(allowed):
    """404 unless `allowed`: who may not enter does not learn that there is a door."""
    if not allowed:
        raise Http404


def visible(user, enquiries):
    """Those of the queryset `enquiries` that `user` may see: held ones only for reviewers."""
    if not may_work(user):
        return enquiries.none()
    return enquiries if may_review(user) else enquiries.filter(quarantined=False)


def is_held_from(user, person):
    """Whether all that `person` ever sent is held for review, which `user` does not do."""
    if may_review(user) or is_officer(user):
        return False
    return set(person.enquiries.values_list("quarantined", flat=True)) == {True}


def workers():
    """The active users who were explicitly given the permission to work enquiries, by name."""
    app_label, codename = WORK.split(".")
    permission = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    return (
        get_user_model()
        .objects.filter(
            Q(user_permissions__in=permission) | Q(groups__permissions__in=permission), is_active=True
        )
        .distinct()
        .order_by("first_name", "last_name", "pk")
    )
