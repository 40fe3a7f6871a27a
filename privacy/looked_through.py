"""What is published from a screen is what that screen showed (ADR 84).

The source's words are in the posted form itself. The other languages' words and the registers are not: they
are whatever others have made of them by the time of the click. So the panel leaves a digest of each in the
form, and the release compares. Commands have no screen, and nothing is asked of them.
"""

from contextvars import ContextVar

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.text import without_editor_keys

from .canonical import sha256
from .errors import PrivacyError
from .models import REGISTERS

FIELD = "publication-shown"
_request = ContextVar("the request that is being answered", default=None)


class NotLookedThrough(PrivacyError, ValidationError):
    """The screen that asks for publication did not show what would be published.

    `website.middleware.refusals` turns it into messages.
    """

    def __init__(self, words, page):
        super().__init__(words)
        self.refused_page = page


class ScreenMiddleware:
    """Lets the release know which screen it was asked from."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def words_of(page):
    """What a translated policy page says; the registers that it prints are compared by themselves."""
    return {
        "title": page.title,
        "intro": page.intro,
        "change_summary": page.change_summary,
        "body": _without_keys(page.body.get_prep_value()),
    }


def _without_keys(value):
    """What blocks say, without the keys that the editor gives to paragraphs when it first sees them."""
    if isinstance(value, str):
        return without_editor_keys(value)
    if isinstance(value, dict):
        return {name: _without_keys(each) for name, each in value.items()}
    return [_without_keys(each) for each in value] if isinstance(value, list) else value


def _source_digest(page):
    """A digest of what the source's form holds, and what an approval decides with it."""
    facts = {"kind": page.change_kind, "day": str(page.effective_date or ""), "slug": page.slug}
    return sha256({**words_of(page), **facts})


def note_loaded(request, page):
    """Remembers what the view that answers `request` took for the latest draft, for judge() to compare."""
    request.policy_loaded = _source_digest(page)


def saved_meanwhile():
    return _("Somebody saved the policy while you were approving it. Look through it again, then approve.")


def _changed_meanwhile(request, source):
    """Whether somebody else saved the source while its approval was being answered.

    Wagtail publishes whatever is the latest draft by then; what the officer's own form changed is theirs.
    """
    loaded = getattr(request, "policy_loaded", None)
    if loaded in (None, _source_digest(source)):
        return False
    return source.get_latest_revision().user_id != request.user.pk


def _digests(draft):
    words = {language: words_of(page) for language, page in draft.pages.items() if page is not draft.source}
    return {name: sha256(value) for name, value in {**draft.registers, **words}.items()}


def stamp(draft):
    """What the panel leaves in the form: a digest of each part that the form itself doesn't hold."""
    return " ".join(f"{name}:{digest}" for name, digest in sorted(_digests(draft).items()))


def objection(draft, shown):
    """Why `draft` can't be published from a screen that left the stamp `shown`, in words; "" if it can."""
    if not shown:
        return _("Look through “What publishing would change” on this screen first, then publish.")
    before, now = dict(part.split(":", 1) for part in shown.split() if ":" in part), _digests(draft)
    if before == now:
        return ""
    changed = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    return _("Changed since you looked: %(what)s. Look through it again, then publish.") % {
        "what": ", ".join(_name(part) for part in changed)
    }


def _name(part):
    from .release import language_name

    labels = {model._meta.model_name: model._meta.verbose_name_plural for model in REGISTERS}
    labels["controller"] = _("controller")
    return capfirst(str(labels.get(part) or language_name(part)))


def shown_in(request):
    """The stamp that came with `request`."""
    return request.POST.get(FIELD, "")


def judge(draft):
    """NotLookedThrough, if a screen asks for it and did not show this draft."""
    request = _request.get()
    if request is not None and _changed_meanwhile(request, draft.source):
        raise NotLookedThrough(saved_meanwhile(), draft.source)
    if request is not None and (words := objection(draft, shown_in(request))):
        raise NotLookedThrough(words, draft.source)
