"""What the centre itself keeps about people, for hours at most: visits, codes, archives."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.personal_data import Held, Source

from .. import conf
from ..models import CentreChallenge, CentreExport, CentreSession
from . import exports


class CentreSource(Source):
    """Archives are held until they expire; visits and codes are gone within a day."""

    code = "centre"
    label = gettext_lazy("Privacy centre")
    models = ("rights.CentreSession", "rights.CentreChallenge", "rights.CentreMail", "rights.CentreExport")

    def purposes(self):
        return (conf.setting("RIGHTS_PURPOSE"),)

    def held(self, person):
        # Their contents are the other things that are held, hence no records here.
        return [
            Held(
                source=self.code,
                id=str(export.pk),
                label=_("The archive you asked for"),
                purposes=(conf.setting("RIGHTS_PURPOSE"),),
                since=export.created_at,
                until=export.expires_at,
            )
            for export in CentreExport.objects.filter(person=person)
        ]

    def erase(self, person):
        count = exports.drop(CentreExport.objects.filter(person=person))
        count += CentreChallenge.objects.filter(person=person).delete()[0]
        return count + CentreSession.objects.filter(person=person).delete()[0]

    def due(self, now):
        # Hours, not the days of a purpose: the centre's own sweep deletes them.
        return []

    def expire(self, ids):
        return exports.drop(CentreExport.objects.filter(pk__in=ids))
