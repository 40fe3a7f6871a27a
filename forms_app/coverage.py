"""Whether the policy covers a form: its purposes, its channel, the kind of each field, the words of each box.

The policy in force decides, or another one that the caller asks about. Each problem says what to do, also
where the registers' working copy has the missing piece and only publication is wanting.
"""

from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from privacy import declared
from privacy.collectors import as_published_now
from privacy.models import Purpose

from .problem import Problem
from .snapshot import consent_blocks


def coverage_problems(page, policy=None):
    """What the policy (a `Declared`; None: the one in force) lacks for the form of `page`."""
    policy = policy or declared.current()
    if not page.main_purpose:
        yield Problem(_("Choose what people fill in this form for."), name="main_purpose")
    if policy is None:
        yield Problem(
            _(
                "No privacy policy has been published yet, and a form may only ask for what the policy "
                "covers. Publish the policy first."
            ),
            name="main_purpose",
        )
        return
    check = Coverage(page, policy)
    yield from check.purposes()
    yield from check.consents()
    yield from check.channel()
    yield from check.fields()
    yield from check.other_languages()


def purposes_of(page, policy=None):
    """The purposes of the form that the policy has in the page's language, the main purpose first."""
    policy = policy or declared.current()
    found = policy.purposes(page.locale.language_code) if policy else {}
    return [found[code] for code in purpose_codes(page) if code in found]


def purpose_codes(page):
    """The codes of the form's purposes, the main one first."""
    asked = [child.value.get("purpose") for child in consent_blocks(page)]
    return list(dict.fromkeys(filter(None, [page.main_purpose, *asked])))


class Coverage:
    """One form beside one policy."""

    def __init__(self, page, policy):
        self.page, self.policy = page, policy
        self.language = page.locale.language_code
        self.known = policy.purposes(self.language)

    @cached_property
    def draft(self):
        """The registers' working copy; only asked for where something is missing."""
        return as_published_now()

    def remedy(self, register, code, language, others):
        """What to do where the policy has no entry `code` in a language; `others` reads a `Declared`."""
        if code in others(self.draft, language):
            return _("It stands in the registers but is not published yet: publish the policy first.")
        if code in self.draft.any_language(register):
            return _("Translate the entry in the registers, then publish the policy.")
        return _("Add it to the registers, then publish the policy.")

    def purposes(self):
        main = self.known.get(self.page.main_purpose)
        if self.page.main_purpose and main is None:
            yield Problem(self._no_purpose(self.page.main_purpose, self.language), name="main_purpose")
        for purpose in purposes_of(self.page, self.policy):
            if not purpose.retention_days:
                yield Problem(
                    _(
                        "The policy names no time after which data for “%(name)s” is deleted: no period, no "
                        "collection. Write it in the register of purposes, then publish the policy."
                    )
                    % {"name": purpose.name},
                    name="main_purpose",
                )

    def consents(self):
        asked = set()
        for index, child in enumerate(self.page.fields):
            if child.block_type != "consent":
                continue
            code = child.value.get("purpose")
            is_required = bool(child.value.get("required"))
            if code in asked:
                yield Problem(
                    _("There is already a box for this purpose. Delete one of the two."), index, "purpose"
                )
            asked.add(code)
            yield from self._box(index, code)
            if is_required and code != self.page.main_purpose:
                yield Problem(
                    _(
                        "Only consent to the main purpose may be required (Law 91/2025, art. 9): untick "
                        "this, or make it the main purpose."
                    ),
                    index,
                    "required",
                )
            elif not is_required and code and code == self.page.main_purpose:
                yield Problem(
                    _(
                        "Without this consent there is no reason to take the form in: tick “The form can't "
                        "be sent without it”."
                    ),
                    index,
                    "required",
                )
        main = self.known.get(self.page.main_purpose)
        if main is not None and main.legal_basis == Purpose.Basis.CONSENT and main.code not in asked:
            yield Problem(
                _("The form's purpose “%(name)s” rests on consent. Add a consent box for it.")
                % {"name": main.name},
                name="fields",
            )

    def _box(self, index, code):
        purpose = self.known.get(code)
        if not code:
            yield Problem(_("Choose the purpose that people agree to here."), index, "purpose")
        elif purpose is None:
            yield Problem(self._no_purpose(code, self.language), index, "purpose")
        elif purpose.legal_basis != Purpose.Basis.CONSENT:
            yield Problem(
                _(
                    "“%(name)s” doesn't rest on consent (%(basis)s): a box would promise a choice that "
                    "nobody has. Delete the box."
                )
                % {"name": purpose.name, "basis": purpose.legal_basis_label()},
                index,
                "purpose",
            )
        elif not _has_words(purpose):
            yield Problem(self._no_words(purpose.name, self.language), index, "purpose")

    def channel(self):
        yield from self._channel(self.language)

    def _channel(self, language):
        code = self.page.channel
        if code in self.policy.channels(language):
            return
        yield Problem(
            _("The published policy has no channel “%(code)s” in the language “%(language)s”. %(remedy)s")
            % {
                "code": code,
                "language": language,
                "remedy": self.remedy("channel", code, language, lambda each, lang: each.channels(lang)),
            },
            name="channel",
        )

    def fields(self):
        """Each field's kind must belong to a data category that the form's main purpose names.

        Another purpose of the form is no reason to ask: who refuses it would be asked all the same, and what
        they answer would be kept for a purpose that does not need it (Law 91/2025, art. 9.4).
        """
        main = self.known.get(self.page.main_purpose)
        if main is None:
            return  # said already, and everything else follows from it
        covered = covered_types(self.policy, main, self.language)
        for index, child in enumerate(self.page.fields):
            if child.block_type == "consent" or child.block_type in covered:
                continue
            yield Problem(
                _(
                    "The published policy doesn't say that data of the kind “%(kind)s” is needed for what "
                    "this form is for. %(remedy)s"
                )
                % {"kind": child.block.label, "remedy": self._kind_remedy(child.block_type, main)},
                index,
                "label",
            )

    def _kind_remedy(self, kind, main):
        planned = self.draft.purposes(self.language).get(main.code)
        if planned and kind in covered_types(self.draft, planned, self.language):
            return _(
                "The registers cover it, but that is not published yet: publish the policy first, or delete "
                "the field."
            )
        for category in self.draft.categories(self.language).values():
            if kind in category.field_types:
                return _(
                    "Tick the data category “%(category)s” in the purpose “%(purpose)s”, then publish the "
                    "policy; or delete the field."
                ) % {"category": category.name, "purpose": main.name}
        return _(
            "Add a data category for it to the registers and name it in the purpose “%(purpose)s”, then "
            "publish the policy; or delete the field."
        ) % {"purpose": main.name}

    def other_languages(self):
        """What the form's live translations need: they show the same purposes in their own words."""
        if not self.page.pk:
            return
        live = self.page.get_translations().filter(live=True, alias_of=None)
        for language in live.values_list("locale__language_code", flat=True):
            there = self.policy.purposes(language)
            for code in purpose_codes(self.page):
                if code not in there:
                    if code in self.known:
                        yield Problem(self._no_purpose(code, language), name="main_purpose")
                elif there[code].legal_basis == Purpose.Basis.CONSENT and not _has_words(there[code]):
                    yield Problem(self._no_words(there[code].name, language), name="main_purpose")
            yield from self._channel(language)

    def _no_purpose(self, code, language):
        remedy = self.remedy("purpose", code, language, lambda each, lang: each.purposes(lang))
        return _(
            "The published policy has no purpose “%(code)s” in the language “%(language)s”. %(remedy)s"
        ) % {"code": code, "language": language, "remedy": remedy}

    def _no_words(self, name, language):
        return _(
            "The published policy has no consent wording for “%(name)s” in the language “%(language)s”. "
            "Write it in the register of purposes, then publish the policy."
        ) % {"name": name, "language": language}


def covered_types(policy, purpose, language):
    """The kinds of fields that the data categories named by `purpose` cover."""
    categories = policy.categories(language)
    return {
        kind
        for code in purpose.data_categories
        if code in categories
        for kind in categories[code].field_types
    }


def _has_words(purpose):
    return bool(strip_tags(purpose.consent_text).strip())
