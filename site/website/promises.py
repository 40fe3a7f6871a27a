"""The promises that the upper rooms keep: the inbox, incidents, disclosures, requests."""

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.clocks import years_after
from privacy.promises import Evidence, Promise, register
from privacy.promises.own import place


def inbox_is_sealed():
    """What was sent has reached the inbox: no sealed envelope waits or has failed."""
    from inbox.services.health import envelope_figures

    waiting = sum(envelope_figures().values())
    return Evidence(
        not waiting,
        lambda: (
            ngettext("%(count)d envelope waits", "%(count)d envelopes wait", waiting) % {"count": waiting}
        ),
        place("inbox:open"),
    )


def incident_clocks_are_kept():
    """No incident has a deadline that has passed, closed or not, and none was met too late lately."""
    from incidents.services.health import health

    found = health()
    return Evidence(
        not found["overdue_clocks"],
        lambda: (
            _("%(open)d open, %(late)d late; late in the past 12 months: %(lapsed)d")
            % {
                "open": found["open_incidents"],
                "late": found["overdue_clocks"],
                "lapsed": found["late_clocks"],
            }
        ),
        place("incidents:open"),
        lapsed=bool(found["late_clocks"]),
    )


def disclosures_had_two():
    """Nothing was handed to an authority, or sealed for one, without a scope that two people approved."""
    from incidents.models import Disclosure

    done = Disclosure.objects.filter(state__in=[Disclosure.State.SEALED, Disclosure.State.HANDED])
    alone = done.annotate(approvers=Count("approvals__user", distinct=True)).filter(approvers__lt=2).count()
    boundless = Disclosure.objects.filter(state=Disclosure.State.SEALED, kinds=[]).count()
    count = Disclosure.objects.filter(state=Disclosure.State.HANDED).count()
    return Evidence(
        not alone and not boundless,
        lambda: ngettext("%(count)d handed over", "%(count)d handed over", count) % {"count": count},
        place("incidents:disclosures"),
    )


def requests_are_on_time():
    """No request of a person is late, and none was answered too late in the past twelve months."""
    from rights.models import PrivacyRequest
    from rights.services.figures import figures

    found, year_ago = figures(), years_after(timezone.now(), -1)
    done = PrivacyRequest.objects.annotate(
        replied_at=Coalesce("ack_sent_at", "closed_at"),
        deadline_at=Greatest("due_at", Coalesce("extended_until", "due_at")),
    )
    answered_late = Q(replied_at__gt=F("ack_due"), replied_at__gte=year_ago)
    closed_late = Q(closed_at__gt=F("deadline_at"), closed_at__gte=year_ago)
    lapsed = done.filter(answered_late | closed_late).count()
    return Evidence(
        not found["late"],
        lambda: (
            _("%(open)d open, %(late)d late; late in the past 12 months: %(lapsed)d")
            % {"open": found["open"], "late": found["late"], "lapsed": lapsed}
        ),
        place("rights:open"),
        lapsed=bool(lapsed),
    )


PROMISES = (
    Promise(
        "sealed-inbox",
        gettext_lazy("What is sent reaches the people in charge, sealed"),
        gettext_lazy(
            "Every form leads into one inbox. What is typed is encrypted before it is stored; only staff "
            "with that task can open it."
        ),
        inbox_is_sealed,
    ),
    Promise(
        "incident-register",
        gettext_lazy("Attacks are reported, and people are told"),
        gettext_lazy(
            "Each incident starts the clocks of the law. The register finds the people concerned, writes to "
            "them in their language and shows what is late."
        ),
        incident_clocks_are_kept,
    ),
    Promise(
        "disclosure-register",
        gettext_lazy("Authorities receive data only on lawful demand"),
        gettext_lazy(
            "Two people must approve each demand; what is handed over is sealed, limited to the demand and "
            "logged. Yearly totals are public."
        ),
        disclosures_had_two,
    ),
    Promise(
        "requests-on-time",
        gettext_lazy("Requests are answered in time"),
        gettext_lazy("Each request to see, correct or erase data runs against the clock of the law."),
        requests_are_on_time,
    ),
)


def register_all():
    """Registers the promises of the upper rooms; called once, when the apps are ready."""
    for promise in PROMISES:
        register(promise.code, promise)
