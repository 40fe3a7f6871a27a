"""The public pages below the policy: all versions, each version, and what changed between any two.

They show only what was frozen, are the same for everybody and set nothing, so that they can be kept
anywhere. An address names the version by its number and stays.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from ..canonical import canonical
from ..comparing import diff_registers, diff_texts
from ..declared import of_version
from ..models import PolicyPage, PolicyText, PolicyVersion

# The languages whose addresses have words of their own; any other one takes the English ones.
WORDED = {"vi", "en"}
COMPARISONS_KEPT = 64


class Addresses:
    """The addresses below one policy page, in the words of its language."""

    def __init__(self, page):
        self.page = page
        language = page.locale.language_code
        self.suffix = language if language in WORDED else "en"

    def _of(self, name, *args):
        return (self.page.url or "") + self.page.reverse_subpage(f"{name}_{self.suffix}", args=args)

    def versions(self):
        return self._of("versions")

    def version(self, number):
        return self._of("version", number)

    def document(self, number):
        return self._of("document", number)

    def differences(self, before, after):
        return self._of("differences", before, after)

    def beside(self, before, after):
        return self._of("beside", before, after)

    def fits(self, request):
        """Whether the address that was asked for is in this language's words."""
        return request.routable_resolver_match.url_name.endswith(f"_{self.suffix}")


def addresses(page):
    return Addresses(page)


@dataclass(frozen=True)
class Entry:
    """One version in the list, in one language."""

    version: PolicyVersion
    url: str
    differences_url: str
    summary: str
    # in_force, coming, past, or superseded: announced, but replaced before its day.
    state: str
    # When the next one took its place, of a past one.
    ended_at: datetime | None
    # Whether another version began on the same day, so that only the time tells them apart.
    shares_day: bool


def entries(page):
    """The versions that were published in the page's language, newest first."""
    language, where, now = page.locale.language_code, addresses(page), timezone.now()
    versions = list(
        PolicyVersion.objects.filter(texts__locale=language).defer("registers").order_by("-number")
    )
    in_force = next((each for each in versions if each.effective_at <= now), None)
    days = Counter(version.effective_date for version in versions)
    found = []
    for n, version in enumerate(versions):
        newer = versions[n - 1] if n else None
        if version == in_force:
            state = "in_force"
        elif newer is not None and newer.effective_at <= version.effective_at:
            state = "superseded"
        else:
            state = "coming" if version.effective_at > now else "past"
        previous = versions[n + 1] if n + 1 < len(versions) else None
        found.append(
            Entry(
                version=version,
                url=where.version(version.number),
                differences_url=where.differences(previous.number, version.number) if previous else "",
                summary=version.summaries.get(language, ""),
                state=state,
                ended_at=newer.effective_at if state == "past" else None,
                shares_day=days[version.effective_date] > 1,
            )
        )
    return found


def listing(request, page):
    """All versions. Two chosen ones (`?before=1&after=3`) lead to what differs between them."""
    where = _checked(request, page)
    chosen = [request.GET.get(name, "") for name in ("before", "after")]
    if all(number.isascii() and number.isdigit() and len(number) < 6 for number in chosen):
        first, second = sorted(int(number) for number in chosen)
        return redirect(where.differences(first, second) if first != second else where.version(first))
    found = entries(page)
    if not found:
        raise Http404("No version was published in this language.")
    _stay_fresh(request)
    return _answer(
        request, page, "list", title=_("All versions of the privacy policy"), entries=found, where=where
    )


def version(request, page, number):
    """One version as it was published, with its digest and what came before and after it."""
    where = _checked(request, page)
    entry = next((each for each in entries(page) if each.version.number == number), None)
    if entry is None:
        raise Http404("There is no such version.")
    _stay_fresh(request)
    shown = PolicyVersion.objects.get(pk=entry.version.pk)
    return _answer(
        request,
        page,
        "version",
        title=_("Privacy policy, version %(number)d") % {"number": number},
        entry=entry,
        version=shown,
        text=shown.text(page.locale.language_code),
        controller=of_version(shown.pk).controller(page.locale.language_code),
        document_url=where.document(number),
        elsewhere=_elsewhere(page, lambda addresses: addresses.version(number), [shown]),
        where=where,
    )


def document(request, page, number):
    """The version as data: everything its digest is taken over, in the form it is taken over."""
    _checked(request, page)
    shown = _version(number, page.locale.language_code)
    texts = {text.locale: text for text in shown.texts.all()}
    return HttpResponse(
        canonical(
            {
                "number": shown.number,
                "kind": shown.kind,
                "effective_at": shown.effective_at,
                "effective_date": shown.effective_date,
                "summaries": shown.summaries,
                "registers": shown.registers,
                "sha256": shown.sha256,
                "texts": {
                    locale: {
                        "locale": text.locale,
                        "title": text.title,
                        "sections": text.sections,
                        "html": text.html,
                        "sha256": text.sha256,
                    }
                    for locale, text in texts.items()
                },
            }
        ),
        content_type="application/json",
    )


def differences(request, page, before, after, *, beside=False):
    """What changed from one version to another: registers first, then the text, word by word."""
    where, language = _checked(request, page), page.locale.language_code
    if before == after:
        raise Http404("A version doesn't differ from itself.")
    address = where.beside if beside else where.differences
    if before > after:
        return redirect(address(after, before))
    old, new = _version(before, language), _version(after, language)
    _stay_fresh(request)
    changes, rows = compared(old.pk, new.pk, language)
    pair = {"before": before, "after": after}
    return _answer(
        request,
        page,
        "differences",
        title=_("Privacy policy: what changed from version %(before)d to version %(after)d") % pair,
        old=old,
        new=new,
        old_url=where.version(before),
        new_url=where.version(after),
        summary=new.summaries.get(language, ""),
        changes=changes,
        rows=rows,
        is_same=not changes and all(row.state == "same" for row in rows),
        beside=beside,
        inline_url=where.differences(before, after),
        beside_url=where.beside(before, after),
        elsewhere=_elsewhere(
            page,
            lambda addresses: (addresses.beside if beside else addresses.differences)(before, after),
            [old, new],
        ),
        where=where,
    )


@lru_cache(maxsize=COMPARISONS_KEPT)
def compared(before, after, language):
    """([EntryChange], [Row]) between two versions (ids). Neither will ever change, so it is kept."""
    old, new = PolicyVersion.objects.get(pk=before), PolicyVersion.objects.get(pk=after)
    return (
        tuple(diff_registers(old.registers, new.registers, language)),
        tuple(diff_texts(old.text(language).html, new.text(language).html)),
    )


def _version(number, language):
    found = PolicyVersion.objects.filter(number=number, texts__locale=language).first()
    if found is None:
        raise Http404("There is no such version.")
    return found


def _checked(request, page):
    where = addresses(page)
    if not where.fits(request):
        raise Http404("This address is in another language's words.")
    return where


def _stay_fresh(request):
    """A page that says what is in force ends when the next version comes."""
    if (coming := PolicyVersion.coming()) is not None:
        request.fresh_until = coming.effective_at


def _elsewhere(page, address, versions):
    """[(language code, its name, the same page there)] where all of `versions` were published too."""
    others = (
        PolicyPage.objects.live()
        .filter(translation_key=page.translation_key)
        .exclude(pk=page.pk)
        .select_related("locale")
    )
    texts = PolicyText.objects.filter(version__in=versions).values_list("locale", "version_id")
    published = set(texts)
    return [
        (
            other.locale.language_code,
            get_language_info(other.locale.language_code)["name_local"],
            address(addresses(other)),
        )
        for other in others
        if all((other.locale.language_code, each.pk) in published for each in versions)
    ]


def _answer(request, page, name, *, title, **context):
    # What the frame's head prints; the row is not saved.
    page.seo_title = title
    return TemplateResponse(
        request,
        f"privacy/versions/{name}.html",
        {"page": page, "self": page, "request": request, "title": title, "noindex": True, **context},
    )
