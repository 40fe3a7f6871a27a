"""The public status page of an incident: the same for everyone, without a cookie."""

from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from privacy.controller import controller

from ..models import Incident


@require_safe
def status(request, code):
    """What happened, what people should do, and the updates, the newest first; 404 when it isn't public."""
    incident = get_object_or_404(Incident, code=code, is_public=True)
    language = translation.get_language()
    words = incident.public_words.get(language) or {}
    updates = [
        {"at": update.at, "withdrawn_at": update.withdrawn_at}
        # Words that were taken back are not shown any more; that there were some is.
        | {"text": "" if update.withdrawn_at else update.texts[language]}
        for update in incident.updates.all()
        if update.texts.get(language)
    ]
    moments = [moment for update in updates for moment in (update["at"], update["withdrawn_at"]) if moment]
    context = {
        "incident": incident,
        "words": words,
        "updates": updates,
        "updated_at": max(moments, default=incident.created_at),
        "company": controller(language),
        "title": words.get("title", incident.code),
    }
    return TemplateResponse(request, "incidents/status.html", context)
