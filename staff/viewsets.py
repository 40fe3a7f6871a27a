"""How Wagtail's own screens about accounts show this site's roles, and what they may not do to them."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import TitleColumn
from wagtail.users.views import groups

from . import forms, roles


class GroupIndexView(groups.IndexView):
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("Name"),
            accessor=str,
            sort_key="name",
            url_name="wagtailusers_groups:edit",
        )
    ]


class GroupDeleteView(groups.DeleteView):
    def dispatch(self, request, *args, **kwargs):
        if roles.is_role(self.object):
            messages.error(request, _("This group is a role of the software. It can't be deleted."))
            return redirect(self.index_url_name)
        return super().dispatch(request, *args, **kwargs)


class GroupViewSet(groups.GroupViewSet):
    index_view_class = GroupIndexView
    delete_view_class = GroupDeleteView

    def get_form_class(self, for_update=False):
        return forms.GroupForm
