"""The panel that tells the officer what an entry is used for, and whether it is published as it stands."""

from wagtail.admin.panels import Panel


def standing_of(entry):
    """What a screen says about one entry: its uses, how it differs from what is published, the version."""
    # The registers' models have this panel, and both of these read the models.
    from .differences import compare
    from .usage import uses_of

    comparison = compare()
    return {
        "version": comparison.version,
        "is_scheduled": comparison.is_scheduled,
        "difference": comparison.of(entry._meta.model_name).get(entry.code) if entry.pk else None,
        "uses": uses_of(entry) if entry.pk else [],
        "is_new": entry.pk is None,
    }


class StandingPanel(Panel):
    """Where the entry is used, and whether the published policy has it as it stands here."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "privacy/admin/standing_panel.html"

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), **standing_of(self.instance)}
