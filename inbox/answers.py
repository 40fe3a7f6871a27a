"""An enquiry's answers and consents as the visitor saw them, from the form as it was frozen."""

import datetime as dt
from dataclasses import dataclass, field
from urllib.parse import quote

import phonenumbers
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.whitelist import Whitelister

from privacy.models import ConsentEvent, FormVersion

HIDDEN = "••••••"
# Numbers of this country are shown as they are dialled inside it.
HOME_CODE = 84
# The masks kept for lists, by the type of field that they are of.
MASKED_TYPES = {"full_name": "name", "email": "email", "phone": "phone"}


@dataclass(repr=False)
class Row:
    """One question and, where it is shown, its answer; `link` dials or writes to it."""

    key: str
    label: str
    type: str
    text: str = ""
    link: str = ""
    hidden: bool = False
    # What the same question is called in the reader's language, where the form was in another one.
    own_label: str = ""
    # Keys of the choices that were made.
    chosen: list = field(default_factory=list)
    # The chosen answers in the reader's language, likewise.
    own_text: str = ""
    # What the person had it corrected to, as text and link.
    now: str = ""
    now_link: str = ""
    files: list = field(default_factory=list)


def masked_rows(snapshot, masks):
    """The questions with masks for name, e-mail and phone, and nothing at all for the others."""
    rows, used = [], set()
    for question in snapshot["fields"]:
        name = MASKED_TYPES.get(question["type"])
        mask = masks.get(name) if name not in used else None
        used.add(name)
        rows.append(Row(question["key"], question["label"], question["type"], mask or HIDDEN, hidden=True))
    return rows


def plain_rows(snapshot, answers, files, shown=None, corrected=None):
    """The questions with their answers; an answer to a question that the form didn't have comes last.

    `shown` names the questions that the visitor saw (None: all): nobody left the others unanswered.
    `corrected` are name, e-mail and phone as they are now; where they differ, both stand side by side.
    """
    questions = [
        question
        for question in snapshot["fields"]
        if shown is None or question["key"] in shown or answers.get(question["key"])
    ]
    rows = [_plain(question, answers.get(question["key"]), files) for question in questions]
    _correct(rows, corrected or {})
    known = {question["key"] for question in snapshot["fields"]}
    rows += [Row(key, key, "text", _words(value)) for key, value in answers.items() if key not in known]
    return rows


def _correct(rows, corrected):
    """Puts what was corrected beside the first answer of its type."""
    for kind, name in MASKED_TYPES.items():
        row = next((row for row in rows if row.type == kind), None)
        value = corrected.get(name)
        if row is None or not value:
            continue
        now = _plain({"key": row.key, "label": row.label, "type": kind}, value, ())
        if now.text.casefold() != row.text.casefold():
            row.now, row.now_link = now.text, now.link


def _plain(question, value, files):
    row = Row(question["key"], question["label"], question["type"])
    if row.type == "file":
        row.files = [file for file in files if file["field"] == row.key]
    elif value in (None, "", []):
        pass
    elif row.type in {"choice", "choices"}:
        row.chosen = value if isinstance(value, list) else [value]
        row.text = _labelled(question, row.chosen)
    elif row.type == "email":
        # An address may hold “?” and “&”: unquoted, "a?bcc=x@y.example" would add a recipient.
        row.text, row.link = value, f"mailto:{quote(value, safe='@')}"
    elif row.type == "phone":
        row.text, row.link = _phone(value), f"tel:{quote(value, safe='+')}"
    elif row.type in {"date", "callback_slot"}:
        row.text = _moment(value)
    else:
        row.text = _words(value)
    return row


def _words(value):
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _phone(value):
    """As it is dialled from Vietnam; as it came if it is no number."""
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    styles = phonenumbers.PhoneNumberFormat
    style = styles.NATIONAL if number.country_code == HOME_CODE else styles.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def _moment(value):
    """A date, a moment or an interval of ISO 8601 in the reader's format; as it came if it is none."""
    start, _separator, end = value.partition("/")
    try:
        if "T" not in start:
            return date_format(dt.date.fromisoformat(start), "DATE_FORMAT")
        start = timezone.localtime(dt.datetime.fromisoformat(start))
        words = _day_and_time(start)
        if end:
            words += f"–{timezone.localtime(dt.datetime.fromisoformat(end)):%H:%M}"
    except ValueError:
        return value
    return words


def _day_and_time(moment):
    return f"{date_format(moment, 'l')}, {date_format(moment, 'SHORT_DATE_FORMAT')}, {moment:%H:%M}"


def say_in(language, rows, version):
    """Adds to questions and chosen answers what they are called in `language`, if `version` has another one.

    Keys are the same in all languages of a form (ADR 0020); its pages are translations of each other.
    """
    if version.locale == language or version.page is None:
        return
    pages = Page.objects.filter(translation_key=version.page.translation_key, locale__language_code=language)
    newest = FormVersion.objects.filter(page__in=pages).order_by("-created_at").first()
    questions = {each["key"]: each for each in newest.snapshot["fields"]} if newest else {}
    for row in rows:
        question = questions.get(row.key)
        if question is None:
            continue
        row.own_label = question["label"]
        if row.chosen:
            row.own_text = _labelled(question, row.chosen)


def _labelled(question, keys):
    """The labels of these choices, one a line; a key that the question doesn't know stands for itself."""
    labels = {choice["key"]: choice["label"] for choice in question.get("choices", [])}
    return "\n".join(labels.get(key, key) for key in keys)


@dataclass
class Consent:
    """One clause that was shown, what was decided, and where the ledger proves it."""

    event: ConsentEvent
    wording: str

    @property
    def given(self):
        return self.event.decision == ConsentEvent.Decision.GIVEN

    @property
    def decision(self):
        """In words that say what happened."""
        return _("Agreed") if self.given else _("Did not agree")


def consents(enquiry):
    """The clauses of this submission with their decisions, in the order of the ledger."""
    # The wording is an editor's rich text; whoever reads it here may read more than an editor may.
    clean = Whitelister().clean
    events = ConsentEvent.objects.filter(receipt=enquiry.receipt).order_by("seq")
    return [Consent(event, mark_safe(clean(event.wording))) for event in events]  # noqa: S308
