"""The edit screen of the policy: what publishing the draft would change, and what is missing for it."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import Panel
from wagtail_localize.fields import SynchronizedField


class PolicyForm(WagtailAdminPageForm):
    """The policy's address stays once a version was published from it."""

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        page = self.instance
        if page.pk and slug != page.slug and page.is_address_fixed():
            raise ValidationError(
                _("The address of a published policy stays: receipts and letters lead to it.")
            )
        return slug


def publication_of(page, user=None):
    """What a screen says about publishing the draft in `page`; None for what is not the source page."""
    from .release import rehearsed

    if page.pk is None or page.source != page:
        return None
    with rehearsed(page) as draft:
        return _told(draft, user)


def _told(draft, user):
    from .collectors import would_pause
    from .comparing import diff_registers, diff_texts, meaning_changes
    from .looked_through import FIELD, stamp

    latest, own = draft.latest, draft.source.locale.language_code
    finder = AdminURLFinder(user)
    problems = draft.problems + (draft.judge() if draft.is_complete else [])
    changes, elsewhere, texts, meaning = [], [], [], []
    if latest is not None:
        language = get_language() if get_language() in draft.languages else own
        changes = diff_registers(latest.registers, draft.registers, language)
        for other in draft.languages:
            if other != language:
                found = diff_registers(latest.registers, draft.registers, other)
                elsewhere.append((other, list(_of_words_alone(found))))
        meaning = meaning_changes(latest.registers, draft.registers)
        before = {text.locale: text.html for text in latest.texts.all()}
        for text in draft.texts():
            rows = diff_texts(before.get(text.locale, ""), text.html)
            texts.append((text.locale, [row for row in rows if row.state != "same"]))
    return {
        "field": FIELD,
        "stamp": stamp(draft),
        "latest": latest,
        "in_force_from": draft.in_force_from,
        "is_announced": draft.in_force_from > timezone.now(),
        "is_same": not problems and draft.is_same(),
        "problems": [
            (problem, finder.get_edit_url(problem.at) if problem.at is not None and user else "")
            for problem in problems
        ],
        "changes": changes,
        "elsewhere": [(locale, found) for locale, found in elsewhere if found],
        "meaning": meaning,
        "texts": [(locale, rows) for locale, rows in texts if rows],
        "paused": would_pause() if changes else [],
    }


def _of_words_alone(changes):
    """Of `changes` to the registers in one language what another language's don't say: the words."""
    from .models import REGISTERS

    same = {
        model._meta.model_name: {
            field.field_name for field in model.translatable_fields if isinstance(field, SynchronizedField)
        }
        for model in REGISTERS
    }
    for change in changes:
        fields = tuple(each for each in change.fields if each.name not in same.get(change.register, ()))
        if fields:
            yield replace(change, fields=fields)


class PublicationPanel(Panel):
    """What publishing would change, beside the version that was published last."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "privacy/admin/publication_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            draft = None
            if self.instance.pk:
                # What is stored and not what a form with errors holds.
                draft = self.instance.specific_class.objects.get(pk=self.instance.pk)
                draft = draft.get_latest_revision_as_object()
            user = getattr(self.request, "user", None)
            return {**context, "publication": publication_of(draft, user) if draft else None}
