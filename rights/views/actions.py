"""What is done to a request with one button. Only by POST, each answered with a redirect to its screen."""

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from .. import access, services
from ..errors import RightsError
from ..forms import FinishTaskForm, TaskForm
from ..models import PrivacyRequest, ProcessorTask
from ..models.requests import Kind
from .base import OfficerMixin, RequestMixin


class ActionView(RequestMixin, OfficerMixin, View):
    """Does one thing and goes back to the request; what is not possible is said in words."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            message = self.act()
        except RightsError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, message)
        return self.back()


class StepView(ActionView):
    """One step of the work, named by the button."""

    def act(self):
        step = getattr(self, f"step_{self.request.POST.get('step', '')}", None)
        access.require(step is not None)
        return step(self.privacy_request, self.request.user)

    def step_verify(self, one, user):
        services.verify(one, by=user)
        return _("Identity noted as proven. The clock runs.")

    def step_replied(self, one, user):
        services.acknowledge(one, by=user, how="told")
        return _("Noted: the first reply was given.")

    def step_take(self, one, user):
        services.assign(one, to=user, by=user)
        return _("Assigned to you.")

    def step_give_back(self, one, user):
        services.assign(one, to=None, by=user)
        return _("Assigned to nobody.")

    def step_carry_out(self, one, user):
        access.require(one.kind != Kind.DELETE)
        services.carry_out(one, by=user)
        return _("Carried out on this site, with effect from now.")

    def step_complete(self, one, user):
        access.require(one.kind != Kind.DELETE)
        services.complete(one, by=user)
        return _("Completed. Tell the person the result by letter.")

    def step_take_back(self, one, user):
        services.take_back(one, by=user)
        return _("Closed: the person no longer asks for it.")

    def step_join(self, one, user):
        other = self.request.POST.get("original", "")
        access.require(other.isdecimal())
        original = get_object_or_404(PrivacyRequest, pk=other, person=one.person_id)
        services.join(one, original=original, by=user)
        return _("Linked to %(reference)s, whose clock counts for both.") % {"reference": original.reference}

    def step_separate(self, one, user):
        services.separate(one, by=user)
        return _("This request is now treated on its own.")


class AddTaskView(ActionView):
    def act(self):
        form = TaskForm(self.request.POST, language=get_language())
        access.require(form.is_valid())
        one = self.privacy_request
        services.add_task(one, by=self.request.user, **form.cleaned_data)
        if one.third_party_involved:
            return _("Task added; the longer time applies.")
        return _("Task added. The request is late already, so its time stays as it is.")


class FinishTaskView(ActionView):
    def act(self):
        form = FinishTaskForm(self.request.POST)
        access.require(form.is_valid())
        task = get_object_or_404(ProcessorTask, pk=self.kwargs["task"], request=self.privacy_request)
        services.finish_task(task, by=self.request.user, note=form.cleaned_data["note"])
        self.privacy_request.refresh_from_db()
        if self.privacy_request.is_open:
            return _("Noted as confirmed.")
        return _("Noted as confirmed. With this, the request is completed.")
