"""How the list can be narrowed. Nothing personal: filters are part of the address."""

import django_filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.utils import get_user_display_name

from . import access
from .channels import channels
from .models import OPEN_STATUSES, Enquiry

ME, NOBODY = "me", "nobody"


def _channels():
    return [(channel.code, channel.label) for channel in channels]


def _assignees(request):
    """Me, nobody, or a colleague by number."""
    colleagues = access.workers().exclude(pk=request.user.pk)
    return [
        (ME, _("Me")),
        (NOBODY, _("Nobody")),
        *((str(user.pk), get_user_display_name(user)) for user in colleagues),
    ]


class EnquiryFilterSet(WagtailFilterSet):
    channel = django_filters.MultipleChoiceFilter(
        label=_("Channel"), choices=_channels, widget=forms.CheckboxSelectMultiple
    )
    assignee = django_filters.ChoiceFilter(
        label=_("Assigned to"), method="by_assignee", empty_label=_("Anyone"), widget=forms.RadioSelect
    )
    locale = django_filters.ChoiceFilter(
        label=_("Language"), choices=settings.LANGUAGES, empty_label=_("All"), widget=forms.RadioSelect
    )

    class Meta:
        model = Enquiry
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["assignee"].extra["choices"] = _assignees(self.request)

    def by_assignee(self, queryset, name, value):
        if value == NOBODY:
            return queryset.filter(assignee=None)
        return queryset.filter(assignee=self.request.user.pk if value == ME else value)


class OpenFilterSet(EnquiryFilterSet):
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=[(status.value, status.label) for status in OPEN_STATUSES],
        widget=forms.CheckboxSelectMultiple,
    )


class HeldFilterSet(EnquiryFilterSet):
    is_spam = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[("False", _("To be judged")), ("True", _("Spam"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
