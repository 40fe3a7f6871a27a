"""Notices: written, checked, sent off, and followed up by phone where there is no e-mail."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from .. import access, services
from ..forms import NoticeForm, ReasonForm
from ..models import Notice
from .actions import DeliveryMixin
from .base import FormScreen, IncidentMixin, ScreenMixin

MOST_CALLS = 200


class WriteView(IncidentMixin, FormScreen):
    """A new notice, or one that is not sent off yet."""

    form_class = NoticeForm
    intro = gettext_lazy(
        "Everyone affected gets this text in their language: by e-mail, or by phone from you where there is "
        "no address. It is not sent before you say so on the next screen. Name nobody in it."
    )

    @cached_property
    def notice(self):
        if "number" not in self.kwargs:
            return None
        drafts = Notice.objects.filter(incident=self.incident, released_at=None)
        return get_object_or_404(drafts, number=self.kwargs["number"])

    def get_page_title(self):
        return _("Notice %(number)d") % {"number": self.notice.number} if self.notice else _("New notice")

    def get_form_kwargs(self):
        words = self.notice.texts if self.notice else services.prefilled(self.incident)
        return super().get_form_kwargs() | {"words": words}

    def save(self, form):
        self.saved = services.write_notice(
            self.incident, by=self.request.user, texts=form.words, notice=self.notice
        )
        return _("Saved. Nothing is sent yet.")

    def get_success_url(self):
        saved = getattr(self, "saved", None)
        if saved:
            return reverse("incidents:notice", args=[self.incident.code, saved.number])
        return self.home_url


class NoticeView(IncidentMixin, ScreenMixin, TemplateView):
    """A notice with what became of it."""

    template_name = "incidents/notice.html"
    contact = None
    shown = None

    @cached_property
    def notice(self):
        return get_object_or_404(Notice, incident=self.incident, number=self.kwargs["number"])

    def get_page_title(self):
        return _("Notice %(number)d") % {"number": self.notice.number}

    def get_context_data(self, **kwargs):
        calls = list(services.to_call(self.notice.deliveries).order_by("pk")[:MOST_CALLS])
        masks = services.reachable_masks(calls, by=self.request.user)
        for delivery in calls:
            delivery.contact = masks[delivery.pk]
            delivery.reason_form = ReasonForm(auto_id=f"call{delivery.pk}_%s")
            delivery.revealed = self.contact if delivery.pk == self.shown else None
        return super().get_context_data(
            incident=self.incident,
            notice=self.notice,
            progress=services.progress(self.notice),
            is_unfinished=not self.notice.released_at and services.is_unfinished(self.notice.texts),
            calls=calls,
            waiting=services.without_it(self.notice).count(),
            may_read=access.may_read(self.request.user),
            skipped=self.notice.deliveries.exclude(skip_reason="").order_by("skipped_at"),
            **kwargs,
        )


class ContactView(DeliveryMixin, NoticeView):
    """The same screen with one person's contact in plain text: only as the answer to a POST, and logged."""

    def allowed(self, user):
        return access.may_read(user)

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.home_url)

    def post(self, request, *args, **kwargs):
        delivery = self.delivery
        self.shown, self.contact = delivery.pk, services.reveal_contact(delivery, by=request.user)
        response = self.render_to_response(self.get_context_data())
        response["Cache-Control"] = "no-store, private"
        return response
