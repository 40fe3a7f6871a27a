"""What somebody else changed about accounts that may open the vault. Accounts themselves are Django's, second
factors allauth's; the roles come after `migrate`."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CustodyChange(models.Model):
    """One change of such an account by another; until a colleague confirms it, the account opens nothing.

    Source: ADR 0123.
    """

    class What(models.TextChoices):
        RIGHT = "right", _("the right to open the vault")
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
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, db_index=True)

    class Meta:
        verbose_name = _("change of an account that may open the vault")
        verbose_name_plural = _("changes of accounts that may open the vault")
        default_permissions = ()

    def __str__(self):
        return f"{self.user_id} {self.what}"
