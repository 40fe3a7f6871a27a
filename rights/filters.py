"""How the list can be narrowed. Nothing personal: filters are part of the address."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from . import services
from .models import PrivacyRequest
from .models.requests import Kind, Outcome, Source, Status

LATE, SOON = "late", "soon"
ME, NOBODY = "me", "nobody"


class RequestFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label=_("Type"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    source = django_filters.MultipleChoiceFilter(
        label=_("Came by"), choices=Source.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = PrivacyRequest
        fields = []


class OpenFilterSet(RequestFilterSet):
    due = django_filters.ChoiceFilter(
        label=_("Due"),
        method="by_due",
        choices=[(LATE, _("Overdue")), (SOON, _("Nearly due"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[(status.value, status.label) for status in (Status.UNVERIFIED, Status.OPEN)],
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    assignee = django_filters.ChoiceFilter(
        label=_("Assigned to"),
        method="by_assignee",
        choices=[(ME, _("Me")), (NOBODY, _("Nobody"))],
        empty_label=_("Anyone"),
        widget=forms.RadioSelect,
    )

    def by_due(self, queryset, name, value):
        return queryset.filter(services.late() if value == LATE else services.nearly_due())

    def by_assignee(self, queryset, name, value):
        return queryset.filter(assignee=self.request.user if value == ME else None)


class ClosedFilterSet(RequestFilterSet):
    outcome = django_filters.MultipleChoiceFilter(
        label=_("Outcome"), choices=Outcome.choices, widget=forms.CheckboxSelectMultiple
    )
