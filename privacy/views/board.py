"""The public promise board: each clause, how it is kept, and whether it was at the last check."""

from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..addresses import policy_address
from ..promises import board


@require_safe
def promises(request):
    """The same for everybody, without a cookie; kept until a check or the policy changes."""
    language = get_language()
    clauses, further = board.board(language, public=True)
    rows = {row.code: row for clause in clauses for row in clause.rows} | {row.code: row for row in further}
    times = [row.checked_at for row in rows.values() if row.checked_at]
    context = {
        "title": _("What we promise, and whether we keep it"),
        "clauses": clauses,
        "further": further,
        "kept": sum(row.state == board.KEPT for row in rows.values()),
        "total": len(rows),
        "checked_at": min(times, default=None),
        "policy_url": policy_address(language),
    }
    return TemplateResponse(request, "privacy/board/public.html", context)
