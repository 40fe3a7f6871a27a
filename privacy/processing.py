"""The register of processing (GDPR art. 30; the dossiers of Decree 356/2025), from the version in force.

Written from the same registers that the site obeys, with the forms that collect for each purpose. It names
no person; data subjects appear as a number only.
"""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from vault.models import Person

from . import declared, services
from .controller import controller
from .guards import conf
from .models import Recipient, StoredItem
from .periods import lifetime_words

HOME_COUNTRY = "VN"
MEASURES = (
    gettext_lazy("Encryption: what people send is sealed under a key per person, kept apart from the data."),
    gettext_lazy("Access: by role only; every reading is logged with its reason before anything is shown."),
    gettext_lazy("Sign-in of staff with a second factor; administrators cannot read what people sent."),
    gettext_lazy("Evidence: decisions and readings are append-only, chained, verified and signed daily."),
    gettext_lazy("Guards: no cookie, script or connection that the published policy does not declare."),
    gettext_lazy("Deletion: nightly, by the period of each purpose; erasure destroys the person’s key."),
)


def build(language):
    """The register in `language` as plain data, or None before the first version."""
    in_force = declared.current()
    if in_force is None:
        return None
    with override(language):
        categories, recipients = in_force.categories(language), in_force.recipients(language)
        forms = forms_by_purpose(language)
        return {
            "controller": controller(language),
            "policy_version": in_force.number,
            "effective_at": in_force.version.effective_at.isoformat(),
            "generated_at": timezone.now().isoformat(timespec="seconds"),
            "language": language,
            "purposes": [
                _purpose(entry, categories, recipients, forms.get(entry.code, []))
                for entry in in_force.purposes(language).values()
            ],
            "categories": [
                {"code": each.code, "name": each.name, "description": each.description}
                | {"is_sensitive": each.is_sensitive}
                for each in categories.values()
            ],
            "recipients": [
                _recipient(entry, categories, in_force.purposes(language)) for entry in recipients.values()
            ],
            "storage": [_stored(entry, recipients) for entry in in_force.stored_items(language).values()],
            "channels": [
                {"code": each.code, "name": each.name, "description": each.description}
                for each in in_force.channels(language).values()
            ],
            "measures": measures(language),
            "subjects": subjects(),
        }


def _purpose(entry, categories, recipients, forms):
    return {
        "code": entry.code,
        "name": entry.name,
        "description": entry.description,
        "subjects": whose(entry, forms),
        "legal_basis": str(entry.legal_basis_label()),
        "legal_reference": entry.legal_reference,
        "categories": [categories[code].name for code in entry.data_categories if code in categories],
        "recipients": [each.name for each in recipients.values() if entry.code in each.purposes],
        "retention": entry.retention_label(),
        "retention_days": entry.retention_days,
        "is_sensitive": entry.is_sensitive,
        "is_marketing": entry.is_marketing,
        "channel": entry.channel,
        "frequency": entry.frequency,
        "withdrawal": entry.withdrawal_text,
        "forms": forms,
    }


def whose(entry, forms):
    """Whose data it is (GDPR art. 30.1(c)): as the officer wrote, or whoever sends the purpose's forms."""
    # A version from before the register asked doesn't say.
    written = getattr(entry, "subjects", "")
    return [written] if written else [_("Whoever sends the form “%(title)s”") % form for form in forms]


def forms_by_purpose(language):
    """{purpose code: [{title, channel, fields}]} of the live forms in `language`."""
    found = {}
    for version in services._live_versions():
        if version.locale != language:
            continue
        form = {
            "title": version.snapshot.get("title", ""),
            "channel": version.channel,
            "fields": [field["label"] or field["key"] for field in version.snapshot["fields"]],
        }
        for code in services._purposes(version.snapshot):
            found.setdefault(code, []).append(form)
    return found


def _stored(entry, recipients):
    third = recipients.get(entry.recipient)
    return {
        "name": entry.name,
        "key": entry.key,
        "kind": str(StoredItem.Kind(entry.kind).label),
        "reason": entry.reason,
        "surface": entry.surface,
        "party": third.name if third else str(StoredItem.Party(entry.party).label),
        "lifetime": lifetime_words(entry.kind, entry.lifetime_days),
        "essential": entry.essential,
    }


def _recipient(entry, categories, purposes):
    hosts = {host for name in ("hosts", *Recipient.DIRECTIVES) for host in getattr(entry, name).split()}
    return {
        "code": entry.code,
        "name": entry.name,
        "country": entry.country,
        "reason": entry.reason,
        "purposes": [purposes[code].name for code in entry.purposes if code in purposes],
        "categories": [categories[code].name for code in entry.data_categories if code in categories],
        "hosts": sorted(hosts),
        "first_transfer_on": entry.first_transfer_on,
        "safeguards": getattr(entry, "safeguards", ""),
        **dossier(entry),
    }


def dossier(entry, today=None):
    """The dossier of a transfer abroad: when it is due, when it was filed, and how that stands.

    `dossier_state`: none (in the country, or nothing transferred yet), filed, running, soon, late.
    """
    today = today or timezone.localdate()
    filed = entry.dossier_filed_on
    due, state = None, "filed" if filed else "none"
    if entry.country != HOME_COUNTRY and entry.first_transfer_on:
        first = dt.date.fromisoformat(str(entry.first_transfer_on))
        due = first + dt.timedelta(days=conf.get("PRIVACY_DOSSIER_DAYS"))
        if not filed:
            soon = dt.timedelta(days=conf.get("PRIVACY_DOSSIER_WARN_DAYS"))
            state = "late" if today > due else "soon" if due - today <= soon else "running"
    return {"dossier_due": due and due.isoformat(), "dossier_filed_on": filed, "dossier_state": state}


def dossiers_due(today=None):
    """The recipients abroad whose dossier is late or nearly due."""
    in_force = declared.current()
    entries = in_force.any_language("recipient").values() if in_force else ()
    return [each for each in entries if dossier(each, today)["dossier_state"] in {"soon", "late"}]


def subjects():
    """How many people data is held on, the limit of the small firms' exemption, and whether it comes near."""
    count, limit = Person.objects.filter(erased_at=None).count(), conf.get("PRIVACY_SUBJECTS_LIMIT")
    warn_at = limit * conf.get("PRIVACY_SUBJECTS_WARN_PERCENT") // 100
    return {"count": count, "limit": limit, "warn_at": warn_at, "is_near": count >= warn_at}


def measures(language):
    """The security measures, one sentence each, in `language`."""
    own = conf.get("PRIVACY_SECURITY_MEASURES")
    with override(language):
        return list(own[language]) if own.get(language) else [str(each) for each in MEASURES]
