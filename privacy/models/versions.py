"""A form as it was shown: frozen when it is published, named by every submission."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .frozen import FrozenModel


class FormVersion(FrozenModel):
    """Fields, choices and clauses of one form in one language, with the policy they referred to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="form_versions"
    )
    channel = models.CharField(max_length=32)
    locale = models.CharField(max_length=16)
    snapshot = models.JSONField()
    # What the registers declared about the form's purposes, the recipients and the controller then.
    declared = models.JSONField(default=dict)
    # Over snapshot, declared, and the digest of the policy version.
    sha256 = models.CharField(max_length=64)
    policy_version = models.ForeignKey(
        "privacy.PolicyVersion", null=True, on_delete=models.PROTECT, related_name="form_versions"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(FrozenModel.Meta):
        verbose_name = _("form version")
        verbose_name_plural = _("form versions")
        indexes = [models.Index(fields=["page", "created_at"], name="privacy_form_version_page")]

    def __str__(self):
        return f"Form version {str(self.id)[:8]} ({self.channel}, {self.locale})"
