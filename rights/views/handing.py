"""The archive and the code that an officer hands over, after proving again who is at the keyboard."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from .. import access, handing, people
from ..centre import conf, exports
from ..errors import RightsError
from ..models import RequestEvent
from .base import ProvenMixin, RequestMixin, ScreenMixin


class HandingView(RequestMixin, ProvenMixin, ScreenMixin, TemplateView):
    """What both share: who may, for which requests, and that what is not possible is said in words."""

    def allowed(self, user):
        return access.may_read(user)

    def dispatch(self, request, *args, **kwargs):
        access.require(self.allowed(request.user) and self.possible(self.privacy_request))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            return self.act(request)
        except RightsError as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs):
        one = self.privacy_request
        return super().get_context_data(
            one=one,
            back_url=self.request_url,
            masks=people.masks_of([one.person], by=self.request.user).get(one.person_id, []),
            **kwargs,
        )


class ArchiveView(HandingView):
    """Makes the archive, and hands it out as long as it is there."""

    template_name = "rights/archive.html"
    own_crumb = gettext_lazy("Archive of their data")

    def possible(self, one):
        return handing.may_have_archive(one)

    def act(self, request):
        if request.POST.get("act") != "take":
            handing.make_archive(self.privacy_request, by=request.user)
            messages.success(request, _("The archive is ready."))
            return self.render_to_response(self.get_context_data())
        content = handing.take_archive(self.privacy_request, by=request.user)
        name = f"{self.privacy_request.reference}.zip"
        return HttpResponse(
            content,
            content_type="application/zip",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
            },
        )

    def get_context_data(self, **kwargs):
        one = self.privacy_request
        kinds = (RequestEvent.Kind.EXPORTED, RequestEvent.Kind.EXPORT_TAKEN)
        return super().get_context_data(
            export=exports.ready(one.person),
            hours=conf.setting("CENTRE_EXPORT_HOURS"),
            made=one.events.filter(kind__in=kinds),
            **kwargs,
        )


class CodeView(HandingView):
    """Issues a code and shows it once."""

    template_name = "rights/code.html"
    own_crumb = gettext_lazy("Code for the privacy centre")

    def possible(self, one):
        return handing.may_have_code(one)

    def act(self, request):
        code = handing.issue_code(self.privacy_request, by=request.user)
        half = len(code) // 2
        return self.render_to_response(self.get_context_data(code=f"{code[:half]} {code[half:]}"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            minutes=conf.setting("CENTRE_CODE_MINUTES"),
            attempts=conf.setting("CENTRE_CODE_ATTEMPTS"),
            **kwargs,
        )
