"""Admin forms of the registers."""

from wagtail.admin.forms import WagtailAdminModelForm


class RegisterForm(WagtailAdminModelForm):
    """Shows the code of an existing entry, but no longer takes a new one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "code" in self.fields:
            self.fields["code"].disabled = True
