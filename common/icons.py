"""The names of the site's own icons; each is an SVG file in `common/templates/common/icons/`."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ICONS = {
    "server": _("Server"),
    "globe": _("Globe"),
    "mail": _("E-mail"),
    "shield": _("Shield"),
    "key": pgettext_lazy("a key for a lock", "Key"),
    "lock": _("Lock"),
    "envelope": _("Sealed envelope"),
    "phone": _("Telephone"),
    "clock": _("Clock"),
    "chart": _("Chart"),
    "code": pgettext_lazy("source code", "Code"),
    "layers": _("Layers"),
    "cloud": _("Cloud"),
    "cable": _("Cable"),
    "check": _("Tick"),
    "people": _("People"),
    "doc": _("Document"),
    "backup": _("Backup"),
}

ICON_CHOICES = list(ICONS.items())
