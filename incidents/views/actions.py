"""What is done to an incident. Only by POST."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import access, services
from ..forms import PaperForm, ReasonForm, ReportForm, UpdateForm, WaiverForm, scan_limits
from ..models import Notice, NoticeDelivery
from ..severity import TITLES
from .base import ActionView, IncidentMixin, download


class StatusView(IncidentMixin, ActionView):
    def act(self):
        try:
            services.set_status(self.incident, by=self.request.user, status=self.request.POST.get("status"))
        except ValueError:
            raise Http404 from None
        except services.DutiesLeft as left:
            names = "; ".join(str(TITLES[code]) for code in left.codes)
            return self.refuse(
                _("Not closed: these duties are neither met nor waived with a reason: %(names)s.")
                % {"names": names}
            )
        except services.PeopleLeft as left:
            notices = ", ".join(f"{number} ({people})" for number, people in left.notices.items())
            return self.refuse(
                _(
                    "Not closed: there are people whom a notice did not reach yet, by mail or phone. "
                    "Number of the notice, and how many: %(notices)s."
                )
                % {"notices": notices}
            )
        return _("Status saved.")


class WaiveView(IncidentMixin, ActionView):
    def act(self):
        form = self.valid(WaiverForm(self.request.POST))
        if form is None:
            return None
        try:
            services.waive(self.incident, by=self.request.user, **form.cleaned_data)
        except ValueError:
            return self.refuse(_("This duty does not wait any more."))
        return _("The waiver is noted.")


class ReportView(IncidentMixin, ActionView):
    def act(self):
        form = self.valid(ReportForm(self.request.POST))
        if form is None:
            return None
        try:
            services.add_report(self.incident, by=self.request.user, **form.cleaned_data)
        except ValueError:
            return self.refuse(_("This report is late. Please say why: the reasons are part of the report."))
        return _("The report is noted.")


class RerunView(IncidentMixin, ActionView):
    def act(self):
        new = services.rerun(self.incident, by=self.request.user)
        text = ngettext("%(count)d more person is affected.", "%(count)d more people are affected.", new)
        return text % {"count": new}


class UpdateView(IncidentMixin, ActionView):
    def act(self):
        form = self.valid(UpdateForm(self.request.POST))
        if form is None:
            return None
        texts = {code: words["text"] for code, words in form.words.items()}
        services.add_update(self.incident, by=self.request.user, texts=texts)
        return _("The update is added.")


class UpdateWithdrawView(IncidentMixin, ActionView):
    """Takes an entry of the public page back; what is right is said in a new one."""

    def act(self):
        form = self.valid(ReasonForm(self.request.POST))
        if form is None:
            return None
        update = get_object_or_404(self.incident.updates, pk=self.kwargs["pk"])
        services.withdraw_update(update, by=self.request.user, reason=form.cleaned_data["reason"])
        return _("The update is taken back. Add another one with what is right.")


class PaperAddView(IncidentMixin, ActionView):
    def act(self):
        form = self.valid(PaperForm(self.request.POST, self.request.FILES))
        return form and keep_paper(self, self.incident, form, kind=form.cleaned_data["kind"])


def keep_paper(view, home, form, **options):
    """Keeps the form's file with `home`; what is wrong with it is told in words and put down in the form."""
    file = form.cleaned_data["file"]
    try:
        services.add_paper(home, by=view.request.user, name=file.name, content=file.read(), **options)
    except ValueError:
        form.add_error("file", scan_limits())
        return view.refuse(scan_limits())
    return _("The paper is sealed and kept.")


class PaperView(IncidentMixin, ActionView):
    """Opens a paper; the history says who did."""

    def allowed(self, user):
        return access.may_read(user)

    def act(self):
        paper = get_object_or_404(self.incident.papers, pk=self.kwargs["pk"])
        details, content = services.read_paper(paper, by=self.request.user)
        return download(file_name(self.incident.code, paper, details), content)


def file_name(code, paper, details):
    """A name of our own: what the file was called may disguise what it is."""
    ending = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}[details["type"]]
    return f"{code}-{paper.kind}.{ending}"


class ReleaseView(IncidentMixin, ActionView):
    """Sends a notice off."""

    proves_anew = True

    @property
    def home_url(self):
        return reverse("incidents:notice", args=[self.incident.code, self.kwargs["number"]])

    def act(self):
        notice = get_object_or_404(Notice, incident=self.incident, number=self.kwargs["number"])
        try:
            number = services.release(notice, by=self.request.user)
        except services.Unfinished:
            return self.refuse(_("The text still has places in brackets that you have to fill in."))
        except ValueError:
            return self.refuse(_("Nobody is affected yet: compute first who is."))
        text = ngettext(
            "The notice is on its way to %(count)d person. Without an e-mail address they are listed here, "
            "to be called.",
            "The notice is on its way to %(count)d people. Those without an e-mail address are listed here, "
            "to be called.",
            number,
        )
        return text % {"count": number}


class DeliveryMixin(IncidentMixin):
    """One delivery of a notice of this incident."""

    @property
    def delivery(self):
        deliveries = NoticeDelivery.objects.select_related("person", "notice__incident")
        number = self.kwargs["number"]
        return get_object_or_404(
            deliveries, pk=self.kwargs["pk"], notice__incident=self.incident, notice__number=number
        )

    @property
    def home_url(self):
        return reverse("incidents:notice", args=[self.incident.code, self.kwargs["number"]])


class CalledView(DeliveryMixin, ActionView):
    def act(self):
        services.mark_called(self.delivery, by=self.request.user)
        return _("Noted: told by phone.")


class SkipView(DeliveryMixin, ActionView):
    def act(self):
        form = self.valid(ReasonForm(self.request.POST))
        if form is None:
            return None
        services.skip(self.delivery, by=self.request.user, reason=form.cleaned_data["reason"])
        return _("Noted: not told, with the reason.")
