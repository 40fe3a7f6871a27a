"""The words that wagtail-localize's editor writes in English whatever the reader's language (ADR 0127)."""

from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation


def comment(translation):
    """How and when `translation` was made, the day as the reader's language and Vietnam's clock have it.

    wagtail-localize's own comment writes the day in UTC, with an English month.
    """
    day = date_format(timezone.localtime(translation.updated_at), "SHORT_DATE_FORMAT")
    if translation.tool_name:
        return _("Translated with {tool_name} on {date}").format(tool_name=translation.tool_name, date=day)
    if translation.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
        return _("Machine translated on {date}").format(date=day)
    return _("Translated manually on {date}").format(date=day)


def script():
    """The script that writes the words which the editor's own script has no catalogue for."""
    return format_html(
        '<script src="{}" defer data-title="{}" data-more="{}"></script>',
        static("js/admin-translation.js"),
        _("{source} to {target} translation"),
        _("More actions"),
    )


def install():
    """Takes the place of wagtail-localize's comment; called once, when the apps are ready."""
    StringTranslation.get_comment = comment
