"""System checks: no table with personal data without somebody who can show it, erase it and let it expire.

A model is marked by `personal_data = True`, and by pointing at a person or a sealed record. Each marked model
is named by a source of `privacy.personal_data`, and each source answers for purposes, holding (which is also
what is exported), erasing and periods.
"""

from django.apps import apps
from django.core.checks import Error, Tags, register
from django.utils.translation import gettext as _

from .personal_data import Source, sources

MARK = "personal_data"
MARKING = ("vault.Person", "vault.SealedRecord")
# Tables of rooms that can't know this one's mark.
MARKED = {
    "vault.Person",
    "vault.PersonKey",
    "vault.SealedRecord",
    "vault.SealedFile",
    "vault.BlindIndex",
    "vault.Envelope",
    "vault.EnvelopeAttachment",
}
# What points at a person and yet is not erased with them, and why that is right.
EXEMPT = {
    "vault.ReadLog": "the trace of who read what: it names colleagues and fields, never contents",
    "privacy.LegalHold": "says only that deletion waits, for a reason that names nobody",
}
# What each source does, and what is missing where it doesn't.
DUTIES = {
    "purposes": ("E203", "purpose", "List the codes of the purposes that it keeps things for."),
    "held": ("E204", "exporter", "List what is held about a person; that is what people get to see."),
    "erase": ("E205", "eraser", "Remove or empty everything about a person."),
    "due": ("E206", "retention", "List what is to be deleted at a given time."),
    "expire": ("E207", "retention", "Delete what fell due."),
}


@register(Tags.security)
def check_personal_data(app_configs, **kwargs):
    """Errors for marked models that no source answers for, and for sources that don't do their duties."""
    return [*uncovered(apps.get_models(include_auto_created=True), sources), *incomplete(sources)]


def is_marked(model):
    """Whether the model holds personal data."""
    if model._meta.proxy or model._meta.swapped:
        return False
    if getattr(model, MARK, False) or model._meta.label in MARKED:
        return True
    return any(
        field.is_relation and field.concrete and field.related_model._meta.label in MARKING
        for field in model._meta.local_fields
        if field.related_model
    )


def uncovered(models, named_sources):
    """Errors for those of `models` that are marked and that no source names."""
    named = {label for source in named_sources for label in source.models}
    return [
        Error(
            f"{model._meta.label} holds personal data, and no source of personal data answers for it.",
            hint="Name it in the `models` of a source that can show, erase and expire it, and register that "
            "source in AppConfig.ready(); or say in privacy.checks.EXEMPT why it need not.",
            obj=model,
            id="privacy.E201",
        )
        for model in models
        if is_marked(model) and model._meta.label not in named and model._meta.label not in EXEMPT
    ]


def incomplete(named_sources):
    """Errors for sources that lack a duty or name a table that isn't there."""
    known = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    problems = []
    for source in named_sources:
        problems += [
            Error(
                f"The source {source.code!r} answers for {label}, which is no model.",
                hint="Correct its `models`.",
                obj=source,
                id="privacy.E202",
            )
            for label in source.models
            if label not in known
        ]
        for name, (number, what, hint) in DUTIES.items():
            if getattr(type(source), name, None) in (None, getattr(Source, name)):
                problems.append(
                    Error(
                        f"The source {source.code!r} has no {what}: {name}() is missing.",
                        hint=hint,
                        obj=source,
                        id=f"privacy.{number}",
                    )
                )
    return problems


def undeclared_purposes(codes):
    """{source's label: codes} of purposes that sources keep things for and that are not among `codes`."""
    missing = {str(source.label): sorted(set(source.purposes()) - set(codes)) for source in sources}
    return {label: codes for label, codes in missing.items() if codes}


def keeping_rules(registers):
    """What is kept and has no purpose in the frozen `registers`, in words: it would be kept for no reason."""
    codes = {code for language in registers.get("purpose", {}).values() for code in language}
    return [
        _("Purposes: “%(code)s” is missing, and “%(kind)s” is kept for it.") % {"code": code, "kind": label}
        for label, missing in undeclared_purposes(codes).items()
        for code in missing
    ]
