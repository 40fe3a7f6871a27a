"""What is done to an enquiry. Only by POST, each answered with a redirect to its screen, except files."""

import re
from pathlib import PurePath

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from vault.models import SealedFile

from .. import access, services, use
from ..forms import AssignForm, NoteForm, ReadForm, StatusForm
from .base import EnquiryMixin, InboxMixin


class ActionView(EnquiryMixin, InboxMixin, View):
    """Does one thing and goes back to the enquiry."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        message = self.act()
        if message:
            messages.success(request, message)
        return HttpResponseRedirect(reverse("inbox:enquiry", args=[self.enquiry.pk]))

    def valid(self, form):
        """The form if it is valid; a forged one is answered with 404."""
        access.require(form.is_valid())
        return form


class AssignView(ActionView):
    def act(self):
        form = self.valid(AssignForm(self.request.POST, by=self.request.user))
        services.assign(self.enquiry, to=form.cleaned_data["assignee"], by=self.request.user)
        return _("Assignment saved.")


class StatusView(ActionView):
    def act(self):
        access.require(not self.enquiry.quarantined)
        form = self.valid(StatusForm(self.request.POST))
        services.set_status(self.enquiry, status=form.cleaned_data["status"], by=self.request.user)
        return _("Status saved.")


class NoteView(ActionView):
    def allowed(self, user):
        return access.may_read(user)

    def act(self):
        access.require(use.may_open(self.request.user, self.enquiry))
        form = NoteForm(self.request.POST)
        if not form.is_valid():
            messages.error(self.request, _("A note needs text, at most 5,000 characters."))
            return None
        services.add_note(self.enquiry, text=form.cleaned_data["text"], by=self.request.user)
        return _("Note saved.")


class ReviewView(ActionView):
    """Releases a held enquiry into the inbox, or puts it away as spam."""

    def allowed(self, user):
        return access.may_review(user)

    def act(self):
        verdict = self.request.POST.get("verdict")
        if verdict == "release":
            services.release(self.enquiry, by=self.request.user)
            return _("Released into the inbox.")
        access.require(verdict == "spam")
        services.mark_spam(self.enquiry, by=self.request.user)
        return _("Marked as spam. It stays under “Held for review”.")


class FileView(EnquiryMixin, InboxMixin, View):
    """One attached file, as a download that no browser runs; logged like any reading."""

    http_method_names = ["post"]

    def allowed(self, user):
        return access.may_read(user)

    def post(self, request, *args, position, **kwargs):
        form = ReadForm(request.POST)
        access.require(form.is_valid() and use.may_open(request.user, self.enquiry))
        reason = form.reason_text
        try:
            name, content = services.read_file(self.enquiry, position, by=request.user, reason=reason)
        except SealedFile.DoesNotExist:
            raise Http404 from None
        response = HttpResponse(content, content_type="application/octet-stream")
        response["Content-Disposition"] = content_disposition_header(True, safe_name(name))
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["Cache-Control"] = "no-store, private"
        return response


def safe_name(name):
    """A visitor's file name without path, control and direction characters, which disguise what a file is."""
    bare = PurePath(name.replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", bare)[:150] or "file"
