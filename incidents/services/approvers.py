"""Who can give a demand's second approval, and the mail that tells them. Nothing about whom it concerns."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from .. import access
from ..models import Disclosure


def needs_officer(approvers):
    """Whether, after the first approval by `approvers`, only a privacy officer can give the second.

    Who only approves is an administrator, and administrators make accounts: two of them may be one person.
    """
    return bool(approvers) and not any(access.may_manage(user) for user in approvers)


def second_approvers(disclosure):
    """The colleagues who can give the second approval as things stand; none when it does not wait for one."""
    if disclosure.state != Disclosure.State.FIRST:
        return []
    first = [approval.user for approval in disclosure.approvals.select_related("user")]
    only_officers = needs_officer(first)
    return [
        user
        for user in _given_the_right().exclude(pk__in=[each.pk for each in first])
        if access.may_approve(user) and (access.may_manage(user) or not only_officers)
    ]


def _given_the_right():
    app_label, codename = access.APPROVE.split(".")
    right = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    given = Q(user_permissions__in=right) | Q(groups__permissions__in=right)
    users = get_user_model().objects.filter(given, is_active=True).distinct()
    return users.order_by("pk").select_related("wagtail_userprofile")


def waiting_for(user):
    """The demands, approved once, whose second approval `user` can give."""
    if not access.may_approve(user):
        return []
    once = Disclosure.objects.filter(state=Disclosure.State.FIRST).exclude(approvals__user=user)
    return [
        disclosure
        for disclosure in once.prefetch_related("approvals__user")
        if access.may_manage(user)
        or not needs_officer([approval.user for approval in disclosure.approvals.all()])
    ]


def tell_second_approver(disclosure_id, user_id):
    """Mails a colleague who can still give the second approval; returns whether there was one to mail.

    What the mail server raises fails this colleague's task and no other's; the demand stands on their first
    page all the same.
    """
    disclosure = Disclosure.objects.filter(pk=disclosure_id).first()
    able = second_approvers(disclosure) if disclosure else []
    user = next((user for user in able if user.pk == user_id and user.email), None)
    if user is not None:
        _message(disclosure, user).send()
    return user is not None


def _message(disclosure, user):
    profile = getattr(user, "wagtail_userprofile", None)
    with translation.override((profile and profile.preferred_language) or settings.LANGUAGE_CODE):
        subject = _("A demand of an authority waits for your approval")
        path = reverse("incidents:disclosure", args=[disclosure.code])
        body = render_to_string(
            "incidents/mail/second_approval.txt",
            {
                "code": disclosure.code,
                "site_name": settings.WAGTAIL_SITE_NAME,
                "url": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path,
            },
        )
    return EmailMessage(f"[{settings.WAGTAIL_SITE_NAME}] {subject}", body.strip() + "\n", to=[user.email])
