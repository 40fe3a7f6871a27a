"""What this room tells the room of privacy: the kinds of fields, paused forms, the use of reCAPTCHA."""

from django.conf import settings
from django.utils.translation import gettext as _

from privacy import declared, usage
from privacy.choices import form_field_types
from privacy.collectors import Paused, collectors

from . import captcha
from .problems import problems_of


def paused_forms(policy=None):
    """The live forms that take no data under `policy` (a `Declared`; None: the one in force)."""
    from .models import FormPage

    in_force = declared.current()
    fitting = set()
    if policy is None and in_force is not None:
        # A form that was frozen under the policy in force fits it.
        versions = usage.live_forms().filter(policy_version_id=in_force.version.pk)
        fitting = set(versions.values_list("page_id", flat=True))
    found = []
    for page in FormPage.objects.live().exclude(pk__in=fitting).select_related("locale").order_by("path"):
        problems = tuple(dict.fromkeys(problem.message for problem in problems_of(page, policy)))
        if problems:
            found.append(
                Paused(page.title, usage.page_edit_url(page.pk), problems, page.locale.language_code)
            )
    return found


def captcha_uses(register):
    """Google, where the operator set the keys of reCAPTCHA."""
    if register != "recipient" or not (settings.RECAPTCHA_PUBLIC_KEY and settings.RECAPTCHA_PRIVATE_KEY):
        return {}
    remedy = _("Have the operator take the keys of reCAPTCHA out of the settings first.")
    return {captcha.RECIPIENT: [usage.Use(_("reCAPTCHA on the forms"), remedy=remedy)]}


def connect():
    """Called once, when the app is ready."""
    from .blocks import FormFieldsBlock

    for name, block in FormFieldsBlock.base_blocks.items():
        if name != "consent":
            form_field_types.register(name, block.meta.label)
    collectors.register("forms", paused_forms)
    usage.users.register("captcha", captcha_uses)
