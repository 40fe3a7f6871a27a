from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save
from django.utils.translation import gettext_lazy as _
from wagtail.users import apps as wagtail_users


class StaffConfig(AppConfig):
    default = True
    name = "staff"
    verbose_name = _("Staff")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.contrib.auth.models import Group
        from wagtail.admin.forms.account import NameEmailForm
        from wagtail.models import get_page_models
        from wagtail.users.forms import UserForm

        from vault.access import holding_back

        from . import custody, roles, signals  # noqa: F401

        holding_back.register("custody", custody.waits)
        post_migrate.connect(roles.after_migrate, sender=self)
        for model in get_page_models():
            post_save.connect(roles.after_first_page, sender=model, dispatch_uid=f"staff.roles.{model}")
        # A name is one field, never split into given and family name: what stands in the first is enough.
        for form in (NameEmailForm, UserForm):
            form.base_fields["last_name"].required = False
        flag = UserForm.base_fields["is_superuser"]
        flag.disabled, flag.help_text = True, _("Superusers are made and unmade on the server only.")
        # Wagtail prints groups in a dozen places by this one method; names stay what code refers to.
        Group.__str__ = lambda group: roles.title(group.name)


class UsersConfig(wagtail_users.WagtailUsersAppConfig):
    """Wagtail's users and groups, with the roles' titles in the list of groups."""

    default = False
    group_viewset = "staff.viewsets.GroupViewSet"
