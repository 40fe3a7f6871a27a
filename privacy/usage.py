"""Where a register's entries are used: shown beside each entry, and what is in use is not deleted.

Rooms above register their own uses in `users`: a function of a register (the model's name in small letters,
such as "purpose") that returns {code: [Use, …]}. It is asked for a whole register at once, so that a list
costs the same however long it is.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db.models import Count, OuterRef, ProtectedError, Subquery
from django.db.models.signals import pre_delete
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.registry import Registry
from vault.models import Person

from . import declared, gate
from .choices import in_admin_language
from .guards import cookies, outgoing
from .models import (
    REGISTERS,
    Channel,
    ConsentEvent,
    DataCategory,
    FormVersion,
    Purpose,
    Recipient,
    StoredItem,
)
from .personal_data import sources

users = Registry("users of register entries")
# {name of a cookie that a room above sets: what for, translated lazily}.
own_cookies = Registry("cookies that the software sets")


@dataclass(frozen=True)
class Use:
    """One use of an entry: by what, where to see it, and what has to happen before the entry can go.

    With `holds` false it is told, but doesn't keep the entry.
    """

    label: str
    url: str = ""
    remedy: str = ""
    holds: bool = True


def uses(register):
    """{code: [Use]} of a whole register, named by its model or the model's name."""
    name = register if isinstance(register, str) else register._meta.model_name
    found = {}
    for function in users:
        for code, listed in function(name).items():
            found.setdefault(code, []).extend(listed)
    return found


def uses_of(entry):
    """The uses of one entry, the same for all languages of it."""
    return uses(type(entry)).get(entry.code, [])


def refusal(entry, found):
    """Why the entry can't be deleted and what to do, in one paragraph; "" if none of the uses holds it."""
    holding = [use for use in found if use.holds]
    if not holding:
        return ""
    remedies = " ".join(dict.fromkeys(use.remedy for use in holding if use.remedy))
    return _("“%(entry)s” can't be deleted, because it is used: %(uses)s. %(remedies)s") % {
        "entry": entry,
        "uses": "; ".join(dict.fromkeys(use.label for use in holding)),
        "remedies": remedies,
    }


def edit_url(instance):
    """Where the admin edits a snippet; "" in a process without the admin."""
    try:
        return reverse(type(instance).snippet_viewset.get_url_name("edit"), args=[instance.pk])
    except (AttributeError, NoReverseMatch):
        return ""


def page_edit_url(pk):
    """Where the admin edits a page; "" in a process without the admin."""
    try:
        return reverse("wagtailadmin_pages:edit", args=[pk])
    except NoReverseMatch:
        return ""


# What this room itself knows


def by_registers(register):
    """Entries that other entries name."""
    found = {}
    for model, field, named in (
        (Purpose, "data_categories", "datacategory"),
        (Recipient, "data_categories", "datacategory"),
        (Recipient, "purposes", "purpose"),
        (StoredItem, "recipient", "recipient"),
    ):
        if named != register:
            continue
        for entry in in_admin_language(model.objects.select_related("locale")):
            codes = getattr(entry, field)
            for code in codes if isinstance(codes, list) else filter(None, [codes]):
                use = Use(
                    f"{entry._meta.verbose_name}: {entry.name}",
                    edit_url(entry),
                    _("Remove it there first."),
                )
                found.setdefault(code, []).append(use)
    return found


def by_forms(register):
    """What the live forms ask, are for, and come in by."""
    named_by = {
        Purpose._meta.model_name: _purposes_of,
        DataCategory._meta.model_name: _categories_of,
        Channel._meta.model_name: lambda version, covers: [version.channel],
    }.get(register)
    if named_by is None:
        return {}
    covers = dict(DataCategory.objects.values_list("code", "field_types"))
    remedy = _("Take it out of the form, or take the form off the site, first.")
    found = {}
    for version in live_forms():
        label = _("the form “%(title)s” (%(language)s)") % {
            "title": version.page.title,
            "language": version.locale,
        }
        for code in named_by(version, covers):
            found.setdefault(code, []).append(Use(label, page_edit_url(version.page_id), remedy))
    return found


def _purposes_of(version, covers):
    consents = [consent["purpose"] for consent in version.snapshot.get("consents", [])]
    return dict.fromkeys(filter(None, [version.snapshot.get("main_purpose"), *consents]))


def _categories_of(version, covers):
    asked = {field["type"] for field in version.snapshot.get("fields", [])}
    return [code for code, types in covers.items() if asked.intersection(types)]


def live_forms():
    """The latest form version of each live page."""
    latest = FormVersion.objects.filter(page_id=OuterRef("page_id")).order_by("-created_at")
    return (
        FormVersion.objects.filter(page__live=True, pk=Subquery(latest.values("pk")[:1]))
        .select_related("page")
        .order_by("page__path")
    )


def by_people(register):
    """Purposes that somebody's consent stands for: their data is kept in its name."""
    if register != Purpose._meta.model_name:
        return {}
    rows = (
        gate.standing_events()
        .filter(
            decision=ConsentEvent.Decision.GIVEN,
            subject_id__in=Person.objects.filter(erased_at=None).values("pseudonym"),
        )
        .order_by()
        .values_list("purpose_code")
        .annotate(number=Count("pk"))
    )
    remedy = _(
        "Whoever agreed to it is still relying on what it says: it can go when the consents have been "
        "withdrawn or have run out, or the people have been erased."
    )
    return {
        code: [
            Use(
                ngettext("the consent of %d person", "the consents of %d people", number) % number, "", remedy
            )
        ]
        for code, number in rows
    }


def by_sources(register):
    """Purposes that a room keeps something for, on whatever legal basis."""
    if register != Purpose._meta.model_name:
        return {}
    remedy = _("What is kept needs a purpose that says why and for how long.")
    found = {}
    for source in sources:
        for code in source.purposes():
            label = _("what is kept as “%(kind)s”") % {"kind": source.label}
            found.setdefault(code, []).append(Use(label, "", remedy))
    return found


def by_settings(register):
    """What the site's own settings make it set or contact."""
    if register == StoredItem._meta.model_name:
        names = {
            settings.SESSION_COOKIE_NAME: _("the sign-in of staff"),
            settings.CSRF_COOKIE_NAME: _("the protection of the admin’s forms"),
            CookieStorage.cookie_name: _("the notices after what staff do"),
            **dict(own_cookies.items()),
        }
        remedy = _("What needs it would stop working; it goes only when the software stops using it.")
        found = {}
        for item in in_admin_language(StoredItem.objects.filter(kind=StoredItem.Kind.COOKIE)):
            for name, label in names.items():
                if cookies.entry_for(name, [item]):
                    found.setdefault(item.code, []).append(Use(str(label), "", remedy))
        return found
    if register == Recipient._meta.model_name:
        contacted = {
            "mail": Use(
                _("the server that takes the site’s mail"),
                "",
                _("Have the operator set another mail server first."),
            ),
            "storage": Use(
                _("the storage of the site’s files"), "", _("Have the operator set another storage first.")
            ),
        }
        return {
            code: [
                contacted[what]
                for what, host, port in outgoing.configured()
                if what in contacted and any(outgoing.covers(entry, host, port) for entry in hosts.split())
            ]
            for code, hosts in Recipient.objects.values_list("code", "hosts").distinct()
        }
    return {}


def by_policy(register):
    """What visitors read at this moment; deleting from the working copy takes nothing away from it yet."""
    in_force = declared.current()
    if in_force is None:
        return {}
    label = _("the published policy, version %(number)d") % {"number": in_force.number}
    return {code: [Use(label, holds=False)] for code in in_force.any_language(register)}


def protect(sender, instance, **kwargs):
    """Also stops deletions that never come by the admin: of query sets, in bulk."""
    found = uses_of(instance)
    if reason := refusal(instance, found):
        raise ProtectedError(reason, {use for use in found if use.holds})


def connect():
    """Called once, when the app is ready."""
    users.register("forms", by_forms)
    users.register("registers", by_registers)
    users.register("people", by_people)
    users.register("sources", by_sources)
    users.register("settings", by_settings)
    users.register("policy", by_policy)
    for model in REGISTERS:
        pre_delete.connect(protect, sender=model, dispatch_uid=f"privacy.usage.{model.__name__}")
