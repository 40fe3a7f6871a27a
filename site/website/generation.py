"""The content generation: a value that differs after any change of what visitors may see (ADR 0003)."""

from django.apps import apps
from django.db import connection, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

KEPT_CHANGES = 200

# Rows that no public page shows. Whatever is not named here moves the generation: a needless rebuild
# costs one page's rendering, a stale page is a defect.
UNSEEN_APPS = {
    "account",
    "contenttypes",
    "django_tasks_database",
    "inbox",
    "mfa",
    "rights",
    "sessions",
    "staff",
    "vault",
    "wagtail_localize",
    "wagtailembeds",
    "wagtailsearch",
    "wagtailusers",
}
UNSEEN_MODELS = {
    "auth.group",
    "auth.permission",
    "auth.user",
    "forms_app.dailysalt",
    "forms_app.ratecounter",
    "forms_app.spentchallenge",
    "incidents.affectedperson",
    "incidents.affectedquery",
    "incidents.disclosureapproval",
    "incidents.disclosureevent",
    "incidents.dutywaiver",
    "incidents.incidentevent",
    "incidents.notice",
    "incidents.noticedelivery",
    "incidents.paper",
    "incidents.report",
    "privacy.chainhead",
    "privacy.checkpoint",
    "privacy.consentevent",
    "privacy.followup",
    "privacy.followuprun",
    "privacy.guardalarm",
    "privacy.legalhold",
    "privacy.policyapproval",
    "privacy.receipt",
    "privacy.restriction",
    "privacy.retentionrun",
    # The registers' working copy: pages show what a policy version froze of it.
    "privacy.channel",
    "privacy.datacategory",
    "privacy.purpose",
    "privacy.recipient",
    "privacy.storeditem",
    "wagtailadmin.admin",
    "wagtailadmin.editingsession",
    "wagtailcore.comment",
    "wagtailcore.commentreply",
    "wagtailcore.groupapprovaltask",
    "wagtailcore.groupcollectionpermission",
    "wagtailcore.grouppagepermission",
    "wagtailcore.groupsitepermission",
    "wagtailcore.modellogentry",
    "wagtailcore.pagelogentry",
    "wagtailcore.pagesubscription",
    "wagtailcore.referenceindex",
    "wagtailcore.revision",
    "wagtailcore.task",
    "wagtailcore.taskstate",
    "wagtailcore.uploadedfile",
    "wagtailcore.workflow",
    "wagtailcore.workflowcontenttype",
    "wagtailcore.workflowpage",
    "wagtailcore.workflowstate",
    "wagtailcore.workflowtask",
    "wagtailimages.rendition",
    "website.contentchange",
}
# What saving a draft writes to the live row.
DRAFT_FIELDS = {"draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"}


def current():
    """The generation as two numbers, by one indexed query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(id) FROM website_contentchange")
        return cursor.fetchone()


def bump():
    """Moves the generation, in the transaction of the change that asks for it."""
    from .models import ContentChange

    ContentChange.objects.create()


def prune():
    """Keeps the table small. The row it adds keeps the generation new whatever else happens meanwhile."""
    from .models import ContentChange

    if ContentChange.objects.count() <= KEPT_CHANGES:
        return
    with transaction.atomic():
        newest = ContentChange.objects.create()
        ContentChange.objects.filter(pk__lt=newest.pk).delete()


def is_seen(model):
    """Whether a public page may show rows of `model`."""
    options = model._meta
    if options.apps is not apps:  # a migration's historical model
        return False
    return options.app_label not in UNSEEN_APPS and options.label_lower not in UNSEEN_MODELS


def on_save(sender, update_fields=None, raw=False, **kwargs):
    if not is_seen(sender) or (update_fields and set(update_fields) <= DRAFT_FIELDS):
        return
    bump()


def on_delete(sender, **kwargs):
    if is_seen(sender):
        bump()


def on_relation(sender, action, instance, **kwargs):
    if action.startswith("post_") and is_seen(type(instance)):
        bump()


def watch():
    """Connects the watch; called once, when the apps are ready."""
    from wagtail.signals import page_published, page_unpublished, post_page_move

    for signal, receiver in ((post_save, on_save), (post_delete, on_delete), (m2m_changed, on_relation)):
        signal.connect(receiver, dispatch_uid=f"website.generation.{receiver.__name__}")
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(lambda **kwargs: bump(), weak=False, dispatch_uid=f"website.generation.{id(signal)}")
