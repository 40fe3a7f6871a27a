"""The form of a group: a role's name and its watched rights come with the software and stay."""

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.users.forms import GroupForm as WagtailGroupForm

from . import custody, roles


class GroupForm(WagtailGroupForm):
    @cached_property
    def is_role(self):
        return roles.is_role(self.instance)

    def clean_name(self):
        name = super().clean_name()
        if name == self.initial.get("name"):
            return name
        if self.is_role:
            raise ValidationError(_("This group is a role of the software. It keeps its name."))
        if roles.is_like_a_role(name):
            raise ValidationError(_("This is the name of a role of the software. Please choose another."))
        return name

    def clean_permissions(self):
        """Rights that the form doesn't offer stay as well, and are not taken and given again."""
        chosen = set(self.cleaned_data["permissions"].values_list("pk", flat=True))
        if self.instance.pk:
            held = set(self.instance.permissions.values_list("pk", flat=True))
            chosen |= held - set(self.registered_permissions.values_list("pk", flat=True))
            watched = set(custody.watched().values_list("pk", flat=True))
            if self.is_role and (held ^ chosen) & watched:
                raise ValidationError(
                    _("This group is a role of the software. Its rights over personal data can't be changed.")
                )
        return Permission.objects.filter(pk__in=chosen)
