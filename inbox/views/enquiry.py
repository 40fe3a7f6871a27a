"""One enquiry: masked until somebody says why they need to read it, and then for that one response."""

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.utils import get_user_display_name

from vault import reasons
from vault import services as vault
from vault.models import ReadLog

from .. import access, services, use
from ..answers import consents, masked_rows, plain_rows, say_in
from ..forms import AssignForm, NoteForm, ReadForm
from ..models import Enquiry, EnquiryEvent, Status
from ..signs import signs
from .base import EnquiryMixin, ScreenMixin
from .listing import overdue_first

MOST_EARLIER = 10
MOST_READINGS = 30


class EnquiryView(EnquiryMixin, ScreenMixin, TemplateView):
    """The screen with everything but the plaintext."""

    template_name = "inbox/enquiry.html"
    # The plaintext, where there is any: never kept beyond this view object.
    reading = None

    @cached_property
    def stopped(self):
        """Why this enquiry may not be used any more, as a code; "" while it may."""
        return use.stopped(self.enquiry)

    def get_page_title(self):
        return self.enquiry.receipt

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, self.inbox_crumb, {"url": "", "label": self.enquiry.receipt}]

    def get_context_data(self, **kwargs):
        enquiry, user = self.enquiry, self.request.user
        kwargs.setdefault("read_form", self.read_form())
        return super().get_context_data(
            enquiry=enquiry,
            overdue=enquiry.is_overdue(),
            due_words=naturaltime(enquiry.due_at) if enquiry.due_at else "",
            rows=self.rows(),
            revealed=self.reading is not None,
            notes=self.notes(),
            consents=consents(enquiry),
            events=[self.describe(event) for event in enquiry.events.all()],
            earlier=self.earlier(),
            is_recognised=vault.is_recognised(enquiry.person),
            signal_words=[signs.get(code, code) for code in enquiry.signals],
            taken_by=self.taken_by(),
            others=services.recent_readers(enquiry, other_than=user),
            assign_form=AssignForm(by=user, initial={"assignee": enquiry.assignee_id}),
            note_form=NoteForm(),
            statuses=[status for status in Status if status != enquiry.status],
            may_read=self.may_open,
            stopped=use.REASONS.get(self.stopped, self.stopped),
            is_officer=access.is_officer(user),
            may_assign=access.may_assign(user),
            may_review=access.may_review(user),
            readings=self.readings() if access.may_see_readings(user) else None,
            **self.neighbours(),
            **kwargs,
        )

    @property
    def may_open(self):
        user = self.request.user
        return access.may_read(user) and (not self.stopped or access.is_officer(user))

    def taken_by(self):
        """The name of the colleague whose it is, if it is somebody else's and not finished."""
        assignee = self.enquiry.assignee
        if assignee is None or assignee == self.request.user or self.enquiry.closed_at:
            return ""
        return get_user_display_name(assignee)

    def read_form(self):
        if self.enquiry.quarantined:
            # To judge whether it is spam: nobody works on it until it is released.
            return ReadForm(initial={"reason": "check", "take": False})
        default = "callback" if self.enquiry.channel == "callback" else "answer"
        return ReadForm(initial={"reason": default, "take": self.enquiry.assignee_id is None})

    def rows(self):
        rows = self.own_rows()
        say_in(get_language(), rows, self.enquiry.form_version)
        return rows

    def own_rows(self):
        """The questions and answers in the language they were asked in."""
        snapshot = self.enquiry.form_version.snapshot
        if self.reading:
            read = self.reading
            return plain_rows(snapshot, read.answers, read.files, read.shown, read.corrected)
        masks = {}
        if not self.stopped or access.is_officer(self.request.user):
            masks = vault.masked([self.enquiry.record_id], by=self.request.user)[self.enquiry.record_id]
        return masked_rows(snapshot, masks)

    def notes(self):
        notes = list(self.enquiry.notes.all())
        for note in notes:
            note.text = self.reading.notes.get(note.pk, "") if self.reading else ""
        return notes

    def earlier(self):
        """Other enquiries of the same person; nothing personal is shown of them."""
        others = Enquiry.objects.filter(person=self.enquiry.person_id).exclude(pk=self.enquiry.pk)
        return access.visible(self.request.user, others)[:MOST_EARLIER]

    def readings(self):
        """Who read this enquiry or its notes, the latest first."""
        notes = self.enquiry.notes.values("record_id")
        lines = ReadLog.objects.filter(Q(record=self.enquiry.record_id) | Q(record__in=notes))
        lines = list(lines.select_related("actor").order_by("-at", "-id")[:MOST_READINGS])
        for line in lines:
            line.reader, line.roles = reasons.reader(line), reasons.roles(line.actor_roles)
            line.words = reasons.words(line.reason)
        return lines

    def neighbours(self):
        """The addresses of the enquiries before and after this one in the list that it is in."""
        row = self.enquiry
        if row.quarantined or row.closed_at:
            part = Enquiry.objects.filter(quarantined=row.quarantined, status=row.status)
            newer, older = Q(created_at__gt=row.created_at), Q(created_at__lt=row.created_at)
            part, forth, back = part, ["-created_at", "-id"], ["created_at", "id"]
        else:
            part = overdue_first(Enquiry.objects.filter(quarantined=False, closed_at=None))
            rank = 0 if row.is_overdue() else 1
            newer = Q(urgency=rank, created_at__gt=row.created_at) | Q(urgency__lt=rank)
            older = Q(urgency=rank, created_at__lt=row.created_at) | Q(urgency__gt=rank)
            forth, back = ["urgency", "-created_at", "-id"], ["-urgency", "created_at", "id"]
        part = part.exclude(pk=row.pk)
        previous = part.filter(newer).order_by(*back).values_list("pk", flat=True).first()
        following = part.filter(older).order_by(*forth).values_list("pk", flat=True).first()
        return {
            "previous_url": previous and reverse("inbox:enquiry", args=[previous]),
            "next_url": following and reverse("inbox:enquiry", args=[following]),
        }

    @staticmethod
    def describe(event):
        """The event with what it changed in words."""
        event.change = ""
        if event.kind == EnquiryEvent.Kind.STATUS:
            labels = dict(Status.choices)
            event.change = " → ".join(str(labels.get(code, code)) for code in (event.before, event.after))
        elif event.kind == EnquiryEvent.Kind.ASSIGNED:
            event.change = event.after or _("Nobody")
        return event


class ReadView(EnquiryView):
    """The same screen in plain text: only as the answer to a POST that says why, each time logged anew."""

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(reverse("inbox:enquiry", args=[self.enquiry.pk]))

    def post(self, request, *args, **kwargs):
        access.require(access.may_read(request.user))
        if not self.may_open:
            # The screen says why.
            return self.render_to_response(self.get_context_data(), status=403)
        form = ReadForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(read_form=form), status=422)
        self.reading = services.read(self.enquiry, by=request.user, reason=form.reason_text)
        if form.cleaned_data["take"] and self.enquiry.assignee_id is None:
            services.assign(self.enquiry, to=request.user, by=request.user)
        response = self.render_to_response(self.get_context_data(read_form=form))
        response["Cache-Control"] = "no-store, private"
        return response
