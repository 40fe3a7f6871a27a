"""What somebody else changed about watched accounts, and which groups are the roles. Accounts and groups
themselves are Django's, second factors allauth's; the roles come after `migrate`."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleGroup(models.Model):
    """Which group is a role of the table in `staff.roles`: names can be changed, and taken by others."""

    name = models.CharField(max_length=50, primary_key=True)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="role")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name


class CustodyChangeQuerySet(models.QuerySet):
    def open(self):
        """Those that nobody has confirmed yet."""
        return self.filter(confirmed_at=None)


class CustodyChange(models.Model):
    """One change of such an account by another; until a colleague confirms it, it has no watched right.

    Source: ADR 0123.
    """

    class What(models.TextChoices):
        RIGHT = "right", _("rights over personal data, given")
        TAKEN = "taken", _("rights over personal data, all taken away")
        PASSWORD = "password", _("the password")
        EMAIL = "email", _("the e-mail address")
        ACTIVE = "active", _("whether it is active")
        FACTOR = "factor", _("the second factor")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("account")
    )
    what = models.CharField(_("what was changed"), max_length=10, choices=What)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("changed by"),
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    # Where word of this and of later changes goes until they are confirmed; then it is emptied.
    address = models.EmailField(_("e-mail address before the change"), blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, db_index=True)

    objects = CustodyChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an account with rights over personal data")
        verbose_name_plural = _("changes of accounts with rights over personal data")
        default_permissions = ()

    def __str__(self):
        return f"{self.user_id} {self.what}"
