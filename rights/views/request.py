"""One request: its clocks, what is to be done next, and what the person wrote once somebody reads it."""

from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.generic import TemplateView

from privacy.identities import receipt_numbers
from privacy.personal_data import sources

from .. import access, clockwords, handing, people, recipients, services
from ..forms import FinishTaskForm, TaskForm
from ..models import PrivacyRequest, RequestEvent
from ..models.letters import Letter
from ..models.requests import Ground, Kind, Reason, Source, Status
from .base import RequestMixin, ScreenMixin

# In the read log, so that a line means the same in every language.
REASON = "privacy_request"


class RequestView(RequestMixin, ScreenMixin, TemplateView):
    """The screen with everything but the plaintext."""

    template_name = "rights/request.html"
    # What was read, where it was: never kept beyond this view object.
    reading = None

    def get_context_data(self, **kwargs):
        one, user = self.privacy_request, self.request.user
        language = get_language()
        names, purposes = recipients.names(language), recipients.purpose_names(language)
        tasks = list(one.tasks.all())
        others = list(PrivacyRequest.objects.filter(person=one.person_id).exclude(pk=one.pk))
        for task in tasks:
            task.name = names.get(task.recipient, task.recipient)
            task.is_late = not task.done_at and task.due < timezone.now()
        return super().get_context_data(
            one=one,
            clocks=clockwords.lines(one),
            steps=self.steps(tasks),
            purposes=[purposes.get(code, code) for code in one.purposes],
            masks=people.masks_of([one.person], by=user).get(one.person_id, []),
            has_email=services.has_email(one.person),
            holdings=[(source.label, len(held)) for source in sources if (held := source.held(one.person))],
            others=others,
            alike=[other for other in others if other.is_open and other.kind == one.kind],
            receipts=sorted(receipt_numbers(one.person)) if tasks else [],
            tasks=tasks,
            open_tasks=sum(task.done_at is None for task in tasks),
            task_form=TaskForm(language=language) if names else None,
            finish_form=FinishTaskForm(),
            letters=one.letters.all(),
            events=[self.describe(event, names) for event in one.events.all()],
            may_read=access.may_read(user),
            has_sealed_words=bool(one.record_id) or one.events.exclude(record=None).exists(),
            reading=self.reading,
            **kwargs,
        )

    def steps(self, tasks):
        """Which buttons are shown, and which of them is the next thing to do."""
        one = self.privacy_request
        steps = {"next": ""}
        if not one.is_open:
            steps["next"] = "" if self.was_told() else "tell"
            steps["separate"] = one.outcome == "duplicate" and not one.person.erased_at
            return steps
        verified, gone = one.status == Status.OPEN, bool(one.person.erased_at)
        in_time = bool(one.due_at) and timezone.now() <= one.due_at
        waiting = any(task.done_at is None for task in tasks)
        by_machine = one.kind in {Kind.WITHDRAW, Kind.RESTRICT, Kind.OBJECT}
        steps |= {
            "verify": not verified,
            "reply": not one.ack_sent_at,
            "carry_out": verified and by_machine and not one.executed_at,
            "correct": verified and one.kind == Kind.CORRECT and not one.executed_at,
            "erase": verified and one.kind == Kind.DELETE and not one.executed_at,
            "complete": verified and one.kind != Kind.DELETE,
            "extend": verified and not one.extended_until and in_time and not gone,
            "refuse": not one.executed_at,
            "take_back": not one.executed_at,
            "archive": handing.may_have_archive(one),
            "code": handing.may_have_code(one),
            "waiting": waiting,
        }
        if steps["carry_out"]:
            steps["next"] = "carry_out"
        elif steps["reply"]:
            steps["next"] = "reply"
        elif not verified:
            steps["next"] = "verify"
        elif steps["correct"]:
            steps["next"] = "correct"
        elif steps["erase"]:
            steps["next"] = "erase"
        elif not waiting:
            steps["next"] = "complete"
        return steps

    def was_told(self):
        """Whether a letter on the end has gone out, or nobody is there to write to."""
        one = self.privacy_request
        ends = (Letter.Kind.COMPLETION, Letter.Kind.REFUSAL)
        gone = (Letter.State.SENT, Letter.State.PRINTED, Letter.State.PENDING, Letter.State.SENDING)
        quiet = one.person.erased_at or one.outcome in {"duplicate", "taken_back", "overtaken"}
        return bool(quiet) or one.letters.filter(kind__in=ends, state__in=gone).exists()

    def describe(self, event, names):
        """The event with what it was about in words, and the officer's words if they were read."""
        detail, kinds = event.detail, RequestEvent.Kind
        words = {
            kinds.RECEIVED: lambda: dict(Source.choices).get(detail.get("source"), ""),
            kinds.DUPLICATE: lambda: detail.get("request", ""),
            kinds.JOINED: lambda: detail.get("request", ""),
            kinds.TASK: lambda: names.get(detail.get("recipient"), detail.get("recipient", "")),
            kinds.TASK_DONE: lambda: names.get(detail.get("recipient"), detail.get("recipient", "")),
            kinds.EXPORTED: lambda: f"SHA-256 {detail.get('sha256', '')[:16]}…",
            kinds.EXPORT_TAKEN: lambda: f"SHA-256 {detail.get('sha256', '')[:16]}…",
            kinds.EXTENDED: lambda: dict(Reason.choices).get(detail.get("reason"), ""),
            kinds.REFUSED: lambda: dict(Ground.choices).get(detail.get("ground"), ""),
            kinds.ASSIGNED: lambda: detail.get("to", ""),
            kinds.LETTER: lambda: dict(Letter.Kind.choices).get(detail.get("letter"), ""),
            kinds.MAILED: lambda: dict(Letter.Kind.choices).get(detail.get("letter"), ""),
            kinds.PRINTED: lambda: dict(Letter.Kind.choices).get(detail.get("letter"), ""),
        }.get(event.kind)
        event.words = words() if words else ""
        event.note = self.reading.get(event.pk, "") if self.reading else ""
        return event


class ReadView(RequestView):
    """The same screen with what was written: only as the answer to a POST, each time logged anew."""

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.request_url)

    def post(self, request, *args, **kwargs):
        access.require(access.may_read(request.user))
        self.reading = services.read_request(self.privacy_request, by=request.user, reason=REASON)
        return self.render_to_response(self.get_context_data())
