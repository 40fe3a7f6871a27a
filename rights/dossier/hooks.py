"""Puts the people's screens into the admin: addresses and a menu item for who may work requests."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .. import access
from . import urls


class PeopleMenuItem(MenuItem):
    """Shown to whoever may work requests."""

    def __init__(self):
        super().__init__(
            pgettext_lazy("data subjects", "People"),
            reverse_lazy("people:find"),
            name="people",
            icon_name="user",
            order=61,
        )

    def is_shown(self, request):
        return access.may_work(request.user)


@hooks.register("register_admin_urls")
def register_people_urls():
    return [path("people/", include(urls, namespace="people"))]


@hooks.register("register_admin_menu_item")
def register_people_menu_item():
    return PeopleMenuItem()
