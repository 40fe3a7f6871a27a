"""Nothing is shown to some visitors only: what a restriction hides is hidden from everyone (ADR 0120)."""

from django.http import Http404
from wagtail import hooks


@hooks.register("before_serve_page")
def hide_restricted_page(page, request, args, kwargs):
    """404 for a page under a restriction, which only imported data can bring."""
    if page.get_view_restrictions().exists():
        raise Http404


# Before Wagtail's own, which would ask for a password.
@hooks.register("before_serve_document", order=-1)
def hide_restricted_document(document, request):
    if document.collection.get_view_restrictions().exists():
        raise Http404
