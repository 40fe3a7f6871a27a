"""Decisions given on the phone: the words to read out, and recording the answer with who took the call."""

from dataclasses import dataclass

from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from . import declared, gate
from .canonical import sha256
from .decisions import record_with_receipt
from .models import ConsentEvent, Purpose
from .presenting import clean, decision_words
from .shown import shown_wording

DECISIONS = (
    ConsentEvent.Decision.GIVEN,
    ConsentEvent.Decision.REFUSED,
    ConsentEvent.Decision.WITHDRAWN,
)
MOST_REFERENCE = 64
# The gate's answers where a consent that was given does not do any more.
ASKED_AGAIN = {
    "ask_again": gettext_lazy("Agreed to an earlier policy: ask again"),
    "expired": gettext_lazy("The consent has expired: ask again"),
}


class WordingChanged(Exception):
    """The words that were read out are no longer those of the policy in force."""


@dataclass(frozen=True)
class Question:
    """One purpose that can be asked about on the phone, and what was last said about it."""

    code: str
    name: str
    description: str
    wording: str
    digest: str
    latest: ConsentEvent | None
    answer: gate.Answer
    # Whether a form that was sent after a no is still covered by the box ticked in it.
    is_open: bool = False

    @property
    def shown_wording(self):
        return clean(self.wording)

    @property
    def state(self):
        if self.latest is None:
            return _("Never asked")
        if self.is_given and self.answer.reason in ASKED_AGAIN:
            return ASKED_AGAIN[self.answer.reason]
        return decision_words(self.latest.decision)

    @property
    def is_given(self):
        """Whether the person's last word is a consent."""
        return self.latest is not None and self.latest.decision == ConsentEvent.Decision.GIVEN

    @property
    def can_withdraw(self):
        """Whether anything can be withdrawn."""
        return self.is_given or self.is_open

    @property
    def is_asked(self):
        """Whether the words are to be read out: nothing was agreed to, or it does not do any more."""
        return not self.is_given or self.answer.reason in ASKED_AGAIN


def spoken(entry, language):
    """What is read out for a purpose: what a form shows beside the box, and how to withdraw."""
    with override(language):
        parts = [shown_wording(entry, language)]
        if entry.withdrawal_text:
            parts.append(format_html("<p>{}</p>", entry.withdrawal_text))
        return "".join(parts)


def questions(person, language):
    """The purposes of the policy in force that rest on consent, in order of their names."""
    in_force = declared.current()
    found = []
    for entry in (in_force.purposes(language) if in_force else {}).values():
        if entry.legal_basis != Purpose.Basis.CONSENT or not strip_tags(entry.consent_text).strip():
            continue
        wording = spoken(entry, language)
        found.append(
            Question(
                entry.code,
                entry.name,
                entry.description,
                wording,
                sha256(wording),
                gate.latest_event(person.pseudonym, entry.code),
                gate.may_use(person, entry.code),
                bool(gate.open_submissions(person.pseudonym, entry.code)),
            )
        )
    return sorted(found, key=lambda question: question.name)


def language_of(person, default):
    """The language in which the person last decided something."""
    last = gate.history(person.pseudonym).last()
    return last.language if last else default


def record_call(*, person, purpose, decision, language, digest, by, call="", relation=""):
    """Records what the caller said about one purpose; returns the event, whose receipt's number is read out.

    `digest` is of the words that were read out: WordingChanged if the policy has others by now (a withdrawal
    needs none). `call` is the number of the recording or of the call, `relation` that of a guardian who spoke
    for the person. ValueError for a decision that can't be spoken.
    """
    if decision not in DECISIONS:
        raise ValueError(f"{decision!r} can't be said on the phone.")
    wording = None
    if decision != ConsentEvent.Decision.WITHDRAWN:
        wording = spoken(declared.purpose(purpose, language), language)
        if sha256(wording) != digest:
            raise WordingChanged
    evidence = {"act": "said_on_the_phone"}
    if call:
        evidence["call"] = call[:MOST_REFERENCE]
    actor = {"type": "guardian", "relation": relation} if relation else {"type": "self"}
    return record_with_receipt(
        person=person,
        purpose=purpose,
        decision=decision,
        language=language,
        method="phone_call",
        wording=wording,
        evidence=evidence,
        actor={**actor, "recorded_by": by.get_username()},
    )
