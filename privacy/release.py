"""Publishing the policy: all languages and all registers at once, or not at all (ADR 83, 84)."""

import contextlib
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from . import looked_through, translating
from .blocks import REGISTERS as PRINTED
from .checks import keeping_rules
from .comparing import meaning_changes
from .declared import registers_now
from .errors import PrivacyError
from .models import REGISTERS, ChainHead, ChangeKind, PolicyPage, PolicyVersion, Purpose
from .rendering import text_of
from .rules import register_rules
from .versions import freeze_version, moment_in_force, text_sha256, wanted_moment

_releasing = ContextVar("releasing", default=False)


@dataclass(frozen=True)
class Problem:
    """What keeps the policy from being published, in words for the officer, and where it is mended."""

    text: str
    at: models.Model | None = None

    def __str__(self):
        return self.text


class Refused(PrivacyError, PermissionDenied):
    """What was asked would break the promise; the text says why, in words for the officer."""


class Incomplete(Refused):
    """The policy can't be published yet; `problems` says what is missing."""

    def __init__(self, problems):
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = problems


class Draft:
    """The policy as it would be published from `source` (the page with a draft's content).

    `begins` may put the coming into force later than the draft's date does; by default the page's own
    go-live time.
    """

    def __init__(self, source, begins=None):
        self.source = source
        self.begins = begins or source.go_live_at
        self.languages = site_languages(source)
        self.latest = PolicyVersion.objects.order_by("-number").first()
        self.pages, self.problems = translating.pages_of(source, self.languages, Problem)
        self.problems += missing_registers(self.pages) + unfinished_parts(self.pages)
        self.problems += self.read_registers()

    @property
    def is_complete(self):
        """Whether every language has its page; the words may still be missing."""
        return set(self.pages) == set(self.languages)

    def read_registers(self):
        """Takes the registers as they are now; returns what they lack: [Problem]."""
        self.registers = registers_now()
        kept = [Problem(text) for text in keeping_rules(self.registers)]
        return register_problems(self.languages) + rule_problems(self.registers) + kept

    @property
    def in_force_from(self):
        """The moment from which it would be in force if it were published now."""
        return moment_in_force(self.source.effective_date, self.begins)

    def texts(self):
        """The unsaved texts, in the order of `languages`."""
        return [text_of(self.pages[language]) for language in self.languages if language in self.pages]

    def is_same(self, texts=None):
        """Whether publishing would change nothing that anybody sees or the site obeys."""
        if self.latest is None or not self.is_complete or self.registers != self.latest.registers:
            return False
        texts = self.texts() if texts is None else texts
        digests = dict(self.latest.texts.values_list("locale", "sha256"))
        return digests == {text.locale: text_sha256(text) for text in texts}

    def summaries(self):
        """{language: what changes, in plain words}."""
        return {language: page.change_summary.strip() for language, page in self.pages.items()}

    def judge(self):
        """What the officer has to say about the change before it can be published: [Problem]."""
        if self.latest is None:
            return []
        if self.is_same():
            return self._judge_date()
        found = []
        number = {"number": self.latest.number}
        for language, summary in self.summaries().items():
            at = self.pages[language]
            if not summary:
                text = _("Say what changes since version %(number)d (in %(language)s): visitors read it.")
            elif summary == self.latest.summaries.get(language, "").strip():
                text = _("“What changes” (in %(language)s) still speaks of version %(number)d.")
            else:
                continue
            found.append(Problem(text % {**number, "language": language_name(language)}, at))
        meaning = meaning_changes(self.latest.registers, self.registers)
        if self.source.change_kind == ChangeKind.TYPO and meaning:
            text = _(
                "This is more than wording, because the registers promise something else: %(what)s. "
                "Choose “material”."
            )
            found.append(Problem(text % {"what": "; ".join(meaning)}, self.source))
        return found

    def _judge_date(self):
        """A new date for what is published already, or announced, would be dropped without a word."""
        now = timezone.now()
        wanted = wanted_moment(self.source.effective_date, self.begins, now)
        day = timezone.localdate(wanted)
        if day == self.latest.effective_date or (wanted <= now and self.latest.effective_at <= now):
            return []
        if self.latest.effective_at <= now:
            text = _(
                "A date alone makes no new version: version %(number)d says the same and is in force since "
                "%(day)s. Take the date out, or change what the policy says."
            )
        else:
            text = _(
                "Version %(number)d says the same and is announced for %(day)s: people were told that day, "
                "and another date does not move it. Write that day here; or first publish again what is in "
                "force now, which drops the announcement, and then this with its new date."
            )
        day = date_format(self.latest.effective_date, "SHORT_DATE_FORMAT")
        return [Problem(text % {"number": self.latest.number, "day": day}, self.source)]


def unfinished_parts(pages):
    """Which of `pages` ({language: page}) has a part without its words, as only a draft may."""
    problems = []
    for language, page in pages.items():
        try:
            page.body.stream_block.clean(page.body)
        except ValidationError:
            text = _(
                "A part of the text (%(language)s) is not finished. Open the page, fill in what is marked or "
                "delete the part."
            )
            problems.append(Problem(text % {"language": language_name(language)}, page))
    return problems


def missing_registers(pages):
    """What the texts of `pages` ({language: page}) don't print of what they would put into force."""
    problems = []
    for register, (label, _model) in PRINTED.items():
        lacking = [
            language
            for language, page in pages.items()
            if register not in {block.value.get("register") for block in page.body}
        ]
        if lacking:
            text = _(
                "The text does not print the register “%(register)s” (in %(languages)s), and publishing puts "
                "it into force. Add a block “Register” to the text and choose “%(register)s” in it."
            )
            names = ", ".join(language_name(language) for language in lacking)
            problems.append(Problem(text % {"register": label, "languages": names}, pages[lacking[0]]))
    return problems


def language_name(code):
    """A content language's name, in the reader's language."""
    name = dict(settings.WAGTAIL_CONTENT_LANGUAGES).get(code, code)
    return str(name)


def site_languages(source=None):
    """The languages that visitors find pages in, and that of `source`; the source language first."""
    pages = Page.objects.filter(depth__gte=2, live=True)
    if source is not None:
        pages = pages.exclude(pk=source.pk)
    codes = set(
        Locale.objects.filter(pk__in=pages.values("locale_id")).values_list("language_code", flat=True)
    )
    if source is not None:
        codes.add(source.locale.language_code)
    return sorted(codes, key=lambda code: (code != settings.LANGUAGE_CODE, code))


def register_problems(languages):
    """What the registers lack: entries that a language has no words for yet."""
    problems = []
    for model in REGISTERS:
        rows = {language: {} for language in languages}
        for row in model.objects.select_related("locale").order_by("code", "pk"):
            rows.setdefault(row.locale.language_code, {})[row.code] = row
        every = {}
        for language in [*rows][::-1]:
            every.update(rows[language])
        for language in languages:
            problems += [
                Problem(
                    _("%(register)s: “%(name)s” has no words in %(language)s yet.")
                    % {
                        "register": model._meta.verbose_name_plural,
                        "name": every[code].name,
                        "language": language_name(language),
                    },
                    every[code],
                )
                for code in sorted(every.keys() - rows[language].keys())
            ]
        problems += [
            Problem(
                _("%(register)s: “%(name)s” lacks the words of %(gaps)d texts in %(language)s.")
                % {
                    "register": model._meta.verbose_name_plural,
                    "name": row.name,
                    "gaps": gaps,
                    "language": language_name(row.locale.language_code),
                },
                row,
            )
            for row, gaps in translating.gaps_of_register(rows, languages)
        ]
    return problems


def rule_problems(registers):
    """What the purposes fail to say in one language or another."""
    return [
        Problem(
            _("%(register)s: “%(name)s” (%(language)s): %(what)s")
            % {
                "register": Purpose._meta.verbose_name_plural,
                "name": registers["purpose"][language][code]["name"],
                "language": language_name(language),
                "what": what,
            },
            Purpose.objects.filter(code=code, locale__language_code=language).first(),
        )
        for language, code, what in register_rules(registers)
    ]


def offer_for_translation(page):
    """Lets translators see the draft `page` holds: what changed opens again in every translation."""
    translating.offer(page)


def problems_of(source):
    """Everything that keeps the draft in `source` (a page with its content) from being published."""
    draft = Draft(source)
    return draft.problems + (draft.judge() if draft.is_complete else [])


def problems_of_draft(page):
    """`problems_of` the latest draft of the policy that `page`, in whatever language, belongs to."""
    return problems_of(page.specific.source.get_latest_revision_as_object())


def is_releasing():
    """Whether the publication that is going on belongs to a release of the whole policy."""
    return _releasing.get()


@contextlib.contextmanager
def rehearsed(source):
    """The Draft of `source` as `release` would compose it now, looked at inside; nothing stays."""
    with transaction.atomic():
        translating.renew_registers(site_languages(source))
        yield Draft(source)
        transaction.set_rollback(True)


@contextlib.contextmanager
def _marked():
    token = _releasing.set(True)
    try:
        yield
    finally:
        _releasing.reset(token)


@transaction.atomic
def release(source, publish_source, *, begins=None, user=None):
    """Publishes the policy as it stands in `source` (its draft's content) and freezes it as a version.

    `publish_source()` publishes the source page itself. `begins` may put the coming into force later than
    the draft's date does. Returns the version: the latest one if nothing differs from it. Incomplete if
    something is missing in a language, NotLookedThrough if a screen asked that showed something else; then
    nothing was published in any.
    """
    # One release at a time.
    ChainHead.objects.get_or_create(pk=ChainHead.LEDGER)
    ChainHead.objects.select_for_update().get(pk=ChainHead.LEDGER)
    translating.offer(source)
    translating.renew_registers(site_languages(source), user=user)
    draft = Draft(source, begins)
    problems = draft.problems + (draft.judge() if draft.is_complete else [])
    if problems:
        raise Incomplete(problems)
    looked_through.judge(draft)
    words = {language: looked_through.words_of(page) for language, page in draft.pages.items()}
    with _marked():
        publish_source()
        for language in draft.languages[1:]:
            translating.publish(draft.pages[language], source, user=user)
    pages = {
        language: PolicyPage.objects.select_related("locale").get(pk=page.pk)
        for language, page in draft.pages.items()
    }
    # Links in the registers lead elsewhere now that the pages are live, and somebody may be saving an entry:
    # what is judged, what is printed and what is frozen are one.
    if problems := draft.read_registers() + draft.judge():
        raise Incomplete(problems)
    texts = [text_of(pages[language]) for language in draft.languages]
    if registers_now() != draft.registers:
        raise Incomplete([Problem(_("The registers are being changed; try again."), source)])
    if any(looked_through.words_of(pages[language]) != words[language] for language in pages):
        raise Incomplete([Problem(_("The translations are being changed; try again."), source)])
    if draft.is_same(texts):
        return draft.latest
    return freeze_version(
        texts=texts,
        registers=draft.registers,
        kind=source.change_kind,
        summaries={language: pages[language].change_summary.strip() for language in draft.languages},
        effective_date=source.effective_date,
        begins=begins,
        by=(user.get_full_name() or user.get_username()) if user else "",
    )
