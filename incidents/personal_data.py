"""What the registers hold about people: that an incident concerned them, that an authority asked for them."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.disclosures import Disclosed
from privacy.personal_data import Due, Held, Source
from vault.models import SealedRecord

from . import access, conf, keeping
from .models import AffectedPerson, Disclosure, DisclosurePerson, NoticeDelivery

State = NoticeDelivery.State


class IncidentSource(Source):
    """That a person is affected, and whether they were told. Kept as long as the incident's file."""

    code = "incidents"
    label = gettext_lazy("Incidents that concern you")
    models = ("incidents.AffectedPerson", "incidents.NoticeDelivery")

    def purposes(self):
        return (conf.get("INCIDENTS_PURPOSE"),)

    def held(self, person):
        told = dict(
            NoticeDelivery.objects.filter(person=person, sent_at__isnull=False)
            .order_by("-sent_at")
            .values_list("notice__incident", "sent_at")
        )
        rows = person.incidents.select_related("incident")
        return [self._held(row, told.get(row.incident_id)) for row in rows]

    def _held(self, row, told_at):
        incident = row.incident
        facts = {
            _("Kind of violation"): incident.get_kind_display(),
            _("Status"): incident.get_status_display(),
        }
        if told_at:
            facts[_("You were told on")] = date_format(timezone.localtime(told_at), "SHORT_DATE_FORMAT")
        return Held(
            source=self.code,
            id=str(row.pk),
            label=_("Incident %(code)s") % {"code": incident.code},
            purposes=(conf.get("INCIDENTS_PURPOSE"),),
            since=row.found_at,
            until=incident.closed_at and keeping.until(incident.closed_at, keeping.INCIDENTS),
            facts=facts,
        )

    def erase(self, person):
        """Forgets which records it was and stops notices not given yet. That somebody was affected stays."""
        untold = [State.PENDING, State.UNREACHABLE, State.FAILED]
        waiting = NoticeDelivery.objects.filter(person=person, state__in=untold, called_at=None)
        emptied = AffectedPerson.objects.filter(person=person).exclude(record_ids=[])
        stopped = waiting.update(state=State.SKIPPED, skipped_at=timezone.now(), next_try=None)
        return stopped + emptied.update(record_ids=[])

    def due(self, now):
        end = keeping.over_since(now, keeping.INCIDENTS)
        over = AffectedPerson.objects.filter(incident__closed_at__lte=end).order_by(
            "incident__closed_at", "pk"
        )
        for row in over.select_related("incident").iterator():
            yield Due(row.person_id, str(row.pk), conf.get("INCIDENTS_PURPOSE"), row.incident.closed_at)

    def expire(self, ids):
        gone = 0
        for row in AffectedPerson.objects.filter(pk__in=[int(each) for each in ids]):
            NoticeDelivery.objects.filter(person=row.person_id, notice__incident=row.incident_id).delete()
            gone += row.delete()[0]
        return gone


class DisclosureSource(Source):
    """That an authority asked for a person's data, with the sealed copy of what it got.

    `held` tells nothing: an investigation may forbid it, and a page that anyone can ask would tip people off.
    The officer answers such a question by hand (ADR 0074).
    """

    code = "disclosures"
    label = gettext_lazy("Disclosures to authorities")
    models = ("incidents.DisclosurePerson",)

    def purposes(self):
        return (conf.get("DISCLOSURES_PURPOSE"),)

    def held(self, person):
        return []

    def about(self, person, *, by):
        """The demands that concern the person, for whoever may see disclosures."""
        if not access.may_see_disclosures(by):
            return []
        rows = person.disclosures.select_related("disclosure").order_by("-disclosure__received_on", "-pk")
        return [
            Disclosed(
                code=row.disclosure.code,
                authority=row.disclosure.authority_name,
                received_on=row.disclosure.received_on,
                state=row.disclosure.get_state_display(),
                handed_over=row.handed_over,
                url=reverse("incidents:disclosure", args=[row.disclosure.code]),
            )
            for row in rows
        ]

    def readings(self, person):
        """The readings for a demand: their reason begins with its code."""
        found = Q(pk=None)
        for code in person.disclosures.values_list("disclosure__code", flat=True):
            found |= Q(reason__startswith=f"{code}: ")
        return found

    def erase(self, person):
        """Deletes the sealed copies. That there was a demand stays, about a pseudonym."""
        return self._drop_copies(DisclosurePerson.objects.filter(person=person))

    def due(self, now):
        end = keeping.over_since(now, keeping.DISCLOSURES)
        over = DisclosurePerson.objects.filter(
            disclosure__state__in=[Disclosure.State.HANDED, Disclosure.State.REFUSED],
            disclosure__decided_at__lte=end,
            record__isnull=False,
        ).select_related("disclosure")
        for row in over.order_by("disclosure__decided_at", "pk").iterator():
            yield Due(row.person_id, str(row.pk), conf.get("DISCLOSURES_PURPOSE"), row.disclosure.decided_at)

    def expire(self, ids):
        return self._drop_copies(DisclosurePerson.objects.filter(pk__in=[int(each) for each in ids]))

    @staticmethod
    def _drop_copies(rows):
        copies = [each for each in rows.values_list("record_id", flat=True) if each]
        rows.update(record=None, pieces=[])
        return SealedRecord.objects.filter(pk__in=copies).delete()[0]
