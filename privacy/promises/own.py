"""The promises that this room and the vault keep, and how each is proved. Figures are counts, no people."""

import datetime as dt

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vault.models import BlindIndex, Person

from .. import checks, declared, gate, services
from ..addresses import withdrawal_address
from ..collectors import paused
from ..guards import alarms, conf, cookies, outgoing
from ..health import health
from ..models import ConsentEvent, PolicyVersion, RetentionRun
from .registry import Evidence, Part, Promise, register
from .vaulted import (
    contents_are_sealed,
    evidence_place,
    is_append_only,
    keys_of_the_erased,
    readings_are_logged,
)

COOKIE_GUARD = "website.middleware.cookies.CookieGuardMiddleware"
# How many of the newest refusals the gate is asked about.
ASKED = 500


def place(name):
    """The address of a screen, or "" where this process has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


# Each check answers one question of the board.


def forms_are_covered():
    """Every form that takes data was frozen under the policy in force and asks for nothing beyond it."""
    in_force = declared.current()
    if in_force is None:
        return Evidence(False, lambda: _("no policy has been published"))
    taking = [each for each in services._live_versions() if each.policy_version_id == in_force.version.pk]
    beyond = sum(not fits(version, in_force) for version in taking)
    stopped = len(paused())
    link = place("wagtailadmin_home")
    return Evidence(
        not beyond,
        lambda: _("%(forms)d forms, %(stopped)d stopped") % {"forms": len(taking), "stopped": stopped},
        link,
    )


def fits(version, in_force):
    """Whether a frozen form asks only for kinds of data that its main purpose names in the policy."""
    known = in_force.purposes(version.locale)
    codes = services._purposes(version.snapshot)
    if not codes or any(code not in known for code in codes):
        return False
    categories = in_force.categories(version.locale)
    wanted = known[version.snapshot["main_purpose"]].data_categories
    types = {kind for code in wanted if code in categories for kind in categories[code].field_types}
    return all(each["type"] in types for each in version.snapshot["fields"])


def gate_holds():
    """The newest refusals, withdrawals and expiries: the gate lets none of them through."""
    ended = ConsentEvent.objects.filter(decision__in=gate.ENDED).order_by("-seq")[:ASKED]
    by_purpose = {}
    for subject, purpose in {(event.subject_id, event.purpose_code) for event in ended}:
        by_purpose.setdefault(purpose, set()).add(subject)
    asked = passed = 0
    in_force = declared.current()
    known = in_force.any_language("purpose") if in_force else {}
    for purpose, subjects in by_purpose.items():
        entry = known.get(purpose)
        if entry is not None and entry.legal_basis != "consent" and not entry.is_marketing:
            continue
        latest = gate.latest_events(subjects, purpose)
        standing = {event.subject_id for event in latest if event.decision in gate.ENDED}
        asked += len(standing)
        passed += len(gate.allowed(list(Person.objects.filter(pseudonym__in=standing)), purpose))
    return Evidence(
        not passed,
        lambda: _("%(asked)d refusals asked, %(passed)d let through") % {"asked": asked, "passed": passed},
        place("privacy_ledger:home"),
    )


def withdrawal_is_possible():
    """There is an address where consent is taken back, in each language, and the gate obeys at once."""
    languages = [code for code, _name in settings.LANGUAGES]
    found = sum(bool(withdrawal_address(code)) for code in languages)
    held = gate_holds().ok
    withdrawn = ConsentEvent.objects.filter(decision=ConsentEvent.Decision.WITHDRAWN).count()
    return Evidence(
        found == len(languages) and held,
        lambda: (
            ngettext("%(count)d withdrawal kept", "%(count)d withdrawals kept", withdrawn)
            % {"count": withdrawn}
        ),
        place("privacy_ledger:home"),
    )


def retention_runs():
    """The last deletion run ended without an error and is not old; every declared purpose has a period."""
    link = place("privacy_retention:overview")
    in_force = declared.current()
    purposes = in_force.any_language("purpose").values() if in_force else ()
    if any(not each.retention_days for each in purposes):
        return Evidence(False, lambda: _("a purpose has no period"), link)
    limit = timezone.now() - dt.timedelta(hours=conf.get("PROMISE_RETENTION_HOURS"))
    last = RetentionRun.objects.exclude(finished_at=None).order_by("-finished_at").first()
    if last is None:
        first = PolicyVersion.objects.order_by("created_at").first()
        is_young = first is None or first.created_at > limit
        return Evidence(is_young, lambda: _("no run was due yet") if is_young else _("never ran"), link)
    day = timezone.localtime(last.finished_at)
    return Evidence(
        not last.error_class and last.finished_at > limit,
        lambda: _("last run %(day)s") % {"day": f"{day:%d/%m/%Y}"},
        link,
    )


def cookies_are_declared():
    """The guard stands in the way of every response, and nothing undeclared was stopped or let through."""
    missing = cookies.undeclared_essentials()
    stopped = alarms.open_alarms(alarms.COOKIE).count()
    in_force = declared.current()
    items = in_force.any_language("storeditem").values() if in_force else ()
    count = sum(each.kind == "cookie" and each.surface == "public" for each in items)
    return Evidence(
        COOKIE_GUARD in settings.MIDDLEWARE and not missing and not stopped,
        lambda: (
            _("%(count)d for visitors, %(undeclared)d undeclared")
            % {"count": count, "undeclared": stopped + len(missing)}
        ),
        place("privacy_alarms"),
    )


def hosts_are_declared():
    """Connections are guarded, the settings name no undeclared host, and none was tried."""
    foreign = len(outgoing.undeclared())
    tried = alarms.open_alarms(alarms.HOST).count()
    in_force = declared.current()
    recipients = len(in_force.any_language("recipient")) if in_force else 0
    is_guarded = conf.get("PRIVACY_OUTGOING") == "enforce"
    return Evidence(
        is_guarded and not foreign and not tried,
        lambda: (
            _("%(count)d recipients, %(undeclared)d undeclared")
            % {"count": recipients, "undeclared": foreign + tried}
        ),
        place("privacy_alarms"),
    )


def ledger_is_sound():
    """The last verification found nothing wrong, and the last checkpoint is not old."""
    found = health()
    events = ConsentEvent.objects.count()
    return Evidence(
        found["ledger_ok"] is not False
        and not found["checkpoint_late"]
        and is_append_only(ConsentEvent) is not False,
        lambda: ngettext("%(count)d decision", "%(count)d decisions", events) % {"count": events},
        place("privacy_ledger:home"),
    )


def people_can_be_forgotten():
    """Every table about people has a source that shows and erases it, and who was erased is gone."""
    problems, left = checks.check_personal_data(None), keys_of_the_erased()
    in_force = declared.current()
    known = in_force.any_language("purpose") if in_force else {}
    findable = BlindIndex.objects.filter(person__erased_at__isnull=False).count()
    erased = Person.objects.exclude(erased_at=None).count()
    parts = (
        Part(
            _("Every table about people is answered for (not: %(count)d)") % {"count": len(problems)},
            not problems,
        ),
        Part(_("What is kept has its purpose in the policy"), not checks.undeclared_purposes(known)),
        Part(_("Nobody who is erased has a key (with: %(count)d)") % {"count": left}, not left),
        Part(_("Nobody who is erased can be found (entries: %(count)d)") % {"count": findable}, not findable),
        Part(_("The nightly deletion runs"), retention_runs().ok),
    )
    return Evidence(
        all(part.ok for part in parts),
        lambda: ngettext("%(count)d person erased", "%(count)d people erased", erased) % {"count": erased},
        evidence_place("forgetting"),
        parts=parts,
    )


PROMISES = (
    Promise(
        "publishing-guard",
        gettext_lazy("Only what the policy covers is collected"),
        gettext_lazy(
            "A form goes live only if the published policy names its purpose, its channel and every kind of "
            "data in it. A live form that no longer fits takes no data until it is mended."
        ),
        forms_are_covered,
    ),
    Promise(
        "purpose-gate",
        gettext_lazy("Data is used only for what was agreed to"),
        gettext_lazy(
            "Every use of data asks one gate: is the purpose declared, was consent given, does it still "
            "stand? The gate says no unless the answer is clearly yes."
        ),
        gate_holds,
    ),
    Promise(
        "withdrawal",
        gettext_lazy("Consent can be taken back at any time"),
        gettext_lazy(
            "Whoever takes consent back in the privacy centre is left alone before the page has loaded again."
        ),
        withdrawal_is_possible,
    ),
    Promise(
        "retention",
        gettext_lazy("Data is deleted when its time is over"),
        gettext_lazy("A task deletes every night what is older than the period of its purpose."),
        retention_runs,
    ),
    Promise(
        "cookie-guard",
        gettext_lazy("No cookie that the policy does not name"),
        gettext_lazy(
            "Before a page leaves the server, every cookie is compared with the published list. One that is "
            "not on it is removed, and the people in charge are alarmed."
        ),
        cookies_are_declared,
    ),
    Promise(
        "host-guard",
        gettext_lazy("Nobody else receives data"),
        gettext_lazy(
            "Pages may load nothing, and the server may contact nobody, beyond the published list of "
            "recipients. Browsers and the server itself refuse the rest."
        ),
        hosts_are_declared,
    ),
    Promise(
        "consent-ledger",
        gettext_lazy("Every decision can be proved"),
        gettext_lazy(
            "Each consent, refusal and withdrawal is written into a chain that cannot be changed unnoticed, "
            "with the words that were shown. The chain is verified and signed daily."
        ),
        ledger_is_sound,
    ),
    Promise(
        "sealed-vault",
        gettext_lazy("What people write is sealed"),
        gettext_lazy(
            "Each person’s data is encrypted under a key of its own, kept apart from the data. The public "
            "site can only seal; it cannot read."
        ),
        contents_are_sealed,
    ),
    Promise(
        "read-log",
        gettext_lazy("Nobody reads without leaving a trace"),
        gettext_lazy(
            "Every reading is logged with who, what and why before anything is shown. The log cannot be "
            "shortened."
        ),
        readings_are_logged,
    ),
    Promise(
        "forgetting",
        gettext_lazy("Everything held can be shown and erased"),
        gettext_lazy(
            "Whatever is held about a person is listed in one place, which shows, exports and erases it."
        ),
        people_can_be_forgotten,
    ),
)


def register_own():
    """Registers the promises of this room; called once, when the apps are ready."""
    for promise in PROMISES:
        register(promise.code, promise)
