"""The promise board in the admin: clause by clause, what keeps it and whether it did at the last check."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail import hooks

from ..models import PromiseCheck
from ..promises import board, check_all, promises
from ..promises.running import checked
from .dashboard import Figure, figures
from .officer import OfficerMenuItem, OfficerMixin, Screen, may_manage


class BoardView(Screen):
    """Shows the board as it stood at the last check."""

    template_name = "privacy/board/admin.html"
    page_title = gettext_lazy("Promise board")
    header_icon = "tasks"

    def get_context_data(self, **kwargs):
        clauses, further = board.board(get_language())
        rows = board.rows().values()
        return super().get_context_data(
            clauses=clauses,
            further=further,
            broken=sum(row.state == board.BROKEN for row in rows),
            total=len(rows),
            public_url=reverse("promises"),
            **kwargs,
        )


class CheckView(OfficerMixin, View):
    """Checks all promises now."""

    http_method_names = ["post"]

    def post(self, request):
        broken = len(check_all())
        lapsed = sum(row.state == board.LAPSED for row in board.rows().values())
        if broken:
            text = ngettext("%(count)d promise is not kept.", "%(count)d promises are not kept.", broken)
            messages.error(request, text % {"count": broken})
        elif lapsed:
            text = ngettext(
                "Nothing is broken. %(count)d promise was not always kept in the past 12 months.",
                "Nothing is broken. %(count)d promises were not always kept in the past 12 months.",
                lapsed,
            )
            messages.warning(request, text % {"count": lapsed})
        else:
            messages.success(request, _("Every promise is kept."))
        return HttpResponseRedirect(reverse("privacy_promises"))


class EvidenceView(Screen):
    """Looks at one promise now, and shows what it looked at."""

    template_name = "privacy/board/evidence.html"
    header_icon = "tasks"

    def get_page_title(self):
        return self.promise.clause

    @property
    def promise(self):
        found = promises.get(self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs):
        evidence, error_class = checked(self.promise)
        figure = evidence.figure() if callable(evidence.figure) else evidence.figure
        state = board.BROKEN if not evidence.ok else board.LAPSED if evidence.lapsed else board.KEPT
        return super().get_context_data(
            promise=self.promise,
            evidence=evidence,
            figure=figure,
            state=state,
            error_class=error_class,
            **kwargs,
        )


@hooks.register("register_admin_urls")
def register_board_urls():
    return [
        path("promises/", BoardView.as_view(), name="privacy_promises"),
        path("promises/check/", CheckView.as_view(), name="privacy_promises_check"),
        path("promises/evidence/<slug:code>/", EvidenceView.as_view(), name="privacy_promise"),
    ]


@hooks.register("register_privacy_menu_item")
def register_board_menu_item():
    return OfficerMenuItem(
        gettext_lazy("Promise board"),
        reverse_lazy("privacy_promises"),
        name="promise-board",
        icon_name="tasks",
        order=250,
    )


def board_figures(user):
    """How many promises are broken, on the officer's panel."""
    if not may_manage(user):
        return []
    broken = PromiseCheck.objects.filter(code__in=promises.keys(), ok=False).count()
    if not broken:
        return []
    label = ngettext(
        "%(count)d promise of the policy is not kept.",
        "%(count)d promises of the policy are not kept.",
        broken,
    )
    return [Figure(label % {"count": broken}, reverse("privacy_promises"), is_bad=True)]


figures.register("promises", board_figures)
