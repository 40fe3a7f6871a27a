"""The policy in the admin: who may publish it, what is explained instead of done, the list that follows."""

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail_localize.models import Translation

from common.translation_gate import missing
from vault.access import holds

from .. import declared, follow_ups, looked_through
from ..models import FollowUp, PolicyPage, PolicyVersion
from ..models.enactment import may_publish
from ..publishing import officer_only, policies_at_or_below, stays, together
from ..release import problems_of, rehearsed
from ..views.versions import addresses

SEE_LEDGER = "privacy.see_ledger"
ROWS = 50
# What Wagtail does to many pages at once and a published policy does not allow.
STAYS_AGAINST = {"delete", "move", "unpublish"}


def tell_problems(request, problems):
    """Says what is missing, each with the way to where it is mended."""
    finder = AdminURLFinder(request.user)
    rows = []
    for problem in problems:
        url = finder.get_edit_url(problem.at) if problem.at is not None else None
        link = format_html(' <a href="{}">{}</a>', url, _("Mend it")) if url else ""
        rows.append((str(problem), link))
    messages.error(
        request,
        format_html(
            "{}<ul>{}</ul>",
            _("Not published: the policy is published in all languages at once."),
            format_html_join("", "<li>{}{}</li>", rows),
        ),
    )


def _edit(page):
    return redirect("wagtailadmin_pages:edit", page.pk)


# Publishing


@hooks.register("before_publish_page")
def explain_before_publishing(request, page):
    """After the draft was saved and before it would be published."""
    if not isinstance(page, PolicyPage):
        return None
    request.newest_version = _newest()
    if not may_publish(request.user):
        messages.error(request, officer_only())
    elif page.source != page:
        messages.warning(request, together())
    elif explain_draft(request, page):
        return None
    if not page.is_address_fixed():
        # The create view has put it into the tree as live before asking.
        PolicyPage.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
    return _edit(page)


def explain_draft(request, source):
    """Whether the draft in `source` can be published from this screen; says why not."""
    if problems := problems_of(source):
        tell_problems(request, problems)
        return False
    with rehearsed(source) as draft:
        objection = looked_through.objection(draft, looked_through.shown_in(request))
    if objection:
        messages.warning(request, objection)
    return not objection


def _newest():
    return PolicyVersion.objects.order_by("-number").first()


@hooks.register("after_publish_page")
def tell_what_was_published(request, page):
    """In place of Wagtail's word that a page was published: which version it is, and from when."""
    if not isinstance(page, PolicyPage):
        return None
    version = _newest()
    facts = {"number": version.number, "day": date_format(version.effective_date, "DATE_FORMAT")}
    if version == getattr(request, "newest_version", None):
        words = _("Version %(number)d says all of this already: it stays as it is.")
    elif version.effective_at > timezone.now():
        words = _("Version %(number)d is announced, in all languages. It is in force from %(day)s.")
    else:
        words = _("Version %(number)d is in force, in all languages.")
    url = addresses(page).version(version.number)
    messages.success(request, words % facts, buttons=[messages.button(url, _("See it"), new_window=True)])
    return _edit(page)


@hooks.register("before_edit_page", order=-20)
def explain_before_acting(request, page):
    """A translator's “Publish” keeps the words; an approval says what is missing instead of failing."""
    if request.method != "POST" or page.specific_class is not PolicyPage:
        return None
    policy = page.specific
    if request.POST.get("action") == "publish":
        return keep_translation(request, policy)
    if request.POST.get("action-workflow-action") and request.POST.get("workflow-action-name") == "approve":
        return explain_approval(request, policy)
    return None


def keep_translation(request, policy):
    """In wagtail-localize's editor; None where the page is no translation."""
    translation = Translation.objects.filter(
        source__object_id=policy.translation_key, target_locale=policy.locale, enabled=True
    ).first()
    if translation is None:
        return None
    gaps = missing(translation)
    messages.success(request, together())
    if gaps:
        messages.warning(request, _("Texts that still have no words: %(gaps)d.") % {"gaps": gaps})
    return redirect(request.get_full_path())


def explain_approval(request, policy):
    if not may_publish(request.user):
        messages.error(request, officer_only())
        return _edit(policy)
    looked_through.note_loaded(request, policy)
    request.policy_approval = policy.current_workflow_task_state
    if not explain_draft(request, policy.source.get_latest_revision_as_object()):
        # What was typed beside it is kept: the form is saved as a draft, and the approval waits.
        request.POST = request.POST.copy()
        del request.POST["action-workflow-action"]
    return None


@hooks.register("after_edit_page")
def explain_what_was_not_approved(request, page):
    """Where something went missing after explain_approval() looked, Wagtail saves and says nothing of it."""
    asked = getattr(request, "policy_approval", None)
    still = request.POST.get("action-workflow-action") and page.current_workflow_task_state
    if asked and asked == still:
        messages.warning(request, looked_through.saved_meanwhile())


@hooks.register("construct_page_action_menu")
def leave_out_what_is_refused(menu_items, request, context):
    """Whoever may not publish the policy is offered to submit it."""
    page = context.get("page")
    if isinstance(page, PolicyPage) and not may_publish(request.user):
        menu_items[:] = [item for item in menu_items if getattr(item, "name", "") != "action-publish"]


# What a published policy does not allow


def _explain_stays(request, page):
    if not policies_at_or_below(page).exists():
        return None
    messages.error(request, stays())
    return _edit(page)


@hooks.register("before_delete_page")
def explain_before_deleting(request, page):
    return _explain_stays(request, page)


@hooks.register("before_unpublish_page")
def explain_before_unpublishing(request, page):
    if request.POST.get("include_descendants"):
        return _explain_stays(request, page)
    return _explain_stays(request, page) if isinstance(page, PolicyPage) else None


@hooks.register("before_move_page")
def explain_before_moving(request, page, parent_after):
    return _explain_stays(request, page)


@hooks.register("before_bulk_action")
def explain_before_bulk_action(request, action_type, objects, action):
    pages = [each for each in objects if isinstance(each, Page)]
    if not pages:
        return None
    if action_type in STAYS_AGAINST and any(policies_at_or_below(page).exists() for page in pages):
        messages.error(request, stays())
        return redirect("wagtailadmin_explore_root")
    if action_type == "publish" and _publishes_policy(request, pages):
        messages.error(request, _("The privacy policy is published by itself, from its own screen."))
        return redirect("wagtailadmin_explore_root")
    return None


def _publishes_policy(request, pages):
    """Whether the policy is among what would be published: named itself, or a draft below what is named."""
    if PolicyPage.objects.filter(pk__in=[page.pk for page in pages]).exists():
        return True
    if not request.POST.get("include_descendants"):
        return False
    drafts = PolicyPage.objects.not_live()
    return any(drafts.descendant_of(page).exists() for page in pages)


# Whom a change concerns


class FollowUpsView(TemplateView):
    """How many are to be told or asked, by purpose; then the people, by pseudonym only."""

    template_name = "privacy/admin/follow_ups.html"

    def dispatch(self, request, *args, **kwargs):
        if not holds(request.user, SEE_LEDGER):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        in_force = declared.current()
        names = in_force.any_language("purpose") if in_force else {}
        for_language = in_force.purposes(get_language()) if in_force else {}
        totals = follow_ups.totals()
        labels = dict(FollowUp.Action.choices)
        for row in totals:
            entry = for_language.get(row["purpose_code"]) or names.get(row["purpose_code"])
            row["purpose"] = entry.name if entry else row["purpose_code"]
            row["label"] = labels[row["action"]]
        rows = follow_ups.open_ones().select_related("version")
        page = Paginator(rows, ROWS).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"totals": totals, "rows": page}


class FollowUpsMenuItem(MenuItem):
    def __init__(self):
        super().__init__(
            gettext_lazy("People to tell or ask"),
            reverse("privacy_follow_ups"),
            name="privacy-follow-ups",
            icon_name="group",
            order=260,
        )

    def is_shown(self, request):
        return holds(request.user, SEE_LEDGER) and FollowUp.objects.exists()


@hooks.register("register_admin_urls")
def follow_up_urls():
    return [path("privacy/follow-ups/", FollowUpsView.as_view(), name="privacy_follow_ups")]


@hooks.register("register_privacy_menu_item")
def follow_up_menu_item():
    return FollowUpsMenuItem()


@hooks.register("register_permissions")
def policy_permissions():
    return Permission.objects.filter(content_type__app_label="privacy", codename="publish_policy")
