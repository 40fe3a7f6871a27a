"""No half-translated page goes live: publishing a translation waits until every string has its words.

wagtail-localize publishes with the source's words in the gaps. A Vietnamese sentence on an English page
is a defect visitors see, and in a consent text it would be worse, so the missing strings stop it here.
"""

import functools

from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.models import Translation


def missing(translation):
    """How many strings of the source have no (valid) translation yet."""
    total, done = translation.get_progress()
    return total - done


def install():
    """Makes `Translation.save_target(publish=True)` refuse, whichever screen or command calls it.

    wagtail-localize has no hook at this point, and three callers (its editor, "sync translations" and
    the commands). All of them expect `ValidationError` here. Models without drafts can't wait: they are
    saved as before.
    """
    original = Translation.save_target

    @functools.wraps(original)
    def save_target(self, user=None, publish=True):
        model = self.source.object.content_type.model_class()
        if publish and issubclass(model, DraftStateMixin) and (gaps := missing(self)):
            raise ValidationError(explanation(gaps))
        return original(self, user=user, publish=publish)

    Translation.save_target = save_target


def explanation(gaps):
    return ngettext(
        "One text is not translated yet; it can be published when that is done.",
        "%(number)d texts are not translated yet; it can be published when they are done.",
        gaps,
    ) % {"number": gaps}


def refuse_gaps(request, instance):
    """For the edit hooks: answers a click on "Publish" with what is missing; None lets it pass."""
    if (
        request.method != "POST"
        or request.POST.get("action") != "publish"
        or not hasattr(instance, "locale_id")
    ):
        return None
    translation = Translation.objects.filter(
        source__object_id=instance.translation_key,
        source__specific_content_type__model=instance._meta.model_name,
        source__specific_content_type__app_label=instance._meta.app_label,
        target_locale_id=instance.locale_id,
        enabled=True,
    ).first()
    if translation is None or not isinstance(instance, DraftStateMixin) or not (gaps := missing(translation)):
        return None
    refused = _("Not published.")
    messages.error(request, f"{refused} {explanation(gaps)}")
    return redirect(request.get_full_path())


def require_right_to_publish(view):
    """Keeps wagtail-localize's `view` from who may not publish what the address names.

    Making a page an alias again, or stopping its translation, throws away what is live: wagtail-localize
    asks for the right to edit only, and where the button to publish is missing, its editor offers these
    two first.
    """

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        instance = _named(**kwargs)
        if not may_publish(request.user, instance):
            messages.error(
                request,
                _(
                    "Only somebody who may publish this can do that. Your translation is kept as you type; "
                    "when it is complete, ask an editor to publish it."
                ),
            )
            return redirect(AdminURLFinder(request.user).get_edit_url(instance) or "wagtailadmin_home")
        return view(request, *args, **kwargs)

    return guarded


def _named(*, page_id=None, translation_id=None):
    """The page or snippet an address of wagtail-localize names; 404 if there is none."""
    if page_id is not None:
        return get_object_or_404(Page, pk=page_id).specific
    translation = get_object_or_404(Translation, pk=translation_id)
    try:
        return translation.get_target_instance()
    except ObjectDoesNotExist as error:
        raise Http404 from error


def may_publish(user, instance):
    """Whether `user` may publish `instance`; where there are no drafts, whether they may change it."""
    if isinstance(instance, Page):
        return instance.permissions_for_user(user).can_publish()
    action = "publish" if isinstance(instance, DraftStateMixin) else "change"
    name = get_permission_codename(action, instance._meta)
    return user.has_perm(f"{instance._meta.app_label}.{name}")
