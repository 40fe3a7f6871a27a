"""Who may do what, in one table. After each migration the groups are made to match it.

A role's group is known by its id (RoleGroup); people read a role's title in their own language. An
administrator's power over everything else is Django's superuser flag, which the vault does not honour; so the
group below holds no inbox or vault permission, and must not.
"""

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

from common.text import fold

from .models import RoleGroup

ADMIN = "wagtailadmin.access_admin"
TRANSLATE = "wagtail_localize.submit_translation"


def manage(app_label, *models, actions=("add", "change", "delete")):
    """The permissions to manage models, as `app_label.codename`."""
    return tuple(f"{app_label}.{action}_{model}" for model in models for action in actions)


WORDED_SNIPPETS = ("announcement", "calltoaction", "footer", "navigation")
SITE_SNIPPETS = (*WORDED_SNIPPETS, "companyidentity")
# Wagtail lets who may add files change and delete their own; the right to change deletes everybody's.
OWN_MEDIA = (
    *manage("wagtailimages", "image", actions=("add", "choose")),
    *manage("wagtaildocs", "document", actions=("add", "choose")),
)
MEDIA = (
    *manage("wagtailimages", "image", actions=("add", "change", "choose")),
    *manage("wagtaildocs", "document", actions=("add", "change", "choose")),
)
CHOOSE_MEDIA = ("wagtailimages.choose_image", "wagtaildocs.choose_document")
# Whoever manages accounts could change others under the name of one that they made themselves.
ACCOUNTS = manage("auth", "user", "group")
SALES = ("vault.open_vault", "inbox.work_enquiries")


@dataclass(frozen=True)
class Role:
    """A group: permissions everywhere, on all pages, below the translated home pages, and on all files."""

    title: str | Promise = ""
    permissions: tuple = ()
    pages: tuple = ()
    translated_pages: tuple = ()
    files: tuple = ()


ROLES = {
    "Editor": Role(
        title=pgettext_lazy("role", "Editor"),
        permissions=(ADMIN, TRANSLATE, *manage("home", *SITE_SNIPPETS, actions=("add", "change", "publish"))),
        pages=("add", "change", "publish", "lock", "unlock"),
        files=MEDIA,
    ),
    "Translator": Role(
        title=pgettext_lazy("role", "Translator"),
        # Pieces of the frame lie in no tree of a language, so that a right on them is one on all languages;
        # the company's legal identity is the editor's alone.
        permissions=(ADMIN, TRANSLATE, *manage("home", *WORDED_SNIPPETS, actions=("change", "publish"))),
        pages=("change",),
        translated_pages=("publish",),
        files=CHOOSE_MEDIA,
    ),
    "Marketing": Role(
        title=pgettext_lazy("role", "Marketing"),
        permissions=(ADMIN, *manage("home", "announcement", "calltoaction", actions=("add", "change"))),
        pages=("add", "change"),
        files=OWN_MEDIA,
    ),
    "Sales": Role(
        title=pgettext_lazy("role", "Sales"),
        permissions=(ADMIN, *SALES),
    ),
    "Sales lead": Role(
        title=pgettext_lazy("role", "Sales lead"),
        permissions=(ADMIN, *SALES, "inbox.assign_enquiries", "inbox.review_quarantine"),
    ),
    "Privacy officer": Role(
        title=pgettext_lazy("role", "Privacy officer"),
        permissions=(
            ADMIN,
            TRANSLATE,
            *SALES,
            "inbox.review_quarantine",
            "rights.work_requests",
            *manage("rights", "holiday"),
            "incidents.manage_incidents",
            "incidents.approve_disclosures",
            *manage("privacy", "purpose", "datacategory", "recipient", "storeditem", "channel"),
            "privacy.publish_policy",
            "privacy.see_ledger",
            "privacy.manage_retention",
        ),
        pages=("change", "publish"),
        files=CHOOSE_MEDIA,
    ),
    "Administrator": Role(
        title=pgettext_lazy("role", "Administrator"),
        permissions=(
            ADMIN,
            *ACCOUNTS,
            *manage("wagtailcore", "site", "locale", "collection"),
            *manage("wagtailredirects", "redirect"),
            # One of the two approvals, the other being an officer's; it shows nobody's data.
            "incidents.approve_disclosures",
        ),
        pages=("add", "change", "publish", "bulk_delete", "lock", "unlock"),
        files=(*MEDIA, "wagtailimages.delete_image", "wagtaildocs.delete_document"),
    ),
}
# Roles that see or decide about people's data. Nobody gives one to themselves (staff.custody).
CONFIDENTIAL = ("Sales", "Sales lead", "Privacy officer")
# Their rights that no other role has; the one right over people's data that is in no role; and what makes an
# administrator's puppet the second pair of eyes: approving disclosures, and changing accounts.
WATCHED = {right for name in CONFIDENTIAL for right in ROLES[name].permissions} - {
    right for name, role in ROLES.items() if name not in CONFIDENTIAL for right in role.permissions
} | {"vault.see_read_log", "incidents.approve_disclosures", *ACCOUNTS}
# Wagtail's own groups, which the table replaces.
STOCK_GROUPS = ("Editors", "Moderators")
# Wagtail's own workflow, whose approvers were one of those groups.
STOCK_WORKFLOW = "Moderators approval"
APPROVERS = "Editor"
POLICY_APPROVERS = "Privacy officer"


def find_permissions(names):
    """Permission objects for `app_label.codename` names; raises ImproperlyConfigured naming the missing."""
    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type").filter(
            codename__in=[name.partition(".")[2] for name in names]
        )
    }
    if missing := sorted(set(names) - set(found)):
        raise ImproperlyConfigured(
            f"staff.roles names permissions that no model defines: {', '.join(missing)}."
        )
    return {name: found[name] for name in names}


def title(name):
    """A group's name as people read it: the role's title in the active language, or the name itself."""
    return str(ROLES[name].title) if name in ROLES else name


def is_role(group):
    """Whether this is the group of a role, whatever it is called."""
    return RoleGroup.objects.filter(group=group.pk).exists()


def is_like_a_role(name):
    """Whether people could take `name` for a role's name or for its title in one of the languages."""
    reserved = set(ROLES)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            reserved |= {title(role) for role in ROLES}
    return fold(name) in {fold(each) for each in reserved}


def group_of(name):
    """The group of the role `name`."""
    return Group.objects.get(role__name=name)


def _tie(name, permissions):
    """The role's group, and whether it was made just now. It is known by its id, its name counts only once.

    ImproperlyConfigured when a group of that name has members who would gain a watched right by the role.
    """
    from .custody import gainers

    if known := RoleGroup.objects.filter(name=name).select_related("group").first():
        return known.group, False
    group, is_new = Group.objects.get_or_create(name=name)
    members = set(group.user_set.values_list("pk", flat=True))
    if gainers(members, [each.pk for each in permissions]):
        raise ImproperlyConfigured(
            f"Group {group.pk} is called “{name}” like a role, but has members without that role's rights. "
            "It gives them nothing. Take its members out, or rename the group, and migrate again."
        )
    RoleGroup.objects.create(name=name, group=group)
    return group, is_new


@transaction.atomic
def ensure_roles():
    """Makes the groups match the table. Groups and rights that the table doesn't name are left alone."""
    from wagtail.models import Collection, Page

    from privacy.approval import ensure_workflow

    wanted = {name for role in ROLES.values() for name in role.permissions + role.files}
    wanted |= {
        page_permission(action) for role in ROLES.values() for action in role.pages + role.translated_pages
    }
    permissions = find_permissions(wanted)
    root_page, root_collection = Page.get_first_root_node(), Collection.get_first_root_node()
    translated_homes = list(find_translated_homes())
    for name, role in ROLES.items():
        wanted = [permissions[each] for each in role.permissions]
        group, is_new = _tie(name, wanted)
        group.permissions.set(wanted)
        if is_new:
            Group.objects.filter(name__in=STOCK_GROUPS, user=None).delete()
        _grant_on_page(group, root_page, [permissions[page_permission(each)] for each in role.pages])
        for home in translated_homes:
            _grant_on_page(
                group, home, [permissions[page_permission(each)] for each in role.translated_pages]
            )
        _grant_on_collection(group, root_collection, [permissions[each] for each in role.files])
    _adopt_workflow()
    ensure_workflow(group_of(POLICY_APPROVERS))


def _adopt_workflow():
    """Gives Wagtail's stock approval to the editors, under a name in the site's language, once.

    Its approvers were a stock group: a draft sent there would reach nobody.
    """
    from wagtail.models import GroupApprovalTask, Workflow

    task = GroupApprovalTask.objects.filter(name=STOCK_WORKFLOW, groups=None).first()
    if task is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        name = gettext("Approval by an editor")
    task.groups.add(group_of(APPROVERS))
    task.name = name
    task.save(update_fields=["name"])
    Workflow.objects.filter(name=STOCK_WORKFLOW).update(name=name)


def page_permission(action):
    return f"wagtailcore.{action}_page"


def find_translated_homes():
    """The first pages of the languages that content is translated into."""
    from wagtail.models import Page

    return Page.objects.filter(depth=2).exclude(locale__language_code=settings.LANGUAGE_CODE)


def _grant_on_page(group, page, permissions):
    """Gives the group exactly `permissions` on this page and what lies below it."""
    from wagtail.models import GroupPagePermission

    held = GroupPagePermission.objects.filter(group=group, page=page)
    held.exclude(permission__in=permissions).delete()
    for permission in permissions:
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _grant_on_collection(group, collection, permissions):
    from wagtail.models import GroupCollectionPermission

    held = GroupCollectionPermission.objects.filter(group=group, collection=collection)
    held.exclude(permission__in=permissions).delete()
    for permission in permissions:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def after_first_page(instance, created, raw=False, **kwargs):
    """Receives `post_save` of pages: a new language's first page brings its translators their rights."""
    if (
        created
        and not raw
        and instance.depth == 2
        and instance.locale.language_code != settings.LANGUAGE_CODE
    ):
        ensure_roles()


def after_migrate(using, **kwargs):
    """Receives `post_migrate`. A partial migration without these tables has no roles yet."""
    from wagtail.snippets.models import create_extra_permissions

    if using != "default":
        return
    tables = set(connections[using].introspection.table_names())
    needed = {
        "wagtailcore_grouppagepermission",
        "wagtailcore_groupcollectionpermission",
        RoleGroup._meta.db_table,
    }
    if not needed <= tables:
        return
    # This room is asked before the rooms below it have their permissions.
    for app in apps.get_app_configs():
        create_permissions(app, verbosity=0, using=using)
    # Likewise Wagtail's rights to publish snippets, which are no model's own.
    create_extra_permissions(apps.get_app_config("wagtailsnippets"), using=using)
    ensure_roles()
