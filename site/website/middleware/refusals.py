"""What a page is not published for, said in words where Wagtail's screens have no form to say it in.

A page is checked when it is saved as live. Wagtail's editor checks it before that; publishing many pages at
once and approving a page do not, and the refusal would end in an error page.
"""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow

from website.surfaces import is_staff_path


class RefusalMiddleware:
    """Turns a page's `ValidationError` in a staff post into messages. Whatever was begun is rolled back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        page = getattr(exception, "refused_page", None)
        if page is None or request.method != "POST" or not is_staff_path(request.path_info):
            return None
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        profile = getattr(request.user, "wagtail_userprofile", None)
        with override(profile.get_preferred_language() if profile else None):
            text = _("Nothing was published: “%(title)s” is not ready.") % {"title": page.title}
            messages.error(request, text, buttons=[messages.button(edit, _("Mend it"))])
        for words in dict.fromkeys(_words(exception)):
            messages.error(request, words)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            step = {"step": "success", "redirect": edit}
            return render_modal_workflow(request, "", None, {}, json_data=step)
        # A screen for many pages shows itself again; an approval leads to the page.
        is_bulk = request.resolver_match.url_name == "wagtail_bulk_action"
        return redirect(request.get_full_path() if is_bulk else edit)


def _words(error):
    """The messages of a `ValidationError`, also of those in blocks."""
    if hasattr(error, "error_dict"):
        inner = [each for errors in error.error_dict.values() for each in errors]
    elif hasattr(error, "block_errors"):
        blocks = error.block_errors
        blocks = blocks.values() if isinstance(blocks, dict) else blocks or []
        inner = [*filter(None, blocks), *error.non_block_errors.as_data()]
    elif error.error_list == [error]:
        yield from error.messages
        return
    else:
        inner = error.error_list
    for each in inner:
        yield from _words(each)
