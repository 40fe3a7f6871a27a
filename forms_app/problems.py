"""What keeps a form from being published, in words that say how to mend it.

What the published policy has to say about it is in `coverage`. A draft may be incomplete; only what would do
lasting harm (two fields under one key, a key that changes after answers came in) is refused in a draft too.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from privacy.models import FormVersion

from . import keys
from .coverage import coverage_problems, purposes_of
from .problem import Problem
from .snapshot import form_fields

__all__ = ["Problem", "problems_of", "purposes_of", "raise_problems"]

# What a channel's people need to reach the sender by; any one of them.
CONTACT_FIELDS = {"contact": ("email", "phone"), "callback": ("phone",), "newsletter": ("email",)}


def problems_of(page, policy=None):
    """Everything that is wrong with the form of `page` as it is now.

    `policy` (a `Declared`) is asked instead of the one in force.
    """
    return [
        *_key_problems(page),
        *_changed_keys(page),
        *_content_problems(page),
        *coverage_problems(page, policy),
    ]


def raise_problems(page, *, complete):
    """ValidationError for what is wrong, at the right field; `complete`: also for what a draft may lack."""
    problems = [problem for problem in problems_of(page) if complete or problem.lasting]
    if not problems:
        return
    blocks, general, errors = {}, [], {}
    for problem in problems:
        error = ValidationError(problem.message)
        if problem.index is not None:
            blocks.setdefault(problem.index, {}).setdefault(problem.name, error)
        elif problem.name and problem.name != "fields":
            errors.setdefault(problem.name, []).append(error)
        else:
            general.append(error)
    if blocks or general:
        errors["fields"] = StreamBlockValidationError(
            block_errors={i: StructBlockValidationError(block_errors=e) for i, e in blocks.items()},
            non_block_errors=general,
        )
    raise ValidationError(errors)


def _indexed(page):
    return [(index, child) for index, child in enumerate(page.fields) if child.block_type != "consent"]


def _key_problems(page):
    seen = set()
    for index, child in _indexed(page):
        key = keys.field_key(child)
        if key in seen:
            yield Problem(
                _("Another field of this form has the key “%(key)s”. Write a different one or none.")
                % {"key": key},
                index,
                "key" if "key" in child.value else "label",
                lasting=True,
            )
        seen.add(key)


def _changed_keys(page):
    """Answers are stored under the key: once people saw a form, its keys stay (peers: verbb/formie#1682)."""
    if not page.pk:
        return
    fields, choices = _published_keys(page)
    for index, child in _indexed(page):
        key, was = keys.field_key(child), fields.get(child.id)
        if was and was != key:
            yield Problem(
                _(
                    "This field was published with the key “%(key)s”, and answers are stored under it. Write "
                    "“%(key)s” again, or delete the field and add a new one."
                )
                % {"key": was},
                index,
                "key",
                lasting=True,
            )
        # A field that is asked at most once is the same question whenever it is added again.
        elif was is None and key in fields.values() and child.block_type not in keys.SINGLETONS:
            yield Problem(
                _(
                    "Another field of this form was published with the key “%(key)s”, and its answers are "
                    "stored under it. Write a different key or none; to have the earlier field back, restore "
                    "it from the page's history."
                )
                % {"key": key},
                index,
                "key",
                lasting=True,
            )
        if "choices" in child.value:
            published = {item: key for (block, item), key in choices.items() if block == child.id and item}
            for words in _changed_choices(child.value["choices"].bound_blocks, published):
                yield Problem(words, index, "label", lasting=True)


def _changed_choices(items, published):
    """What is wrong with the keys of one field's choices; `published` are its keys by the choice's id."""
    for item in items:
        key, was = keys.choice_key(item), published.get(item.id)
        if was and was != key:
            yield _(
                "The choice “%(label)s” was published with the key “%(key)s”, and answers are "
                "counted under it. Write “%(key)s” again, or delete the choice and add a new one."
            ) % {"label": item.value["label"], "key": was}
        elif was is None and key in published.values():
            yield _(
                "Another choice of this field was published with the key “%(key)s”, and answers are counted "
                "under it. Give “%(label)s” a different key or none; to have the earlier choice back, "
                "restore it from the page's history."
            ) % {"label": item.value["label"], "key": key}


def _published_keys(page):
    """The keys under which fields and choices of this page were first published, by block id."""
    fields, choices = {}, {}
    snapshots = FormVersion.objects.filter(page_id=page.pk).order_by("created_at")
    for snapshot in snapshots.values_list("snapshot", flat=True):
        for field in snapshot["fields"]:
            fields.setdefault(field.get("block"), field["key"])
            for choice in field.get("choices", []):
                choices.setdefault((field.get("block"), choice.get("item")), choice["key"])
    return fields, choices


def _content_problems(page):
    if not form_fields(page):
        yield Problem(_("The form asks nothing yet. Add at least one field."), name="fields")
        return
    for index, child in _indexed(page):
        if not child.block.label_for(child.value):
            yield Problem(_("Write what is asked here."), index, "label")
    needed = CONTACT_FIELDS.get(page.channel, ())
    types = {child.block_type for child in form_fields(page)}
    if needed and not types & set(needed):
        labels = " / ".join(str(page.fields.stream_block.child_blocks[name].label) for name in needed)
        yield Problem(
            _("Nobody could answer: this channel needs a way to reach the person. Add the field: %(fields)s.")
            % {"fields": labels},
            name="fields",
        )
