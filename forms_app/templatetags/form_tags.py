"""`{% form_embed page %}` puts a form into any page; it works there as on its own page."""

from django import template
from django.utils.translation import override

from forms_app import captcha, services, slots
from forms_app.forms import VisitorForm

register = template.Library()


@register.inclusion_tag("forms_app/_form.html", takes_context=True)
def form_embed(context, page, compact=False):
    """The form of `page` in the language being read; nothing if it isn't live there, a word if it is paused.

    `page` may be None (an editor chose nothing). Posting leads to the form's own page, with or without
    errors.
    """
    page = page.localized.specific if page else None
    version = services.shown_version(page) if page and page.live else None
    if version is None:
        return {"form": None, "paused": bool(page and page.live)}
    request = context.get("request")
    number = 1 + getattr(request, "_form_embeds", 0)
    if request is not None:
        request._form_embeds = number
    with override(version.locale):
        form = VisitorForm(version, uid=f"form-{page.pk}-{number}")
        slots.keep_fresh(request, form)
        return {
            "request": request,
            "page": page,
            "form": form,
            "compact": compact,
            "captcha_key": captcha.site_key(),
        }
