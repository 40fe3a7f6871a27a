"""The panel that tells an editor what the form asks, for what, and what is missing."""

from wagtail.admin.panels import Panel

from privacy import declared

from .coverage import covered_types
from .problems import problems_of, purposes_of
from .snapshot import consent_blocks, form_fields


class PromisePanel(Panel):
    """Fields and purposes of the form as last saved, with the problems that hold up publishing.

    Before the first save it speaks of what the form starts from.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "forms_app/admin/promise_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            page = self.instance
            in_force = declared.current()
            purposes = purposes_of(page)
            boxes = {
                child.value.get("purpose"): bool(child.value.get("required"))
                for child in consent_blocks(page)
            }
            context["fields"] = [
                {"label": child.block.label_for(child.value), "required": bool(child.value.get("required"))}
                for child in form_fields(page)
            ]
            context["purposes"] = [
                {
                    "name": purpose.name,
                    "basis": purpose.legal_basis_label(),
                    "retention": purpose.retention_label(),
                    "is_main": purpose.code == page.main_purpose,
                    "asked": purpose.code in boxes,
                    "required": boxes.get(purpose.code, False),
                }
                for purpose in purposes
            ]
            main = next((purpose for purpose in purposes if purpose.code == page.main_purpose), None)
            context["kinds"] = self._kinds(page, in_force, main) if main else []
            context["problems"] = problems_of(page)
            context["policy"] = in_force
            context["is_new"] = page.pk is None
            context["is_paused"] = bool(page.pk and page.live and context["problems"])
            return context

        def _kinds(self, page, in_force, main):
            """The kinds of fields that the policy lets this form have, in the editor's words."""
            covered = covered_types(in_force, main, page.locale.language_code)
            blocks = page.fields.stream_block.child_blocks
            return [block.label for name, block in blocks.items() if name in covered]
