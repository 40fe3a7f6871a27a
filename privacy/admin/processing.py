"""The register of processing in the admin: to read, to print, as CSV and as JSON, in either language."""

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail import hooks

from .. import processing, sheets
from .dashboard import Figure, figures
from .officer import OfficerMenuItem, OfficerMixin, Screen, may_manage


def chosen_language(request):
    """The language that was asked for, or that of the admin."""
    language = request.GET.get("language", "")
    return language if language in dict(settings.LANGUAGES) else get_language()


class ProcessingView(Screen):
    """The register as a page; its style sheet prints it."""

    template_name = "privacy/processing/register.html"
    page_title = gettext_lazy("Processing register")
    header_icon = "list-ul"

    def get_context_data(self, **kwargs):
        language = chosen_language(self.request)
        register = processing.build(language)
        with override(language):
            sections = sheets.sections(register, dates=sheets.date_words) if register else []
        return super().get_context_data(
            register=register,
            sections=sections,
            language=language,
            languages=settings.LANGUAGES,
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        with override(context["language"]):
            return super().render_to_response(context, **kwargs).render()


class FileView(OfficerMixin, View):
    """The register as a file. `form` is csv or json."""

    http_method_names = ["get"]

    def get(self, request, form):
        language = chosen_language(request)
        register = processing.build(language)
        if register is None:
            raise Http404
        name = f"processing-register-{register['policy_version']}-{language}.{form}"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        }
        if form == "json":
            return JsonResponse(
                register, json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=headers
            )
        with override(language):
            text = sheets.as_csv(register)
        return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@hooks.register("register_admin_urls")
def register_processing_urls():
    return [
        path("processing/", ProcessingView.as_view(), name="privacy_processing"),
        path("processing/register.csv", FileView.as_view(), {"form": "csv"}, name="privacy_processing_csv"),
        path(
            "processing/register.json", FileView.as_view(), {"form": "json"}, name="privacy_processing_json"
        ),
    ]


@hooks.register("register_privacy_menu_item")
def register_processing_menu_item():
    return OfficerMenuItem(
        gettext_lazy("Processing register"),
        reverse_lazy("privacy_processing"),
        name="processing-register",
        icon_name="list-ul",
        order=252,
    )


def processing_figures(user):
    """Dossiers that are due, and how many people data is held on where that comes near the limit."""
    if not may_manage(user):
        return []
    found, url = [], reverse("privacy_processing")
    if due := processing.dossiers_due():
        label = ngettext(
            "%(count)d transfer dossier is due: %(names)s.",
            "%(count)d transfer dossiers are due: %(names)s.",
            len(due),
        )
        names = ", ".join(each.name for each in due)
        found.append(Figure(label % {"count": len(due), "names": names}, url, is_bad=True))
    subjects = processing.subjects()
    if subjects["is_near"]:
        label = _("Data is held on %(count)d people; the exemptions for small firms end at %(limit)d.")
        found.append(Figure(label % subjects, url, is_bad=True))
    return found


figures.register("processing", processing_figures)
