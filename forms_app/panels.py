"""The panel that tells an editor what the form asks, for what, and what is missing."""

from wagtail.admin.panels import Panel

from .problems import problems_of, purposes_of
from .snapshot import consent_blocks, form_fields


class PromisePanel(Panel):
    """Fields and purposes of the form as last saved, with the problems that hold up publishing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "forms_app/admin/promise_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            page = self.instance
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
                    "basis": purpose.get_legal_basis_display(),
                    "retention": purpose.retention_label(),
                    "is_main": purpose.code == page.main_purpose,
                    "asked": purpose.code in boxes,
                    "required": boxes.get(purpose.code, False),
                }
                for purpose in purposes_of(page)
            ]
            context["problems"] = problems_of(page)
            context["is_new"] = page.pk is None
            return context
