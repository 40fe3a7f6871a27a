"""The letters' texts: generated in the person's language, edited by the officer before they go.

Each kind of letter is one template in each language (`templates/rights/letters/`): a business letter is
written, not translated phrase by phrase. They name nobody, so making one reads nothing out of the vault.
"""

import re

from django.conf import settings
from django.template.loader import select_template
from django.utils import timezone, translation
from django.utils.formats import date_format

from privacy.controller import controller

from . import clocks, conf, recipients
from .models import RequestEvent

FALLBACK = "en"
# A line that the officer has to replace.
GAP = "…"


def compose(request, kind, language):
    """(subject, body) of a letter of `kind` about the request in `language`, as it stands now."""
    names = [f"rights/letters/{kind}.{each}.txt" for each in (language, FALLBACK)]
    with translation.override(language):
        text = select_template(names).render(_facts(request, language))
    text = re.sub(r"[ \t]+\n", "\n", text.strip())
    subject, _separator, body = re.sub(r"\n{3,}", "\n\n", text).partition("\n")
    return subject.strip(), body.strip()


def is_unfinished(subject, body):
    """Whether a line of the letter is still the gap that the template left."""
    return any(line.strip() == GAP for line in (subject, *body.splitlines()))


def _facts(request, language):
    authority = conf.setting("RIGHTS_AUTHORITY")
    purposes = recipients.purpose_names(language)
    named = recipients.names(language)
    company = controller(language)
    return {
        "request": request,
        "reference": request.reference,
        "asked": request.get_kind_display(),
        "kind": request.kind,
        "purposes": [purposes.get(code, code) for code in request.purposes],
        "recipients": [
            named.get(code, code) for code in request.tasks.values_list("recipient", flat=True).distinct()
        ],
        "confirmed": not request.tasks.filter(done_at=None).exists(),
        "advertising": [purposes.get(code, code) for code in _stopped(request)],
        "received": long_date(clocks.local_day(request.received_at), language),
        "today": long_date(clocks.local_day(timezone.now()), language),
        "due": request.due_at and long_date(clocks.local_day(request.due_at), language),
        "days": clocks.completion_days(request.kind, third_party=request.third_party_involved),
        "until": request.extended_until and long_date(clocks.local_day(request.extended_until), language),
        "company": company,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "authority": authority.get(language) or authority[FALLBACK],
    }


def _stopped(request):
    """Codes of the advertising that was stopped although the rest of an objection was refused."""
    done = request.events.filter(kind=RequestEvent.Kind.CARRIED_OUT).values_list("detail", flat=True)
    return [code for detail in done for code in detail.get("purposes", [])]


def long_date(day, language):
    """A date as a letter of that language writes it."""
    if language == "vi":
        weekday = date_format(day, "l").replace("Thứ", "thứ").replace("Chủ Nhật", "Chủ nhật")
        return f"{weekday}, ngày {day:%d/%m/%Y}"
    return date_format(day, "l, j F Y")
