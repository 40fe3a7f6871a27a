"""What follows a published version: that it came into force, and the approval it needed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask

from vault.access import holds

PUBLISH_POLICY = "privacy.publish_policy"


def may_publish(user):
    """Whether `user` was given the right to publish the policy; a superuser has not by being one."""
    return holds(user, PUBLISH_POLICY)


class Enactment(models.Model):
    """That a version came into force was noticed, and what hangs on it was told. One a version.

    Pages are kept until what they may show changes; this row is such a change.
    """

    version = models.OneToOneField(
        "privacy.PolicyVersion", primary_key=True, on_delete=models.PROTECT, related_name="enactment"
    )
    noticed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("entry into force")
        verbose_name_plural = _("entries into force")

    def __str__(self):
        return f"Version {self.version_id} in force"


class FollowUpRun(models.Model):
    """That everybody a version concerns has been put on the list of those to tell or to ask."""

    version = models.OneToOneField(
        "privacy.PolicyVersion", primary_key=True, on_delete=models.PROTECT, related_name="follow_up_run"
    )
    finished_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("list of follow-ups")
        verbose_name_plural = _("lists of follow-ups")

    def __str__(self):
        return f"Follow-ups of version {self.version_id}"


class PolicyApproval(GroupApprovalTask):
    """Approval by who may publish the policy. Approving is publishing, in all languages at once."""

    class Meta:
        verbose_name = _("approval of the policy")
        verbose_name_plural = _("approvals of the policy")

    def get_actions(self, obj, user):
        """No approval while something is missing: the edit screen says what."""
        from ..release import problems_of_draft

        if not may_publish(user):
            return []
        actions = super().get_actions(obj, user)
        if actions and problems_of_draft(obj):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def get_task_states_user_can_moderate(self, user, **kwargs):
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states if may_publish(user) else states.none()

    @classmethod
    def get_description(cls):
        return _("Members of the chosen groups who may publish the policy can approve it")
