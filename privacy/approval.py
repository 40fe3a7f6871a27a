"""The workflow of the policy: editors write and submit, the officer approves, and approving is publishing."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from .models import PolicyApproval, PolicyPage


@transaction.atomic
def ensure_workflow(*groups):
    """Makes the workflow with `groups` as approvers, and gives it to every policy page. Idempotent."""
    task = PolicyApproval.objects.filter(active=True).order_by("pk").first()
    if task is None:
        with override(settings.LANGUAGE_CODE):
            name = _("Approval by the privacy officer")
        task = PolicyApproval.objects.create(name=name)
        workflow = Workflow.objects.create(name=name)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    task.groups.set(groups)
    for page in PolicyPage.objects.all():
        assign(page)


def workflow():
    """The policy's workflow, or None before it was made."""
    tasks = PolicyApproval.objects.filter(active=True).values("pk")
    return Workflow.objects.active().filter(workflow_tasks__task__in=tasks).order_by("pk").first()


def assign(page):
    """Gives a policy page its workflow, whatever the pages above it have."""
    found = workflow()
    if found is not None:
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": found})


def assign_to_new(sender, instance, created, raw=False, **kwargs):
    """Receives `post_save` of policy pages."""
    if created and not raw:
        assign(instance)
