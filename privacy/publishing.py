"""The doors around the policy page: everything that publishes, hides, moves or deletes it comes by here.

Wagtail publishes from many places (its editor, the create view, workflows, bulk actions, schedules, its
API, wagtail-localize). All of them make the same action, so the rule stands there and not in the views;
`admin.versions` explains beforehand what would be refused here.
"""

import functools

from django.db.models.signals import pre_delete, pre_save
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import pre_page_move

from .models import PolicyPage, PolicyText
from .models.enactment import may_publish
from .release import Refused, is_releasing, offer_for_translation, release


class PublishedTogether(Refused):
    """A translation of the policy was to be published by itself."""

    def __init__(self):
        super().__init__(together())


def together():
    return _("Your translation is kept. It is published together with the Vietnamese policy, by the officer.")


def publish_whole_policy(original):
    """Wraps `PublishPageRevisionAction.execute`: the policy is published in all languages or not at all."""

    @functools.wraps(original)
    def execute(self, skip_permission_checks=False):
        page = self.object
        if not isinstance(page, PolicyPage) or is_releasing():
            return original(self, skip_permission_checks=skip_permission_checks)
        if page.source != page:
            raise PublishedTogether
        # Asked of everybody there is, whatever the view believes to have checked.
        if self.user is not None and not may_publish(self.user):
            raise Refused(officer_only())
        # A version is frozen now, as it was approved; what may wait is its coming into force.
        begins = page.go_live_at if page.go_live_at and page.go_live_at > timezone.now() else None
        page.go_live_at = page.expire_at = None
        version = release(
            page,
            functools.partial(original, self, skip_permission_checks=skip_permission_checks),
            begins=begins,
            user=self.user,
        )
        if not self.revision.is_latest_revision():
            offer_for_translation(page.get_latest_revision_as_object())
        return version

    return execute


def officer_only():
    return _(
        "Only someone who was given the right to publish the privacy policy can do that. Submit it for "
        "approval."
    )


def published_policies(pages):
    """The policy pages among `pages` (a query set) from which a version was published."""
    published = PolicyText.objects.exclude(page=None).values("page_id")
    return PolicyPage.objects.filter(pk__in=pages.values("pk")).filter(pk__in=published)


def policies_at_or_below(page):
    """The published policy pages in the part of the tree that starts at `page`."""
    return published_policies(page.get_descendants(inclusive=True))


def stays():
    return _(
        "The privacy policy was published: people agreed to it, and its address is in their receipts. "
        "It can't be unpublished, hidden, moved or deleted. To change what it says, publish a new version."
    )


def keep_page(sender, instance, **kwargs):
    """Before a policy page is deleted, alone or with the tree above it."""
    if PolicyText.objects.filter(page_id=instance.pk).exists():
        raise Refused(stays())


def keep_live(sender, instance, update_fields=None, raw=False, **kwargs):
    """Before a page is saved as not live any more, also by its expiry."""
    if raw or instance.live or not instance.pk or (update_fields and "live" not in update_fields):
        return
    if sender is Page and instance.specific_class is not PolicyPage:
        return
    if PolicyText.objects.filter(page_id=instance.pk).exists():
        raise Refused(stays())


def keep_place(sender, instance, parent_page_before, parent_page_after, **kwargs):
    """Before a page moves to another parent."""
    if parent_page_before != parent_page_after and policies_at_or_below(instance).exists():
        raise Refused(stays())


def keep_open(sender, instance, raw=False, **kwargs):
    """Before a page, with everything below it, is hidden behind a sign-in or a password."""
    if not raw and policies_at_or_below(instance.page).exists():
        raise Refused(stays())


def keep_reachable(sender, instance, raw=False, **kwargs):
    """Before a site gets another root page, above which a policy that it shows would have no address."""
    before = Site.objects.filter(pk=instance.pk).select_related("root_page").first()
    if raw or before is None or before.root_page_id == instance.root_page_id:
        return
    if policies_shown_from(before.root_page) - policies_shown_from(instance.root_page):
        raise Refused(stays())


def keep_site(sender, instance, **kwargs):
    """Before a site that shows a policy is deleted."""
    if policies_shown_from(instance.root_page):
        raise Refused(stays())


def policies_shown_from(root):
    """The ids of the published policy pages that a site with this root page shows, in any language."""
    roots = root.get_translations(inclusive=True)
    return {page.pk for each in roots for page in policies_at_or_below(each)}


def connect():
    """Called once, when the app is ready."""
    PublishPageRevisionAction.execute = publish_whole_policy(PublishPageRevisionAction.execute)
    uid = "privacy.publishing"
    pre_delete.connect(keep_page, sender=PolicyPage, dispatch_uid=uid)
    for model in (Page, PolicyPage):
        pre_save.connect(keep_live, sender=model, dispatch_uid=uid)
    pre_page_move.connect(keep_place, dispatch_uid=uid)
    pre_save.connect(keep_open, sender=PageViewRestriction, dispatch_uid=uid)
    pre_save.connect(keep_reachable, sender=Site, dispatch_uid=uid)
    pre_delete.connect(keep_site, sender=Site, dispatch_uid=uid)
